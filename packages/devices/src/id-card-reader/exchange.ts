import type { Clock } from '../core/clock.ts';
import type { BytePort } from '../transports/serialPort.ts';
import type { ModuleCommand } from './commands.ts';
import { type Answer, type DecodedFrame, FrameDecoder, parseAnswer } from './frame.ts';

/** How one command ended. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Something came that was no whole good frame. */
  | { readonly kind: 'bad-frame'; readonly detail: string }
  | { readonly kind: 'silent'; readonly detail: string }
  | { readonly kind: 'closed' };

/** A good frame may directly follow a bad one: so long the line must be quiet before the bad one counts. */
const AFTER_BAD_MS = 80;
/**
 * Bytes have come, and then none: nothing will complete them any more. Far above the 16 ms a USB adapter may hold
 * bytes back, and above any pause seen inside a frame.
 */
const STALLED_MS = 1_000;
/** So quiet, an unfinished frame is looked through for whole ones: it may have been a false preamble. */
const SETTLE_MS = 100;
/** An answer that fits the command only half is taken when no better one follows within this time. */
const DOUBT_MS = 400;
/** A frame that has begun in time may take so long to end: 2.4 kB at 9600 baud need 2.5 s. */
const FRAME_MS = 15_000;
/** No answer is shorter; less than that between the answers is a vendor's habit and no answer spoilt. */
const SHORTEST_ANSWER = 11;

interface Current {
  readonly command: ModuleCommand;
  readonly finish: (outcome: Outcome) => void;
  readonly sentAt: number;
  lastByteAt: number;
  settled: boolean;
  bad: { readonly detail: string; readonly fault: 'length' | 'checksum' } | undefined;
  doubtful: { readonly answer: Answer; readonly at: number } | undefined;
}

/**
 * One command, one answer, over an open port. Knows about time: when an answer is late, stalled, or not the one that
 * was waited for. One command at a time; the caller sees to that.
 */
export class Exchange {
  readonly #port: BytePort;
  readonly #clock: Clock;
  readonly #decoder = FrameDecoder.forAnswers();
  #current: Current | undefined;
  #timer: unknown;
  #closed = false;
  #bytes = 0;

  constructor(port: BytePort, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
    port.onData((bytes) => this.#receive(bytes));
    port.onClose(() => {
      this.#closed = true;
      this.#current?.finish({ kind: 'closed' });
    });
  }

  /** Bytes that have crossed the wire in both directions. */
  get bytes(): number {
    return this.#bytes;
  }

  ask(command: ModuleCommand, answerMs = command.answerMs): Promise<Outcome> {
    if (this.#current) throw new Error(`"${command.name}" was asked while "${this.#current.command.name}" is open`);
    if (this.#closed) return Promise.resolve({ kind: 'closed' });
    // Whatever is left belongs to an answer nobody waits for any more.
    this.#decoder.reset();
    const now = this.#clock.now();
    return new Promise((resolve) => {
      const finish = (outcome: Outcome): void => {
        this.#clock.clearTimeout(this.#timer);
        this.#current = undefined;
        resolve(outcome);
      };
      this.#current = {
        command: { ...command, answerMs },
        finish,
        sentAt: now,
        lastByteAt: now,
        settled: true,
        bad: undefined,
        doubtful: undefined,
      };
      this.#bytes += command.frame.length;
      this.#port.write(command.frame);
      this.#arm();
    });
  }

  #receive(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    const current = this.#current;
    if (!current) return;
    current.lastByteAt = this.#clock.now();
    current.settled = false;
    this.#take(this.#decoder.push(bytes));
    // What was read may have been somebody's name.
    bytes.fill(0);
  }

  #take(frames: readonly DecodedFrame[]): void {
    for (const frame of frames) {
      const current = this.#current;
      if (!current) return;
      if (frame.kind === 'bad-frame') {
        current.bad = frame;
        continue;
      }
      const answer = parseAnswer(frame.payload);
      switch (current.command.fits(answer)) {
        case 'yes':
          current.finish({ kind: 'answer', answer });
          return;
        case 'doubtful':
          current.doubtful = { answer, at: this.#clock.now() };
          break;
        case 'no':
          // The late answer to an earlier command.
          break;
      }
    }
    if (this.#current) this.#arm();
  }

  #arm(): void {
    const current = this.#current;
    if (!current) return;
    this.#clock.clearTimeout(this.#timer);
    const deadline = this.#deadline(current);
    const settle = current.settled ? Number.POSITIVE_INFINITY : current.lastByteAt + SETTLE_MS;
    const wait = Math.max(0, Math.min(deadline, settle) - this.#clock.now());
    this.#timer = this.#clock.setTimeout(() => this.#wake(current), wait);
  }

  #wake(current: Current): void {
    const now = this.#clock.now();
    if (!current.settled && now >= current.lastByteAt + SETTLE_MS) {
      current.settled = true;
      this.#take(this.#decoder.settle());
      if (this.#current !== current) return;
    }
    if (now >= this.#deadline(current)) current.finish(this.#giveUp(current));
    else this.#arm();
  }

  /** When to stop waiting, as things stand. */
  #deadline({ command, sentAt, lastByteAt, bad, doubtful }: Current): number {
    const begin = sentAt + command.answerMs;
    if (this.#decoder.inFrame) return Math.min(lastByteAt + STALLED_MS, begin + FRAME_MS);
    if (doubtful) return Math.min(begin, doubtful.at + DOUBT_MS);
    if (bad?.fault === 'checksum') return Math.min(begin, lastByteAt + AFTER_BAD_MS);
    // A length that cannot be may also be our own command, echoed by a two-wire adapter.
    if (bad || this.#decoder.skipped >= SHORTEST_ANSWER) return Math.min(begin, lastByteAt + STALLED_MS);
    return begin;
  }

  #giveUp({ command, bad, doubtful }: Current): Outcome {
    if (doubtful) return { kind: 'answer', answer: doubtful.answer };
    if (bad) return { kind: 'bad-frame', detail: `${command.name}: ${bad.detail}` };
    if (this.#decoder.inFrame) return { kind: 'bad-frame', detail: `${command.name}: the frame broke off` };
    const { skipped } = this.#decoder;
    if (skipped >= SHORTEST_ANSWER) {
      return { kind: 'bad-frame', detail: `${command.name}: ${skipped} bytes that are no frame` };
    }
    return { kind: 'silent', detail: `no answer to "${command.name}" within ${command.answerMs} ms` };
  }
}
