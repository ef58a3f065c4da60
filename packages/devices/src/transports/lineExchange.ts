import type { Clock } from '../core/clock.ts';
import type { BytePort } from './serialPort.ts';

/** What is asked, and how its answer is known. */
export interface Question<Answer> {
  /** For messages: `read inputs`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** So long after the last byte of the question the answer must be whole. */
  readonly answerMs: number;
  /** Takes whatever comes, cut anywhere; gives the answer once it is whole. Must keep only so much as it needs. */
  read(bytes: Uint8Array): Answer | undefined;
  /**
   * Bytes have come, and then none for so long: what has come will not become an answer any more. Without it the answer
   * is waited for until its time is up.
   */
  readonly stalledMs?: number;
  /** Ends the wait; what still comes is thrown away. */
  readonly signal?: AbortSignal;
}

export type Heard<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Something came that made no answer. */
  | { readonly kind: 'bad-frame'; readonly detail: string }
  | { readonly kind: 'silent'; readonly detail: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'closed' };

interface Open {
  readonly name: string;
  readonly take: (bytes: Uint8Array) => void;
  readonly close: () => void;
}

/**
 * One question, one answer, over an open port; for protocols in which the device speaks only when it was asked, or whose
 * unasked words nobody needs. One question at a time; the caller sees to that.
 */
export class LineExchange {
  readonly #port: BytePort;
  readonly #clock: Clock;
  #open: Open | undefined;
  #closed = false;
  #lastByteAt: number;

  constructor(port: BytePort, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
    this.#lastByteAt = clock.now();
    port.onData((bytes) => {
      this.#lastByteAt = clock.now();
      this.#open?.take(bytes);
      // Whoever needs a byte has its copy, and some of them are nobody's business.
      bytes.fill(0);
    });
    port.onClose(() => {
      this.#closed = true;
      this.#open?.close();
    });
  }

  /** When something last crossed the wire, in either direction. */
  get lastByteAt(): number {
    return this.#lastByteAt;
  }

  /** Sends what needs no answer. */
  tell(bytes: Uint8Array): void {
    this.#lastByteAt = this.#clock.now();
    this.#port.write(bytes);
  }

  ask<Answer>(question: Question<Answer>): Promise<Heard<Answer>> {
    if (this.#open) throw new Error(`"${question.name}" was asked while "${this.#open.name}" is open`);
    if (this.#closed) return Promise.resolve({ kind: 'closed' });
    if (question.signal?.aborted) return Promise.resolve({ kind: 'stopped' });
    const { name, answerMs, stalledMs = Number.POSITIVE_INFINITY, signal } = question;
    const clock = this.#clock;
    const deadline = clock.now() + answerMs;
    let heard = 0;
    let timer: unknown;

    return new Promise((resolve) => {
      const finish = (outcome: Heard<Answer>): void => {
        clock.clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
        this.#open = undefined;
        resolve(outcome);
      };
      const stop = (): void => finish({ kind: 'stopped' });
      const wait = (): void => {
        clock.clearTimeout(timer);
        const until = heard === 0 ? deadline : Math.min(deadline, this.#lastByteAt + stalledMs);
        timer = clock.setTimeout(giveUp, Math.max(0, until - clock.now()));
      };
      const giveUp = (): void => {
        if (heard === 0) finish({ kind: 'silent', detail: `no answer to "${name}" within ${answerMs} ms` });
        else finish({ kind: 'bad-frame', detail: `${name}: ${heard} bytes that are no answer` });
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.#open = {
        name,
        close: () => finish({ kind: 'closed' }),
        take: (bytes) => {
          heard += bytes.length;
          const answer = question.read(bytes);
          if (answer === undefined) wait();
          else finish({ kind: 'answer', answer });
        },
      };
      this.tell(question.bytes);
      wait();
    });
  }
}
