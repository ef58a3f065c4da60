/**
 * Frames of GA 467's terminal interface (SAM_A, sold as SAM_V), both directions. Pure: bytes in, frames out.
 *
 * ```
 * AA AA AA 96 69 | length u16be | payload | check
 *                  length counts payload and check; check is the XOR of everything from the length on
 * ```
 */

const PREAMBLE = Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69);
const LENGTH_AT = PREAMBLE.length;
const HEAD_LENGTH = PREAMBLE.length + 2;

/** SW1, SW2, SW3 and the check: no answer is shorter. */
const MIN_ANSWER_LENGTH = 4;
/** Command, parameter and the check: no command is shorter. */
const MIN_COMMAND_LENGTH = 3;
/** The longest answer of all, text, photo and two fingerprints, has 2314. What claims more is noise. */
const MAX_LENGTH = 2_400;

/** A preamble that was not followed by a whole good frame. */
export interface BadFrame {
  readonly kind: 'bad-frame';
  readonly fault: 'length' | 'checksum';
  /** For the technician; says lengths, never content. */
  readonly detail: string;
}

export interface GoodFrame {
  readonly kind: 'frame';
  /** Everything between the length and the check. */
  readonly payload: Uint8Array;
}

export type DecodedFrame = GoodFrame | BadFrame;

export interface Command {
  readonly command: number;
  readonly parameter: number;
  readonly data: Uint8Array;
}

export interface Answer {
  /** The card's own status, passed on by the module; zero when the module itself answers. */
  readonly sw1: number;
  readonly sw2: number;
  /** The module's status: see `commands.ts`. */
  readonly sw3: number;
  readonly data: Uint8Array;
}

const NO_DATA = new Uint8Array();

export function encodeCommand(command: number, parameter: number, data: Uint8Array = NO_DATA): Uint8Array {
  return encodeFrame([command, parameter], data);
}

export function encodeAnswer(
  sw3: number,
  data: Uint8Array = NO_DATA,
  [sw1, sw2]: [number, number] = [0, 0],
): Uint8Array {
  return encodeFrame([sw1, sw2, sw3], data);
}

function encodeFrame(head: readonly number[], data: Uint8Array): Uint8Array {
  const length = head.length + data.length + 1;
  if (length > 0xffff) throw new RangeError(`a frame carries at most 65535 bytes, not ${length}`);
  const frame = new Uint8Array(HEAD_LENGTH + length);
  frame.set(PREAMBLE);
  frame.set([length >> 8, length & 0xff, ...head], LENGTH_AT);
  frame.set(data, HEAD_LENGTH + head.length);
  frame[frame.length - 1] = xorOf(frame.subarray(LENGTH_AT, -1));
  return frame;
}

/** A payload as an answer; the decoder for answers lets none through that is too short for one. */
export function parseAnswer(payload: Uint8Array): Answer {
  const [sw1 = 0, sw2 = 0, sw3 = 0] = payload;
  return { sw1, sw2, sw3, data: payload.slice(3) };
}

/** A payload as a command; the decoder for commands lets none through that is too short for one. */
export function parseCommand(payload: Uint8Array): Command {
  const [command = 0, parameter = 0] = payload;
  return { command, parameter, data: payload.slice(2) };
}

/**
 * Finds frames in a stream that may begin anywhere, be cut anywhere and have anything between its frames. Holds at
 * most one frame of the greatest length, and nothing of it once it has been handed out or given up.
 *
 * After a frame that turns out to be none, the search goes on one byte behind its preamble, so that a good frame
 * swallowed by a wrong length is found.
 */
export class FrameDecoder {
  readonly #minLength: number;
  readonly #buffer = new Uint8Array(HEAD_LENGTH + MAX_LENGTH);
  #filled = 0;
  #skipped = 0;

  private constructor(minLength: number) {
    this.#minLength = minLength;
  }

  static forAnswers(): FrameDecoder {
    return new FrameDecoder(MIN_ANSWER_LENGTH);
  }

  static forCommands(): FrameDecoder {
    return new FrameDecoder(MIN_COMMAND_LENGTH);
  }

  /** True between a whole preamble and the end of the frame it announces. */
  get inFrame(): boolean {
    return this.#filled >= PREAMBLE.length;
  }

  /** Bytes thrown away since the last reset because they belonged to no frame. */
  get skipped(): number {
    return this.#skipped;
  }

  push(chunk: Uint8Array): DecodedFrame[] {
    const found: DecodedFrame[] = [];
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + this.#buffer.length - this.#filled);
      this.#buffer.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      this.#scan(found);
    }
    return found;
  }

  /**
   * For a line that has fallen quiet in the middle of a frame: looks whether the unfinished one was a false preamble
   * with whole frames behind it. When there are none it stays, for the rest may only be late.
   */
  settle(): DecodedFrame[] {
    const found: DecodedFrame[] = [];
    if (!this.inFrame) return found;
    for (let start = 1; start + HEAD_LENGTH < this.#filled; start += 1) {
      if (!this.#isGoodFrameAt(start)) continue;
      this.#skip(start);
      this.#scan(found);
      break;
    }
    return found;
  }

  /** Forgets everything that has come so far. */
  reset(): void {
    this.#drop(this.#filled);
    this.#skipped = 0;
  }

  #scan(found: DecodedFrame[]): void {
    for (;;) {
      this.#skip(this.#findPreamble());
      if (this.#filled < HEAD_LENGTH) return;
      const length = this.#lengthAt(0);
      if (length < this.#minLength || length > MAX_LENGTH) {
        found.push({ kind: 'bad-frame', fault: 'length', detail: `a frame claims a length of ${length} bytes` });
        this.#skip(1);
        continue;
      }
      const end = HEAD_LENGTH + length;
      if (this.#filled < end) return;
      if (this.#isGoodFrameAt(0)) {
        found.push({ kind: 'frame', payload: this.#buffer.slice(HEAD_LENGTH, end - 1) });
        this.#drop(end);
      } else {
        found.push({ kind: 'bad-frame', fault: 'checksum', detail: `the checksum of ${end} bytes is wrong` });
        this.#skip(1);
      }
    }
  }

  /** Where the first preamble begins, or what may become one; everything before belongs to no frame. */
  #findPreamble(): number {
    for (let start = 0; start < this.#filled; start += 1) if (this.#mayBePreambleAt(start)) return start;
    return this.#filled;
  }

  #mayBePreambleAt(start: number): boolean {
    return PREAMBLE.every((byte, index) => start + index >= this.#filled || this.#buffer[start + index] === byte);
  }

  #isGoodFrameAt(start: number): boolean {
    if (start + HEAD_LENGTH > this.#filled || !this.#mayBePreambleAt(start)) return false;
    const length = this.#lengthAt(start);
    const end = start + HEAD_LENGTH + length;
    if (length < this.#minLength || length > MAX_LENGTH || end > this.#filled) return false;
    return xorOf(this.#buffer.subarray(start + LENGTH_AT, end)) === 0;
  }

  #lengthAt(start: number): number {
    const at = start + LENGTH_AT;
    return ((this.#buffer[at] ?? 0) << 8) | (this.#buffer[at + 1] ?? 0);
  }

  #skip(count: number): void {
    this.#skipped += count;
    this.#drop(count);
  }

  /** What is dropped is overwritten: it may have been somebody's name. */
  #drop(count: number): void {
    if (count === 0) return;
    this.#buffer.copyWithin(0, count, this.#filled);
    this.#buffer.fill(0, this.#filled - count, this.#filled);
    this.#filled -= count;
  }
}

function xorOf(bytes: Uint8Array): number {
  return bytes.reduce((check, byte) => check ^ byte, 0);
}
