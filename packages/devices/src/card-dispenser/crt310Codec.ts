import { encodeFrame, type FrameShape } from './checkedFrame.ts';

/**
 * The texts of the CRT-310 v3, both directions, as pure functions.
 *
 * ```
 * command  CM | PM | data
 * reply    CM | PM | data        where it did something, the data begins with the operation byte P
 * refused  4E | CM | E
 * ```
 */

/** The maker allows 264 bytes of data. */
export const CRT310_FRAME: FrameShape = { start: 0x02, hasAddress: false, minText: 2, maxText: 266 };

const REFUSED = 0x4e;

/** CM and PM of the commands this driver and its simulator know. */
export const CRT310 = {
  /** Where a card stops that comes in: inside, contacts up. */
  stopInside: [0x2e, 0x32],
  stopAtIc: [0x2e, 0x33],
  entryForbid: [0x2f, 0x31],
  entryBySwitch: [0x2f, 0x33],
  resetLeave: [0x30, 0x30],
  resetEject: [0x30, 0x31],
  resetRetain: [0x30, 0x32],
  status: [0x31, 0x30],
  sensors: [0x31, 0x2f],
  chipType: [0x31, 0x31],
  moveInside: [0x32, 0x2e],
  moveToIc: [0x32, 0x2f],
  moveOut: [0x32, 0x30],
  moveToGate: [0x32, 0x31],
  retain: [0x32, 0x33],
  pushOutAbnormal: [0x32, 0x34],
  chipPowerOn: [0x33, 0x30],
  chipPowerOff: [0x33, 0x31],
  warmReset: [0x37, 0x2f],
  coldReset: [0x37, 0x30],
  apduT0: [0x37, 0x31],
  apduT1: [0x37, 0x32],
} as const satisfies Record<string, readonly [number, number]>;

export type Crt310Command = keyof typeof CRT310;

/** The second parameter of the entry commands: what the rear may do. Nothing ever comes in there. */
export const REAR_FORBIDDEN = 0x31;

/** Where S1 of the status says the card is. */
export const S1 = {
  long: 0x46,
  short: 0x47,
  frontLoose: 0x48,
  frontHeld: 0x49,
  inside: 0x4a,
  insideAtIc: 0x4b,
  rearHeld: 0x4c,
  rearLoose: 0x4d,
  none: 0x4e,
} as const;

/** The operation byte of a reply. */
export const P = { done: 0x59, failed: 0x4e, noCard: 0x45, wrongPosition: 0x57, doneT1: 0x5a } as const;

export interface Crt310Reply {
  readonly kind: 'reply';
  readonly cm: number;
  readonly pm: number;
  readonly data: Uint8Array;
}

export interface Crt310Refusal {
  readonly kind: 'refused';
  readonly cm: number;
  /** E as two hex digits: `06`. */
  readonly error: string;
}

const NO_DATA = new Uint8Array();

export function commandText310(name: Crt310Command, data: Uint8Array | readonly number[] = NO_DATA): Uint8Array {
  return Uint8Array.of(...CRT310[name], ...data);
}

export const replyText310 = (cm: number, pm: number, data: Uint8Array | readonly number[] = NO_DATA): Uint8Array =>
  Uint8Array.of(cm, pm, ...data);

export const refusedText310 = (cm: number, error: number): Uint8Array => Uint8Array.of(REFUSED, cm, error);

export const encode310 = (text: Uint8Array): Uint8Array => encodeFrame(CRT310_FRAME, text);

/** The scanner lets no shorter text through than a CM and a PM; a refusal without its code is none. */
export function parseReply310(text: Uint8Array): Crt310Reply | Crt310Refusal | undefined {
  const [first = 0, second = 0, third] = text;
  if (first !== REFUSED) return { kind: 'reply', cm: first, pm: second, data: text.slice(2) };
  if (third === undefined) return undefined;
  return { kind: 'refused', cm: second, error: third.toString(16).padStart(2, '0').toUpperCase() };
}

/** Whether a reply belongs to a command: a reply repeats its CM and PM, a refusal its CM. */
export function answers310(reply: Uint8Array, command: Uint8Array): boolean {
  const parsed = parseReply310(reply);
  if (!parsed || parsed.cm !== command[0]) return false;
  return parsed.kind === 'refused' || parsed.pm === command[1];
}

/** An APDU with the length in front of it, in both directions. */
export function withLength(apdu: Uint8Array): Uint8Array {
  return Uint8Array.of(apdu.length >> 8, apdu.length & 0xff, ...apdu);
}

/** What stands behind a length, or undefined where the length is not that of what follows. */
export function behindLength(data: Uint8Array): Uint8Array | undefined {
  const [high, low] = data;
  if (high === undefined || low === undefined) return undefined;
  return data.length === 2 + ((high << 8) | low) ? data.slice(2) : undefined;
}
