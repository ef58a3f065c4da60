/**
 * Frames of a metal PIN pad, both directions, and the keys between them. Pure.
 *
 * ```
 * 02 | length | command or answer | data | check
 *      length counts command and data; check is the XOR of everything from the length on
 * ```
 *
 * `ascii`: everything behind the 02 is written as two hexadecimal digits a byte, and 03 ends the frame. Unconfirmed:
 * whether a given pad counts the check in the length.
 */
export type Framing = 'binary' | 'ascii';

const STX = 0x02;
const ETX = 0x03;
const MAX_LENGTH = 0xff;
/** So long within a frame nothing has come: its rest is lost, and what comes now is something new. */
export const BROKEN_OFF_MS = 200;

export interface Sink {
  frame(head: number, data: Uint8Array): void;
  /** A byte outside of frames. Handed on at once and kept nowhere: it may be a digit. */
  key(byte: number): void;
  /** A frame that was none. */
  bad(fault: 'length' | 'checksum' | 'broken-off'): void;
}

export function encodeFrame(framing: Framing, head: number, data: Uint8Array = new Uint8Array()): Uint8Array {
  const length = 1 + data.length;
  if (length > MAX_LENGTH) throw new RangeError(`a frame carries ${MAX_LENGTH - 1} bytes of data, not ${data.length}`);
  const body = Uint8Array.of(length, head, ...data, 0);
  body[body.length - 1] = xorOf(body);
  if (framing === 'binary') return Uint8Array.of(STX, ...body);
  const text = Buffer.from(body).toString('hex').toUpperCase();
  return Uint8Array.of(STX, ...Buffer.from(text, 'latin1'), ETX);
}

/**
 * Tells frames and keys apart in a stream that may be cut anywhere. Holds at most one frame. What is left of a frame that
 * was none is no key: nothing counts until the next frame begins, or the line has been quiet for a moment.
 */
export class PadDecoder {
  readonly #framing: Framing;
  readonly #sink: Sink;
  /** Length, head, data and check as far as they have come; undefined outside of frames. */
  #body: number[] | undefined;
  /** The first of two hexadecimal digits. */
  #half: number | undefined;
  #skipping = false;
  #lastAt = 0;

  constructor(framing: Framing, sink: Sink) {
    this.#framing = framing;
    this.#sink = sink;
  }

  push(chunk: Uint8Array, now: number): void {
    if (now - this.#lastAt >= BROKEN_OFF_MS) {
      if (this.#body) this.#give('broken-off');
      this.reset();
    }
    this.#lastAt = now;
    for (const byte of chunk) this.#take(byte);
  }

  reset(): void {
    this.#body = undefined;
    this.#half = undefined;
    this.#skipping = false;
  }

  #take(byte: number): void {
    if (!this.#body) {
      if (byte === STX) this.#body = [];
      else if (!this.#skipping) this.#sink.key(byte);
    } else if (this.#framing === 'binary') {
      this.#takeBinary(this.#body, byte);
    } else {
      this.#takeAscii(this.#body, byte);
    }
  }

  #takeBinary(body: number[], byte: number): void {
    body.push(byte);
    const [length = 0] = body;
    if (length === 0) this.#give('length');
    else if (body.length === length + 2) this.#finish(body);
  }

  #takeAscii(body: number[], byte: number): void {
    const digit = Number.parseInt(String.fromCharCode(byte), 16);
    if (byte === STX) {
      // Here no 02 can be inside a frame: the one before has lost its end.
      this.#give('broken-off');
      this.#body = [];
    } else if (byte === ETX && this.#half === undefined && body.length === (body[0] ?? 0) + 2) {
      this.#finish(body);
    } else if (Number.isNaN(digit) || body.length > MAX_LENGTH + 1) {
      this.#give('length');
    } else if (this.#half === undefined) {
      this.#half = digit;
    } else {
      body.push(this.#half * 16 + digit);
      this.#half = undefined;
    }
  }

  #finish(body: readonly number[]): void {
    const [length = 0, head = 0] = body;
    if (length === 0) {
      this.#give('length');
    } else if (xorOf(body) === 0) {
      this.reset();
      this.#sink.frame(head, Uint8Array.from(body.slice(2, -1)));
    } else {
      this.#give('checksum');
    }
  }

  /** Gives a frame up, and looks for those that its wrong length had swallowed. */
  #give(fault: 'length' | 'checksum' | 'broken-off'): void {
    const swallowed = this.#framing === 'binary' ? (this.#body ?? []) : [];
    this.reset();
    this.#skipping = true;
    this.#sink.bad(fault);
    const next = swallowed.indexOf(STX);
    if (next < 0) return;
    for (const byte of swallowed.slice(next)) {
      // A frame that was found ends the skipping, but what comes behind it is still the rest of another.
      this.#skipping = true;
      this.#take(byte);
    }
  }
}

const xorOf = (bytes: Iterable<number>): number => {
  let check = 0;
  for (const byte of bytes) check ^= byte;
  return check;
};
