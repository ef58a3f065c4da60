/** ISO 7816-4 commands and answers in their short form. Pure. */

export interface Command {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data?: Uint8Array;
  /** Bytes expected, 1 to 256. */
  readonly le?: number;
}

export interface Answer {
  readonly data: Uint8Array;
  /** SW1 SW2. */
  readonly sw: number;
}

/**
 * Over T=0 a command with data carries no Le: the card announces its answer by `61xx`. Over T=1 it does. Throws on what no
 * short command can say: that is a bug.
 */
export function encodeCommand({ cla, ins, p1, p2, data, le }: Command, protocol: 't0' | 't1' = 't0'): Uint8Array {
  const length = data?.length ?? 0;
  if (length > 255) throw new RangeError(`${length} bytes are too many for a short command`);
  if (le !== undefined && (le < 1 || le > 256)) throw new RangeError(`no short command expects ${le} bytes`);
  const expects = le !== undefined && (length === 0 || protocol === 't1');
  const bytes = new Uint8Array(4 + (length > 0 ? 1 + length : 0) + (expects ? 1 : 0));
  bytes.set([cla, ins, p1, p2]);
  if (data && length > 0) {
    bytes[4] = length;
    bytes.set(data, 5);
  }
  if (expects) bytes[bytes.length - 1] = le & 0xff;
  return bytes;
}

/** A command as a card hears it; undefined when its lengths do not agree. */
export function decodeCommand(bytes: Uint8Array): Command | undefined {
  const [cla, ins, p1, p2, p3] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return undefined;
  const head = { cla, ins, p1, p2 };
  if (p3 === undefined) return head;
  if (bytes.length === 5) return { ...head, le: p3 === 0 ? 256 : p3 };
  const data = bytes.subarray(5, 5 + p3);
  if (p3 === 0 || data.length !== p3) return undefined;
  if (bytes.length === 5 + p3) return { ...head, data };
  const le = bytes[5 + p3];
  return bytes.length === 6 + p3 && le !== undefined ? { ...head, data, le: le === 0 ? 256 : le } : undefined;
}

export function encodeAnswer(sw: number, data: Uint8Array = new Uint8Array()): Uint8Array {
  const bytes = new Uint8Array(data.length + 2);
  bytes.set(data);
  bytes.set([sw >> 8, sw & 0xff], data.length);
  return bytes;
}

/** Undefined for what cannot be one: every status word begins with 6 or 9. `data` is a view of `bytes`. */
export function decodeAnswer(bytes: Uint8Array): Answer | undefined {
  if (bytes.length < 2) return undefined;
  const [sw1 = 0, sw2 = 0] = bytes.subarray(-2);
  if (sw1 >> 4 !== 6 && sw1 >> 4 !== 9) return undefined;
  return { data: bytes.subarray(0, -2), sw: (sw1 << 8) | sw2 };
}

export const SW = {
  ok: 0x9000,
  fileInvalidated: 0x6283,
  wrongLength: 0x6700,
  securityStatus: 0x6982,
  pinBlocked: 0x6983,
  noChallenge: 0x6984,
  conditions: 0x6985,
  macWrong: 0x6988,
  wrongData: 0x6a80,
  functionNotSupported: 0x6a81,
  fileNotFound: 0x6a82,
  recordNotFound: 0x6a83,
  wrongP1P2: 0x6a86,
  keyNotFound: 0x6a88,
  wrongParameters: 0x6b00,
  unknownInstruction: 0x6d00,
  unknownClass: 0x6e00,
  macError: 0x9302,
  permanentlyLocked: 0x9303,
} as const;

const MEANINGS: ReadonlyMap<number, string> = new Map([
  [SW.ok, 'done'],
  [SW.fileInvalidated, 'the application was invalidated'],
  [SW.wrongLength, 'wrong length'],
  [SW.securityStatus, 'security status not satisfied'],
  [SW.pinBlocked, 'no attempt left'],
  [SW.noChallenge, 'no challenge was asked for'],
  [SW.conditions, 'conditions of use not satisfied'],
  [SW.macWrong, 'the authentication code is wrong'],
  [SW.wrongData, 'wrong data'],
  [SW.functionNotSupported, 'function not supported, or the card is locked'],
  [SW.fileNotFound, 'file not found'],
  [SW.recordNotFound, 'record not found'],
  [SW.wrongP1P2, 'wrong P1 P2'],
  [SW.keyNotFound, 'key not found'],
  [SW.wrongParameters, 'wrong parameters'],
  [SW.unknownInstruction, 'instruction not supported'],
  [SW.unknownClass, 'class not supported'],
  [SW.macError, 'authentication code error'],
  [SW.permanentlyLocked, 'the application is locked for ever'],
]);

/** Attempts left, of `63 Cx`. */
export const attemptsIn = (sw: number): number | undefined => ((sw & 0xfff0) === 0x63c0 ? sw & 0x0f : undefined);

export const hexWord = (sw: number): string => sw.toString(16).toUpperCase().padStart(4, '0');

/** `6A82: file not found`. */
export function describeWord(sw: number): string {
  const attempts = attemptsIn(sw);
  const meaning = attempts === undefined ? MEANINGS.get(sw) : `wrong PIN or key, ${attempts} attempts left`;
  return meaning === undefined ? hexWord(sw) : `${hexWord(sw)}: ${meaning}`;
}
