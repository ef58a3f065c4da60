import type { DeviceHostChild, DeviceHostLauncher } from './deviceHostChild.ts';
import { type DeviceHostConfig, type FromHost, fromHostSchema, type ToHost } from './messages.ts';

/** Time as the supervisor sees it; tests move it by hand. */
export interface Timers {
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** A Node process on a busy machine needs about a second; one that is silent for so long will not come. */
const START_LIMIT_MS = 20_000;
/** The first restart is quick, for somebody is waiting; a host that keeps dying must not eat the machine. */
const FIRST_RESTART_MS = 200;
const LAST_RESTART_MS = 10_000;
/** A host that has lived so long has earned a quick restart again. */
const STEADY_MS = 30_000;
/** With three beats missed, a hang is known after 6 to 8 seconds. */
const BEAT_MS = 2_000;
const MISSED_BEATS = 3;
/** A host that was asked to end gets this long. */
const STOP_GRACE_MS = 3_000;

export interface SupervisorOptions {
  readonly config: DeviceHostConfig;
  readonly launch: DeviceHostLauncher;
  readonly timers: Timers;
  /** Shortened by tests that wait for a real process. */
  readonly beatMs?: number;
  readonly onReady: () => void;
  readonly onMessage: (message: FromHost) => void;
  /** The host that was there is gone; `reason` is half a sentence for the technician, without personal data. */
  readonly onLost: (reason: string) => void;
}

/**
 * Keeps one device host alive: starts it, listens to its heart, and starts another one when it crashes, hangs, does not
 * come up, or says what is not in the contract. Knows nothing of what the calls mean.
 */
export class DeviceHostSupervisor {
  readonly #options: SupervisorOptions;
  #child: DeviceHostChild | undefined;
  #phase: 'starting' | 'ready' | 'pausing' | 'stopped' = 'pausing';
  #restartMs = FIRST_RESTART_MS;
  #readySince = 0;
  #lastBeat = 0;
  #lastPong = 0;
  #timer: unknown;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get ready(): boolean {
    return this.#phase === 'ready';
  }

  start(): void {
    this.#phase = 'starting';
    const child = this.#options.launch();
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.onExit((how) => {
        resolve();
        if (this.#child === child) this.#lose(how);
      });
    });
    child.onMessage((message) => {
      // A host that was given up may still have something to say.
      if (this.#child === child) this.#receive(message);
    });
    this.#after(START_LIMIT_MS, () => this.#lose(`was not ready after ${START_LIMIT_MS} ms`));
    child.send({ type: 'open', config: this.#options.config });
  }

  /** To a host that is not ready nothing is sent. */
  send(message: ToHost): void {
    if (this.ready) this.#child?.send(message);
  }

  /** Asks the host to let go of the devices and waits for its end; kills it when it does not come. */
  async stop(): Promise<void> {
    if (this.#phase === 'stopped') return this.#ended;
    const child = this.#child;
    this.#phase = 'stopped';
    this.#child = undefined;
    child?.send({ type: 'close' });
    this.#after(STOP_GRACE_MS, () => child?.kill());
    await this.#ended;
    this.#options.timers.clearTimeout(this.#timer);
  }

  #receive(received: unknown): void {
    const checked = fromHostSchema.safeParse(received);
    if (!checked.success) {
      this.fail(`said something that is not in the contract: ${checked.error.issues[0]?.path.join('.') ?? ''}`);
      return;
    }
    const message = checked.data;
    if (message.type === 'ready') {
      this.#phase = 'ready';
      this.#readySince = this.#options.timers.now();
      this.#lastPong = this.#lastBeat;
      this.#scheduleBeat();
      this.#options.onReady();
    } else if (message.type === 'pong') {
      this.#lastPong = Math.max(this.#lastPong, message.beat);
    } else {
      this.#options.onMessage(message);
    }
  }

  /** Gives the running host up: it does not do what it should. */
  fail(reason: string): void {
    if (this.#child) this.#lose(reason);
  }

  /**
   * Beats are counted and not timed: after a stall of this process, or of the whole machine, there is one beat late and
   * not three missed.
   */
  #scheduleBeat(): void {
    this.#after(this.#options.beatMs ?? BEAT_MS, () => {
      if (this.#lastBeat - this.#lastPong >= MISSED_BEATS) {
        this.#lose(`missed ${MISSED_BEATS} heartbeats`);
        return;
      }
      this.#lastBeat += 1;
      this.#child?.send({ type: 'ping', beat: this.#lastBeat });
      this.#scheduleBeat();
    });
  }

  #lose(reason: string): void {
    const child = this.#child;
    this.#child = undefined;
    child?.kill();
    const steady = this.#phase === 'ready' && this.#options.timers.now() - this.#readySince >= STEADY_MS;
    this.#phase = 'pausing';
    const pauseMs = steady ? FIRST_RESTART_MS : this.#restartMs;
    this.#restartMs = Math.min(LAST_RESTART_MS, pauseMs * 2);
    // Only after its end: two hosts would fight for the same port.
    void this.#ended.then(() => {
      if (this.#phase === 'pausing') this.#after(pauseMs, () => this.start());
    });
    this.#options.timers.clearTimeout(this.#timer);
    this.#options.onLost(reason);
  }

  /** There is one thing to wait for at a time. */
  #after(ms: number, callback: () => void): void {
    this.#options.timers.clearTimeout(this.#timer);
    this.#timer = this.#options.timers.setTimeout(callback, ms);
  }
}
