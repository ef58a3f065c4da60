import { MAX_CODE_BYTES } from './scannedText.ts';

/**
 * The line of a GM65 module, both directions. Pure: bytes in, words out.
 *
 * ```
 * → 7E 00 | type | length | address u16be | data | crc u16be      length: of the data; for reading, the count stands in it
 * ← 02 00 | 00   | length | data | crc u16be
 * ← whatever the code says, then 0D
 *                  crc: CRC-16 of polynomial 1021, begun with 0, over everything from the type on
 * ```
 *
 * A request that is wrong is not answered. Unconfirmed: that a module never puts a reply into the middle of a code.
 */

const REQUEST = [0x7e, 0x00] as const;
const REPLY = [0x02, 0x00, 0x00] as const;
const CR = 0x0d;
const LF = 0x0a;
const HEAD_LENGTH = 4;
const CRC_LENGTH = 2;
const REQUEST_HEAD_LENGTH = 6;
/** In the place of a CRC: "do not check". */
const UNCHECKED = 0xabcd;

export const REQUEST_TYPE = { read: 0x07, write: 0x08 } as const;
export type RequestType = keyof typeof REQUEST_TYPE;

/**
 * Places in the module's memory. What is written there is lost when it is switched off: nothing is saved, so that a module
 * taken elsewhere is what it was.
 */
export const ZONE = {
  /** Bits 1–0: how reading is begun; 01 by command. */
  mode: 0x0000,
  /** Bit 0: read now. */
  trigger: 0x0002,
  /** Bits 6–5: what ends a code, 00 is CR; bit 0: whether anything does. Unconfirmed beside implementers' notes. */
  tail: 0x0060,
} as const;

export interface ModuleRequest {
  readonly type: RequestType;
  readonly address: number;
  /** The byte to write, or how many to read. */
  readonly value: number;
}

export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}

export function encodeRequest({ type, address, value }: ModuleRequest): Uint8Array {
  const body = Uint8Array.of(REQUEST_TYPE[type], 1, address >> 8, address & 0xff, value);
  return Buffer.concat([Uint8Array.from(REQUEST), body, u16be(crc16(body))]);
}

export function encodeReply(data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Uint8Array.of(0, data.length), data]);
  return Buffer.concat([Uint8Array.from(REPLY.slice(0, 2)), body, u16be(crc16(body))]);
}

export type ScannerWord =
  | { readonly kind: 'reply'; readonly data: Uint8Array }
  | { readonly kind: 'code'; readonly bytes: Uint8Array }
  /** More bytes than any code has, without an end. */
  | { readonly kind: 'too-long' }
  | { readonly kind: 'bad-frame' };

/** Takes apart what a module sends. Keeps at most one code. */
export class ScannerStream {
  #held: number[] = [];
  #flooded = false;

  /** Whether bytes have come that have no end yet. */
  get inWord(): boolean {
    return this.#held.length > 0 || this.#flooded;
  }

  push(bytes: Uint8Array): ScannerWord[] {
    const words: ScannerWord[] = [];
    for (const byte of bytes) {
      const word = this.#take(byte);
      if (word) words.push(word);
    }
    return words;
  }

  /** The line is quiet: gives what was held, which nothing will complete any more. */
  settle(): Uint8Array {
    const bytes = Uint8Array.from(this.#held);
    this.reset();
    return bytes;
  }

  reset(): void {
    this.#held.fill(0);
    this.#held = [];
    this.#flooded = false;
  }

  #take(byte: number): ScannerWord | undefined {
    if (this.#flooded) {
      if (byte === CR) this.#flooded = false;
      return undefined;
    }
    // What follows a CR, or comes before anything at all.
    if (this.#held.length === 0 && byte === LF) return undefined;
    this.#held.push(byte);
    if (this.#isReply()) return this.#reply();
    if (byte === CR) return this.#code();
    if (this.#held.length <= MAX_CODE_BYTES) return undefined;
    this.reset();
    this.#flooded = true;
    return { kind: 'too-long' };
  }

  /** Whether what is held begins as a reply does; a code cannot, because it has no control characters. */
  #isReply(): boolean {
    return REPLY.every((byte, index) => this.#held[index] === undefined || this.#held[index] === byte);
  }

  #reply(): ScannerWord | undefined {
    const length = this.#held[HEAD_LENGTH - 1];
    if (length === undefined || this.#held.length < HEAD_LENGTH + length + CRC_LENGTH) return undefined;
    const frame = this.settle();
    const end = HEAD_LENGTH + length;
    const crc = (frame[end] ?? 0) * 256 + (frame[end + 1] ?? 0);
    if (crc !== crc16(frame.subarray(2, end)) && crc !== UNCHECKED) return { kind: 'bad-frame' };
    return { kind: 'reply', data: frame.slice(HEAD_LENGTH, end) };
  }

  #code(): ScannerWord | undefined {
    const bytes = this.settle().slice(0, -1);
    return bytes.length === 0 ? undefined : { kind: 'code', bytes };
  }
}

/** Requests in a stream, for whoever plays a module or watches one. What is no request is skipped, a wrong CRC not told. */
export class RequestStream {
  #held: number[] = [];

  push(bytes: Uint8Array): ModuleRequest[] {
    const requests: ModuleRequest[] = [];
    for (const byte of bytes) {
      this.#held.push(byte);
      const request = this.#next();
      if (request) requests.push(request);
    }
    return requests;
  }

  #next(): ModuleRequest | undefined {
    while (this.#held.length > 0 && !REQUEST.every((byte, at) => (this.#held[at] ?? byte) === byte)) {
      this.#held.shift();
    }
    const [, , kind, length, high = 0, low = 0, value = 0] = this.#held;
    const whole = REQUEST_HEAD_LENGTH + 1 + CRC_LENGTH;
    if (length !== undefined && length !== 1) {
      this.#held.shift();
      return undefined;
    }
    if (this.#held.length < whole) return undefined;
    const frame = Uint8Array.from(this.#held.splice(0, whole));
    const crc = (frame[7] ?? 0) * 256 + (frame[8] ?? 0);
    const type = kind === REQUEST_TYPE.read ? 'read' : kind === REQUEST_TYPE.write ? 'write' : undefined;
    if (type === undefined || (crc !== UNCHECKED && crc !== crc16(frame.subarray(2, 7)))) return undefined;
    return { type, address: high * 256 + low, value };
  }
}

const u16be = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff);
