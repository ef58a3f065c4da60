import type { Clock } from '../clock.ts';
import { jittered } from './retryDelay.ts';

export type Reachability = 'reachable' | 'unreachable' | 'unknown';

/** Often enough that the attract screen tells the truth to the next citizen. */
const PROBE_WHILE_REACHABLE_MS = 30_000;
/** Soon enough that the network's return is seen while a citizen is still at the machine. */
const PROBE_WHILE_UNREACHABLE_MS = 5_000;

interface ReachabilityOptions {
  /** True when the central service says it is well. Must not reject. */
  readonly probe: () => Promise<boolean>;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Knows whether the central service can be reached, by asking it now and then and by what real requests meet. */
export class ReachabilityProbe {
  readonly #options: ReachabilityOptions;
  readonly #listeners = new Set<(reachability: Reachability) => void>();
  #current: Reachability = 'unknown';
  #timer: unknown;
  #probing = false;
  #running = false;

  constructor(options: ReachabilityOptions) {
    this.#options = options;
  }

  get current(): Reachability {
    return this.#current;
  }

  /** Called at every change; returns the unsubscribe function. */
  onChange(listener: (reachability: Reachability) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#probe();
  }

  stop(): void {
    this.#running = false;
    this.#options.clock.clearTimeout(this.#timer);
  }

  /** A real request was answered: that is as good as a probe. */
  answered(): void {
    this.#become('reachable');
  }

  /** A real request met silence. One slow request is not an outage, so it is asked before it is believed. */
  suspect(): void {
    if (this.#running) void this.#probe();
  }

  async #probe(): Promise<void> {
    if (this.#probing) return;
    this.#probing = true;
    this.#options.clock.clearTimeout(this.#timer);
    const well = await this.#options.probe();
    this.#probing = false;
    if (!this.#running) return;
    const pause = well ? PROBE_WHILE_REACHABLE_MS : PROBE_WHILE_UNREACHABLE_MS;
    const { clock, random } = this.#options;
    this.#timer = clock.setTimeout(() => void this.#probe(), jittered(pause, random));
    this.#become(well ? 'reachable' : 'unreachable');
  }

  #become(reachability: Reachability): void {
    if (reachability === this.#current) return;
    this.#current = reachability;
    for (const listener of this.#listeners) listener(reachability);
  }
}
