/**
 * As much of Modbus RTU as a board with contacts and relays needs, both directions. Pure: bytes in, bytes out.
 *
 * ```
 * address | function | data | crc u16le
 *                             CRC-16 of everything before it: polynomial A001, begun with FFFF
 * ```
 *
 * Frames have no beginning and no length of their own; the standard ends them with a silence of 3.5 characters. USB
 * adapters hand bytes on in lumps, so that silences arrive elsewhere: an answer is told by what was asked and by its CRC.
 *
 * Ours and not a library's: the ones there are bring a serial port, timers and retries of their own, and these 100 lines
 * are what would be left.
 */

export const FUNCTION = { readCoils: 0x01, readInputs: 0x02, writeCoil: 0x05 } as const;
type ReadFunction = (typeof FUNCTION)['readCoils' | 'readInputs'];

export type Request =
  | { readonly kind: 'read'; readonly function: ReadFunction; readonly start: number; readonly count: number }
  | { readonly kind: 'write'; readonly coil: number; readonly on: boolean };

export type Answer =
  | { readonly kind: 'bits'; readonly bits: readonly boolean[] }
  | { readonly kind: 'written' }
  /** The board understood, and does not do it. */
  | { readonly kind: 'exception'; readonly code: number };

const EXCEPTION_FLAG = 0x80;
const CRC_LENGTH = 2;
const REQUEST_LENGTH = 8;
const EXCEPTION_LENGTH = 5;
const ON = 0xff00;
/** A frame may be as long as this; nothing older can belong to the answer waited for. */
const MAX_LENGTH = 256;

/** Two silences of 3.5 characters of 11 bits. From 19200 baud on the standard says 1.75 ms. */
export const gapMs = (baudRate: number): number => (baudRate > 19_200 ? 1.75 : (3.5 * 11 * 1_000) / baudRate);

export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

export function encodeRequest(address: number, request: Request): Uint8Array {
  return request.kind === 'read'
    ? seal([address, request.function, ...u16(request.start), ...u16(request.count)])
    : seal([address, FUNCTION.writeCoil, ...u16(request.coil), ...u16(request.on ? ON : 0)]);
}

export function encodeAnswer(address: number, request: Request, answer: Answer): Uint8Array {
  const code = functionOf(request);
  switch (answer.kind) {
    case 'exception':
      return seal([address, code | EXCEPTION_FLAG, answer.code]);
    case 'written':
      return encodeRequest(address, request);
    case 'bits': {
      const packed = new Uint8Array(Math.ceil(answer.bits.length / 8));
      for (const [index, bit] of answer.bits.entries()) {
        if (bit) packed[index >> 3] = (packed[index >> 3] ?? 0) | (1 << (index & 7));
      }
      return seal([address, code, packed.length, ...packed]);
    }
  }
}

/** Finds the answer to one request in whatever comes: noise before it, frames of others, late answers to other requests. */
export class AnswerFinder {
  readonly #address: number;
  readonly #request: Request;
  #bytes = new Uint8Array();

  constructor(address: number, request: Request) {
    this.#address = address;
    this.#request = request;
  }

  push(chunk: Uint8Array): Answer | undefined {
    // In pieces, so that a flood neither grows the buffer nor pushes an answer out of it unseen.
    for (let at = 0; at < chunk.length; at += MAX_LENGTH) {
      this.#bytes = Buffer.concat([this.#bytes, chunk.subarray(at, at + MAX_LENGTH)]).subarray(-2 * MAX_LENGTH);
      const answer = this.#find();
      if (answer) return answer;
    }
    return undefined;
  }

  #find(): Answer | undefined {
    for (let start = 0; start + EXCEPTION_LENGTH <= this.#bytes.length; start += 1) {
      const answer = answerAt(this.#bytes.subarray(start), this.#address, this.#request);
      if (answer) return answer;
    }
    return undefined;
  }
}

/**
 * Finds the requests in a stream, for the other end of the line. `skipped` bytes belonged to none; who is told that the
 * line was silent calls `reset`.
 */
export class RequestFinder {
  #bytes = new Uint8Array();

  push(chunk: Uint8Array): { readonly address: number; readonly request: Request }[] {
    const found: { address: number; request: Request }[] = [];
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    while (this.#bytes.length >= REQUEST_LENGTH) {
      const frame = this.#bytes.subarray(0, REQUEST_LENGTH);
      const request = isSealed(frame) ? parseRequest(frame) : undefined;
      if (request) found.push({ address: frame[0] ?? 0, request });
      this.#bytes = this.#bytes.subarray(request ? REQUEST_LENGTH : 1);
    }
    return found;
  }

  reset(): void {
    this.#bytes = new Uint8Array();
  }
}

function answerAt(bytes: Uint8Array, address: number, request: Request): Answer | undefined {
  const code = functionOf(request);
  if (bytes[0] !== address) return undefined;
  if (bytes[1] === (code | EXCEPTION_FLAG)) {
    return isSealed(bytes.subarray(0, EXCEPTION_LENGTH)) ? { kind: 'exception', code: bytes[2] ?? 0 } : undefined;
  }
  if (bytes[1] !== code) return undefined;
  if (request.kind === 'write') {
    const wanted = encodeRequest(address, request);
    return wanted.every((byte, index) => bytes[index] === byte) ? { kind: 'written' } : undefined;
  }
  const length = Math.ceil(request.count / 8);
  if (bytes[2] !== length || !isSealed(bytes.subarray(0, 3 + length + CRC_LENGTH), 3 + length + CRC_LENGTH)) {
    return undefined;
  }
  const bits = Array.from({ length: request.count }, (_, index) => {
    return (((bytes[3 + (index >> 3)] ?? 0) >> (index & 7)) & 1) === 1;
  });
  return { kind: 'bits', bits };
}

function parseRequest(frame: Uint8Array): Request | undefined {
  const [, code] = frame;
  const [first, second] = [u16At(frame, 2), u16At(frame, 4)];
  if (code === FUNCTION.writeCoil) {
    return second === ON || second === 0 ? { kind: 'write', coil: first, on: second === ON } : undefined;
  }
  if (code !== FUNCTION.readCoils && code !== FUNCTION.readInputs) return undefined;
  return { kind: 'read', function: code, start: first, count: second };
}

const functionOf = (request: Request): number => (request.kind === 'read' ? request.function : FUNCTION.writeCoil);

function seal(body: readonly number[]): Uint8Array {
  const crc = crc16(Uint8Array.from(body));
  return Uint8Array.from([...body, crc & 0xff, crc >> 8]);
}

function isSealed(frame: Uint8Array, length = frame.length): boolean {
  if (frame.length < length || length <= CRC_LENGTH) return false;
  const end = length - CRC_LENGTH;
  return crc16(frame.subarray(0, end)) === ((frame[end] ?? 0) | ((frame[end + 1] ?? 0) << 8));
}

const u16 = (value: number): [number, number] => [value >> 8, value & 0xff];

const u16At = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
