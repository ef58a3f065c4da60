import type { ScreenName } from '../../contract/snapshot.ts';
import type { Clock } from '../clock.ts';
import type { Policy } from '../policy/policy.ts';
import { dwellMs } from './dwell.ts';

/** While a countdown runs on the screen, it is told anew this often. */
const TICK_MS = 1_000;

export interface TimeLeft {
  readonly remainingMs: number;
  readonly warning: boolean;
}

/**
 * The citizen's time on one screen. It starts anew with every screen and every sign of life, warns, and ends; what the
 * end means is the workflow's business.
 */
export class ScreenClock {
  #screen: ScreenName = 'starting';
  #endsAt: number | undefined;
  #tick: unknown;

  readonly #clock: Clock;
  readonly #policy: Policy;
  readonly #onTick: () => void;
  readonly #onEnd: () => void;

  constructor(options: { clock: Clock; policy: Policy; onTick: () => void; onEnd: () => void }) {
    this.#clock = options.clock;
    this.#policy = options.policy;
    this.#onTick = options.onTick;
    this.#onEnd = options.onEnd;
  }

  /** Call with every snapshot; restarts the time only when another screen is seen. */
  see(screen: ScreenName): void {
    if (screen !== this.#screen) this.#restart(screen);
  }

  /** A sign of life: the whole time again. */
  extend(): void {
    this.#restart(this.#screen);
  }

  get left(): TimeLeft | undefined {
    if (this.#endsAt === undefined) return undefined;
    const remainingMs = Math.max(0, this.#endsAt - this.#clock.now());
    return { remainingMs, warning: remainingMs <= this.#policy.time.warning };
  }

  stop(): void {
    this.#clock.clearTimeout(this.#tick);
  }

  #restart(screen: ScreenName): void {
    this.stop();
    this.#screen = screen;
    const ms = dwellMs(screen, this.#policy);
    this.#endsAt = ms === undefined ? undefined : this.#clock.now() + ms;
    if (ms !== undefined) this.#schedule();
  }

  #schedule(): void {
    this.#tick = this.#clock.setTimeout(() => {
      const { left } = this;
      if (!left) return;
      // Insists every second: a state that cannot end just now may have become another one under the same screen.
      this.#schedule();
      if (left.remainingMs <= 0) return this.#onEnd();
      if (left.warning) this.#onTick();
    }, TICK_MS);
  }
}
