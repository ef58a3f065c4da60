import type { Clock } from '../core/clock.ts';

/** Limits the time calls take that cannot be cancelled, and knows of those that never came back. */
export class NativeCalls {
  readonly #clock: Clock;
  #late = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Each one holds a thread of four: no more may be begun before they are back. */
  get stuck(): boolean {
    return this.#late > 0;
  }

  /** Resolves with `late` when the time is up; `undo` gets what comes after that. */
  async within<T>(ms: number, call: Promise<T>, undo: (value: T) => unknown = () => {}): Promise<T | 'late'> {
    const { promise, resolve } = Promise.withResolvers<'late'>();
    const timer = this.#clock.setTimeout(() => resolve('late'), ms);
    const first = await Promise.race([call, promise]);
    this.#clock.clearTimeout(timer);
    if (first === 'late') {
      this.#late += 1;
      const back = (): void => {
        this.#late -= 1;
      };
      void call.then(undo).then(back, back);
    }
    return first;
  }
}
