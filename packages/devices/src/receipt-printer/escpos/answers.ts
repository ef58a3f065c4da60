/**
 * What a printer says: bytes that are told apart by the bits in them that never change. Pure.
 *
 * | | shape | |
 * |---|---|---|
 * | answer to DLE EOT n | `0xx1xx10` | one byte |
 * | answer to GS r 1 | `00`, `03`, `0C`, `0F` | one byte |
 * | process id (GS ( H) | `37 22 d1 d2 d3 d4 00` | |
 * | buffers emptied (DLE DC4 8) | `37 25 00` | |
 * | automatic status, which is off | `0xx1xx00` and three more | skipped |
 * | XON, XOFF | `11`, `13` | |
 */
export type PrinterWord =
  | { readonly kind: 'real-time'; readonly byte: number }
  | { readonly kind: 'in-order'; readonly byte: number }
  | { readonly kind: 'process-id'; readonly id: string }
  | { readonly kind: 'forgotten' }
  | { readonly kind: 'xon' }
  | { readonly kind: 'xoff' }
  | { readonly kind: 'noise' };

/** Two sensors of two bits each. */
const IN_ORDER = new Set([0x00, 0x03, 0x0c, 0x0f]);
const BLOCK_HEAD = 0x37;
const PROCESS_ID = 0x22;
const FORGOTTEN = 0x25;
const PROCESS_ID_LENGTH = 7;
const FORGOTTEN_LENGTH = 3;
const AUTOMATIC_LENGTH = 4;

/** Takes the stream apart. Keeps at most six bytes. */
export class AnswerDecoder {
  #held: number[] = [];
  /** Bytes of an automatic status still to be skipped. */
  #skip = 0;

  /** Whether bytes have come that may become a word. */
  get inWord(): boolean {
    return this.#held.length > 0;
  }

  push(bytes: Uint8Array): PrinterWord[] {
    const words: PrinterWord[] = [];
    for (const byte of bytes) words.push(...this.#take(byte));
    return words;
  }

  reset(): void {
    this.#held = [];
    this.#skip = 0;
  }

  #take(byte: number): PrinterWord[] {
    // Flow control may stand between any two bytes, and is never part of anything else: an id is printable.
    if (byte === 0x11) return [{ kind: 'xon' }];
    if (byte === 0x13) return [{ kind: 'xoff' }];
    if (this.#skip > 0) {
      this.#skip -= 1;
      if ((byte & 0x90) === 0) return [];
      this.#skip = 0;
    }
    this.#held.push(byte);
    const words: PrinterWord[] = [];
    while (this.#held.length > 0) {
      const word = this.#first();
      if (word === 'more') break;
      if (word) words.push(word);
    }
    return words;
  }

  /** The word the held bytes begin with; a byte that begins none is noise. */
  #first(): PrinterWord | 'more' | undefined {
    const [head = 0, second] = this.#held;
    if (head === BLOCK_HEAD) {
      if (second === undefined) return 'more';
      if (second === FORGOTTEN) return this.#block(FORGOTTEN_LENGTH, () => ({ kind: 'forgotten' }));
      if (second === PROCESS_ID) {
        return this.#block(PROCESS_ID_LENGTH, (id) => ({ kind: 'process-id', id: String.fromCharCode(...id) }));
      }
    }
    this.#held.shift();
    if ((head & 0x93) === 0x12) return { kind: 'real-time', byte: head };
    if ((head & 0x93) === 0x10) {
      this.#skip = AUTOMATIC_LENGTH - 1;
      return undefined;
    }
    if (IN_ORDER.has(head)) return { kind: 'in-order', byte: head };
    return { kind: 'noise' };
  }

  #block(length: number, make: (content: readonly number[]) => PrinterWord): PrinterWord | 'more' {
    const content = this.#held.slice(2, Math.min(this.#held.length, length - 1));
    const broken = content.some((byte) => byte < 0x20 || byte > 0x7e) || (this.#held[length - 1] ?? 0) !== 0;
    if (broken) {
      // Whatever it was, what follows its head may be a word of its own.
      this.#held.shift();
      return { kind: 'noise' };
    }
    if (this.#held.length < length) return 'more';
    this.#held.splice(0, length);
    return make(content);
  }
}

/** What the four answers to DLE EOT say. */
export interface RealTimeStatus {
  readonly offline: boolean;
  readonly coverOpen: boolean;
  /** Somebody holds the feed button. */
  readonly feeding: boolean;
  readonly paperOut: boolean;
  readonly paperLow: boolean;
  readonly cutterError: boolean;
  /** A mechanical fault: paper jammed, black mark not found. */
  readonly mechanicalError: boolean;
  readonly unrecoverable: boolean;
  /** Goes by itself, as a head that is too hot does. */
  readonly passing: boolean;
}

export function readRealTimeStatus(answers: readonly [number, number, number, number]): RealTimeStatus {
  const [n1, n2, n3, n4] = answers;
  const has = (byte: number, bit: number): boolean => (byte & bit) !== 0;
  return {
    offline: has(n1, 0x08),
    coverOpen: has(n2, 0x04),
    feeding: has(n2, 0x08),
    paperOut: has(n2, 0x20) || has(n4, 0x60),
    paperLow: has(n4, 0x0c),
    cutterError: has(n3, 0x08),
    mechanicalError: has(n3, 0x04),
    unrecoverable: has(n3, 0x20),
    passing: has(n3, 0x40),
  };
}

/** Whether a byte can be the answer to DLE EOT n: at n = 4 the bits of each sensor go together. */
export function fitsQuestion(n: 1 | 2 | 3 | 4, byte: number): boolean {
  if ((byte & 0x93) !== 0x12) return false;
  return n !== 4 || ([0x00, 0x0c].includes(byte & 0x0c) && [0x00, 0x60].includes(byte & 0x60));
}

/** What the answer to GS r 1 says of the paper. */
export function readInOrderStatus(byte: number): { readonly paperOut: boolean; readonly paperLow: boolean } {
  return { paperOut: (byte & 0x0c) !== 0, paperLow: (byte & 0x03) !== 0 };
}
