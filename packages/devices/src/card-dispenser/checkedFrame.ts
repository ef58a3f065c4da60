/**
 * The frame both dialects share, as pure functions: bytes in, frames out.
 *
 * ```
 * start | address, where there is one | length u16be | text | 03 | check
 *                                       length counts the text; check is the XOR of everything before it
 * ```
 *
 * Between frames single bytes are said: ACK, NAK, EOT, ENQ.
 */

const ETX = 0x03;
/** ETX and the check. */
const TAIL_LENGTH = 2;

export const CONTROL = { eot: 0x04, enq: 0x05, ack: 0x06, nak: 0x15 } as const;
export type Control = keyof typeof CONTROL;

const CONTROL_NAMES = new Map<number, Control>([
  [CONTROL.eot, 'eot'],
  [CONTROL.enq, 'enq'],
  [CONTROL.ack, 'ack'],
  [CONTROL.nak, 'nak'],
]);

/** What tells one dialect's frames from the other's. */
export interface FrameShape {
  readonly start: number;
  readonly hasAddress: boolean;
  readonly minText: number;
  readonly maxText: number;
}

export interface GoodFrame {
  readonly kind: 'frame';
  /** 0 where the dialect has none. */
  readonly address: number;
  readonly text: Uint8Array;
}

/** Something that began like a frame and was none. */
export interface BadFrame {
  readonly kind: 'bad-frame';
  /** For the technician; says lengths, never content. */
  readonly detail: string;
}

export interface ControlByte {
  readonly kind: 'control';
  readonly control: Control;
}

export type Heard = GoodFrame | BadFrame | ControlByte;

export function encodeFrame(shape: FrameShape, text: Uint8Array, address = 0): Uint8Array {
  if (text.length < shape.minText || text.length > shape.maxText) {
    throw new RangeError(`a frame carries ${shape.minText} to ${shape.maxText} bytes, not ${text.length}`);
  }
  const head = [shape.start, ...(shape.hasAddress ? [address] : []), text.length >> 8, text.length & 0xff];
  const frame = new Uint8Array(head.length + text.length + TAIL_LENGTH);
  frame.set(head);
  frame.set(text, head.length);
  frame[frame.length - 2] = ETX;
  frame[frame.length - 1] = xorOf(frame);
  return frame;
}

/**
 * Finds frames and single bytes in a stream that may begin anywhere, be cut anywhere and have anything in between.
 * Holds at most one frame of the greatest length, and nothing of it once it has been handed out or given up.
 *
 * What looked like a frame and was none is searched for whole frames, one byte behind its start, but not for single
 * bytes: an ACK in the wreckage of an answer was none.
 */
export class FrameScanner {
  readonly #shape: FrameShape;
  readonly #headLength: number;
  readonly #buffer: Uint8Array;
  #filled = 0;
  /** So many bytes from here on belong to a frame that was none. */
  #wreckage = 0;

  constructor(shape: FrameShape) {
    this.#shape = shape;
    this.#headLength = shape.hasAddress ? 4 : 3;
    this.#buffer = new Uint8Array(this.#headLength + shape.maxText + TAIL_LENGTH);
  }

  /** True between a frame's start and its end. */
  get inFrame(): boolean {
    return this.#filled > 0;
  }

  push(chunk: Uint8Array): Heard[] {
    const heard: Heard[] = [];
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + this.#buffer.length - this.#filled);
      this.#buffer.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      this.#scan(heard);
    }
    return heard;
  }

  /**
   * For a line that has fallen quiet in the middle of a frame: looks whether the unfinished one was a false start with
   * whole frames behind it. When there are none it stays, for the rest may only be late.
   */
  settle(): Heard[] {
    const heard: Heard[] = [];
    for (let start = 1; start < this.#filled; start += 1) {
      if (!this.#isGoodFrameAt(start)) continue;
      this.#drop(start);
      this.#scan(heard);
      break;
    }
    return heard;
  }

  /** Forgets everything that has come so far. */
  reset(): void {
    this.#drop(this.#filled);
    this.#wreckage = 0;
  }

  #scan(heard: Heard[]): void {
    while (this.#filled > 0) {
      const [first = 0] = this.#buffer;
      if (first !== this.#shape.start) {
        const control = CONTROL_NAMES.get(first);
        if (control && this.#wreckage === 0) heard.push({ kind: 'control', control });
        this.#drop(1);
        continue;
      }
      if (this.#filled < this.#headLength) return;
      const length = this.#lengthAt(0);
      if (!this.#isLength(length)) {
        // How far it would have reached nobody knows: no single byte counts until a whole frame or a fresh start.
        this.#giveUp(heard, `a frame claims ${length} bytes`, Number.POSITIVE_INFINITY);
        continue;
      }
      const end = this.#headLength + length + TAIL_LENGTH;
      if (this.#filled < end) return;
      if (!this.#isGoodFrameAt(0)) {
        this.#giveUp(heard, `the checksum of ${end} bytes is wrong`, end);
        continue;
      }
      const text = this.#buffer.slice(this.#headLength, end - TAIL_LENGTH);
      heard.push({ kind: 'frame', address: this.#shape.hasAddress ? (this.#buffer[1] ?? 0) : 0, text });
      this.#drop(end);
      this.#wreckage = 0;
    }
  }

  /** One wreck is told of once, however many false starts are in it. */
  #giveUp(heard: Heard[], detail: string, reach: number): void {
    if (this.#wreckage === 0) heard.push({ kind: 'bad-frame', detail });
    this.#wreckage = Math.max(this.#wreckage, reach);
    this.#drop(1);
  }

  #isLength(length: number): boolean {
    return length >= this.#shape.minText && length <= this.#shape.maxText;
  }

  #isGoodFrameAt(start: number): boolean {
    if (this.#buffer[start] !== this.#shape.start || start + this.#headLength > this.#filled) return false;
    const length = this.#lengthAt(start);
    const end = start + this.#headLength + length + TAIL_LENGTH;
    if (!this.#isLength(length) || end > this.#filled || this.#buffer[end - TAIL_LENGTH] !== ETX) return false;
    return xorOf(this.#buffer.subarray(start, end)) === 0;
  }

  #lengthAt(start: number): number {
    const at = start + this.#headLength - 2;
    return ((this.#buffer[at] ?? 0) << 8) | (this.#buffer[at + 1] ?? 0);
  }

  /** What is dropped is overwritten: it may have been somebody's name, or a PIN. */
  #drop(count: number): void {
    if (count === 0) return;
    this.#buffer.copyWithin(0, count, this.#filled);
    this.#buffer.fill(0, this.#filled - count, this.#filled);
    this.#filled -= count;
    this.#wreckage = Math.max(0, this.#wreckage - count);
  }
}

export function xorOf(bytes: Uint8Array): number {
  return bytes.reduce((check, byte) => check ^ byte, 0);
}
