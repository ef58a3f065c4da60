/** Holds back answers: from `hold` on, whoever passes waits for what `hold` returned to be called. */
export class Gate {
  #closed: Promise<void> | undefined;

  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closed = promise;
    return () => {
      this.#closed = undefined;
      resolve();
    };
  }

  /** For whoever comes from now on; who waits already goes on waiting. */
  open(): void {
    this.#closed = undefined;
  }

  async pass(): Promise<void> {
    await this.#closed;
  }
}
