import { type Clock, pause } from '../../core/clock.ts';
import type { BytePort } from '../../transports/serialPort.ts';
import { AnswerDecoder, fitsQuestion, type PrinterWord } from './answers.ts';
import { askStatus } from './commands.ts';

/**
 * How the printer says "not now":
 * - `none`: it does not; the driver never has more under way than a printer's buffer holds.
 * - `xon-xoff`: by the bytes 13 and 11.
 * - `dtr`: by its DTR, which is our DSR or CTS; looked at before each piece, where the port can tell.
 */
export type FlowControl = 'none' | 'xon-xoff' | 'dtr';

/** Long against the 20 ms of a printer, short against a person's patience; protocol reference E.1. */
const ANSWER_MS = 500;
/** Sent in pieces of this length: so much is still on its way when a printer says "stop", and it has room for it. */
const PIECE_MS = 5;
const SMALLEST_PIECE = 16;
/** How often a line that says "not now" is looked at again. */
const LOOK_AGAIN_MS = 20;
/** Start bit, eight data bits, stop bit. */
const BITS_PER_BYTE = 10;

export type Asked =
  | { readonly kind: 'answer'; readonly byte: number }
  | { readonly kind: 'bad-frame' | 'silent' | 'closed' };

/**
 * The line to the printer: sends at the pace of the wire, so that nothing piles up before it which a question would have to
 * wait behind, minds flow control, and hears the printer's words.
 */
export class PrinterLink {
  readonly #port: BytePort;
  readonly #clock: Clock;
  readonly #flow: FlowControl;
  readonly #msPerByte: number;
  readonly #decoder = new AnswerDecoder();
  readonly #listeners = new Set<(word: PrinterWord) => void>();
  readonly #closed = new AbortController();
  /** When the wire will have carried what was written. */
  #freeAt = 0;
  #held = false;
  #heldSince = 0;

  constructor(port: BytePort, options: { clock: Clock; flowControl: FlowControl; baudRate: number }) {
    this.#port = port;
    this.#clock = options.clock;
    this.#flow = options.flowControl;
    this.#msPerByte = (BITS_PER_BYTE * 1_000) / options.baudRate;
    port.onData((bytes) => this.#receive(bytes));
    port.onClose(() => this.#closed.abort());
  }

  get closed(): boolean {
    return this.#closed.signal.aborted;
  }

  /** How long the printer has been saying "not now"; 0 when it does not. */
  get heldMs(): number {
    return this.#held ? this.#clock.now() - this.#heldSince : 0;
  }

  /** Hears every word until the returned function is called. */
  onWord(listener: (word: PrinterWord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends when the printer lets us, at the pace of the wire. Stops between two pieces when `signal` aborts. */
  async send(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const piece = Math.max(SMALLEST_PIECE, Math.floor(PIECE_MS / this.#msPerByte));
    const stop = AbortSignal.any([signal, this.#closed.signal]);
    for (let at = 0; at < bytes.length && !stop.aborted; at += piece) {
      await this.#untilFree(stop);
      await this.#untilLet(stop);
      if (!stop.aborted) this.#write(bytes.subarray(at, at + piece));
    }
    await this.#untilFree(stop);
  }

  /** Sends at once, past flow control: only for what the printer obeys in any state. */
  sendNow(bytes: Uint8Array): void {
    this.#write(bytes);
  }

  /** DLE EOT n and its answer. */
  async askStatus(n: 1 | 2 | 3 | 4): Promise<Asked> {
    let garbled = false;
    this.#decoder.reset();
    const asked = this.#wait(ANSWER_MS, (word) => {
      if (word.kind === 'real-time' && fitsQuestion(n, word.byte)) return { kind: 'answer', byte: word.byte } as const;
      garbled ||= word.kind === 'noise' || word.kind === 'real-time';
      return undefined;
    });
    this.sendNow(askStatus(n));
    const answer = await asked;
    if (answer) return answer;
    if (this.closed) return { kind: 'closed' };
    return { kind: garbled ? 'bad-frame' : 'silent' };
  }

  /** Sends a question that is answered in its turn, and waits so long for the word that `fits`. */
  async askInTurn(question: Uint8Array, fits: (word: PrinterWord) => boolean, ms: number): Promise<boolean> {
    const heard = this.#wait(ms, (word) => (fits(word) ? true : undefined));
    await this.send(question, this.#closed.signal);
    return (await heard) ?? false;
  }

  /** Whether such a word comes within this time. */
  async hear(fits: (word: PrinterWord) => boolean, ms: number): Promise<boolean> {
    return (await this.#wait(ms, (word) => (fits(word) ? true : undefined))) ?? false;
  }

  #wait<T>(ms: number, take: (word: PrinterWord) => T | undefined): Promise<T | undefined> {
    return new Promise((resolve) => {
      const end = (value: T | undefined): void => {
        stop();
        this.#clock.clearTimeout(timer);
        this.#closed.signal.removeEventListener('abort', lost);
        resolve(value);
      };
      const lost = (): void => end(undefined);
      const stop = this.onWord((word) => {
        const value = take(word);
        if (value !== undefined) end(value);
      });
      const timer = this.#clock.setTimeout(lost, ms);
      this.#closed.signal.addEventListener('abort', lost);
      if (this.closed) lost();
    });
  }

  #receive(bytes: Uint8Array): void {
    for (const word of this.#decoder.push(bytes)) {
      if (word.kind === 'xon' || word.kind === 'xoff') {
        if (this.#flow === 'xon-xoff') this.#hold(word.kind === 'xoff');
        continue;
      }
      for (const listener of [...this.#listeners]) listener(word);
    }
  }

  #hold(held: boolean): void {
    if (held && !this.#held) this.#heldSince = this.#clock.now();
    this.#held = held;
  }

  #write(bytes: Uint8Array): void {
    const now = this.#clock.now();
    this.#freeAt = Math.max(this.#freeAt, now) + bytes.length * this.#msPerByte;
    this.#port.write(bytes);
  }

  async #untilFree(stop: AbortSignal): Promise<void> {
    // One piece ahead, so that a timer that rings late does not leave the wire idle.
    const ms = this.#freeAt - this.#clock.now() - PIECE_MS;
    if (ms > 0) await pause(this.#clock, ms, stop);
  }

  async #untilLet(stop: AbortSignal): Promise<void> {
    for (;;) {
      if (this.#flow === 'dtr') {
        const lines = await this.#port.modemLines?.();
        this.#hold(lines !== undefined && !lines.dsr && !lines.cts);
      }
      if (!this.#held || stop.aborted) return;
      await pause(this.#clock, LOOK_AGAIN_MS, stop);
    }
  }
}
