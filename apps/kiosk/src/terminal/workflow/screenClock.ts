import type { ScreenName } from '../../contract/snapshot.ts';
import type { Clock } from '../clock.ts';
import type { Policy } from '../policy/policy.ts';
import { dwellMs, waitsForCitizen } from './dwell.ts';
import type { Pace } from './pace.ts';

/** While a countdown runs on the screen, it is told anew this often. */
const TICK_MS = 1_000;

export interface TimeLeft {
  readonly remainingMs: number;
  readonly warning: boolean;
}

export interface ScreenClockOptions {
  readonly clock: Clock;
  readonly policy: Policy;
  /** The times of the citizen who is being served now. */
  readonly pace: () => Pace;
  /** Whether somebody is seen at the machine. */
  readonly somebody: () => boolean;
  readonly onTick: () => void;
  readonly onEnd: () => void;
}

/**
 * The citizen's time on one screen. It starts anew with every screen and every sign of life, stands still while somebody
 * is seen there, warns, and ends; what the end means is the workflow's business. A warning that has begun is not
 * held: whoever stands there is asked, and the answer is one touch.
 */
export class ScreenClock {
  #screen: ScreenName = 'starting';
  #endsAt: number | undefined;
  #warningMs = 0;
  #heldMs = 0;
  #tick: unknown;
  readonly #options: ScreenClockOptions;

  constructor(options: ScreenClockOptions) {
    this.#options = options;
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
    const remainingMs = Math.max(0, this.#endsAt - this.#options.clock.now());
    return { remainingMs, warning: this.#warningMs > 0 && remainingMs <= this.#warningMs };
  }

  stop(): void {
    this.#options.clock.clearTimeout(this.#tick);
  }

  #restart(screen: ScreenName): void {
    this.stop();
    const pace = this.#options.pace();
    const ms = dwellMs(screen, pace, this.#options.policy);
    this.#screen = screen;
    // While the terminal itself works there is nothing to ask the citizen.
    this.#warningMs = waitsForCitizen(screen) ? pace.warning : 0;
    this.#heldMs = 0;
    this.#endsAt = ms === undefined ? undefined : this.#options.clock.now() + ms;
    if (ms !== undefined) this.#schedule();
  }

  #schedule(): void {
    this.#tick = this.#options.clock.setTimeout(() => {
      this.#holdForPresence();
      const { left } = this;
      if (!left) return;
      // Insists every second: a state that cannot end just now may have become another one under the same screen.
      this.#schedule();
      if (left.remainingMs <= 0) return this.#options.onEnd();
      if (left.warning) this.#options.onTick();
    }, TICK_MS);
  }

  #holdForPresence(): void {
    if (this.#endsAt === undefined || !waitsForCitizen(this.#screen)) return;
    // The tick that has just passed must not itself bring the warning on while somebody is there.
    const before = this.#endsAt + TICK_MS - this.#options.clock.now();
    if (before <= this.#warningMs || this.#heldMs >= this.#options.policy.time.presence) return;
    if (!this.#options.somebody()) return;
    this.#endsAt += TICK_MS;
    this.#heldMs += TICK_MS;
  }
}
