/** A page asks for two or three sentences ahead; more than this many waiting is a page gone wrong. */
const LONGEST_QUEUE = 16;

interface Waiting<T> {
  readonly work: (signal: AbortSignal) => Promise<T | undefined>;
  readonly stopped: AbortController;
  readonly answer: (result: T | undefined) => void;
}

/**
 * One piece of work at a time, in the order asked: speech shares the machine with the comparison of faces. What is no
 * longer wanted is not begun, or is stopped; when too much waits, the oldest is given up.
 */
export class RenderQueue {
  #waiting: Waiting<unknown>[] = [];
  #working = false;

  /** The result, or undefined when it failed, was aborted, or had to give way. Never rejects. */
  add<T>(work: (signal: AbortSignal) => Promise<T | undefined>, signal?: AbortSignal): Promise<T | undefined> {
    return new Promise((resolve) => {
      const stopped = new AbortController();
      const one: Waiting<unknown> = { work, stopped, answer: (result) => resolve(result as T | undefined) };
      const give = () => {
        stopped.abort();
        this.#waiting = this.#waiting.filter((other) => other !== one);
        resolve(undefined);
      };
      if (signal?.aborted) {
        give();
        return;
      }
      signal?.addEventListener('abort', give, { once: true });
      this.#waiting.push(one);
      if (this.#waiting.length > LONGEST_QUEUE) this.#waiting.shift()?.answer(undefined);
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    for (let one = this.#waiting.shift(); one; one = this.#waiting.shift()) {
      one.answer(await one.work(one.stopped.signal).catch(() => undefined));
    }
    this.#working = false;
  }
}
