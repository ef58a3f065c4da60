import { encodeFrame, type FrameShape } from './checkedFrame.ts';

/**
 * The texts of the CRT-591-M, CRT-571 and TTCE-F3 ("F2 frame"), both directions, as pure functions.
 *
 * ```
 * command  43 | CM | PM | data
 * done     50 | CM | PM | st0 st1 st2 | data
 * refused  4E or 45 | CM | PM | e1 e0 | data     (the maker's text names both heads; both are met)
 * ```
 */

/** A whole frame has at most 1024 bytes, six of them around the text. */
export const CRT591_FRAME: FrameShape = { start: 0xf2, hasAddress: true, minText: 3, maxText: 1018 };

const COMMAND = 0x43;
const DONE = 0x50;
const REFUSED = 0x4e;
const REFUSED_TOO = 0x45;

/** CM and PM of the commands this driver and its simulator know. */
export const CRT591 = {
  initToGate: [0x30, 0x30],
  initRetain: [0x30, 0x31],
  initLeave: [0x30, 0x33],
  status: [0x31, 0x30],
  sensors: [0x31, 0x31],
  moveToGate: [0x32, 0x30],
  moveToIc: [0x32, 0x31],
  moveToRf: [0x32, 0x32],
  moveToBin: [0x32, 0x33],
  moveOut: [0x32, 0x39],
  entryOn: [0x33, 0x30],
  entryOff: [0x33, 0x31],
  chipType: [0x50, 0x30],
  coldReset: [0x51, 0x30],
  powerOff: [0x51, 0x31],
  chipStatus: [0x51, 0x32],
  apduT0: [0x51, 0x33],
  apduT1: [0x51, 0x34],
  warmReset: [0x51, 0x38],
  apduAuto: [0x51, 0x39],
  serialNumber: [0xa2, 0x30],
  configuration: [0xa3, 0x30],
  version: [0xa4, 0x30],
  readCounter: [0xa5, 0x30],
  setCounter: [0xa5, 0x31],
} as const satisfies Record<string, readonly [number, number]>;

export type Crt591Command = keyof typeof CRT591;

/** The retract counter takes part in an initialisation whose PM is so much higher. */
export const WITH_COUNTER = 4;

/** Supply voltage of a cold reset. */
export const VCC = { emv5V: 0x30, iso5V: 0x33, iso3V: 0x35 } as const;

export interface Crt591Reply {
  readonly kind: 'done';
  readonly cm: number;
  readonly pm: number;
  /** Card, stacker, error bin: an ASCII digit each. */
  readonly st: readonly [string, string, string];
  readonly data: Uint8Array;
}

export interface Crt591Refusal {
  readonly kind: 'refused';
  readonly cm: number;
  readonly pm: number;
  /** e1 e0 as the maker prints them: `A0`. */
  readonly error: string;
}

const NO_DATA = new Uint8Array();

export function commandText(name: Crt591Command, data: Uint8Array | readonly number[] = NO_DATA): Uint8Array {
  const [cm, pm] = CRT591[name];
  return Uint8Array.of(COMMAND, cm, pm, ...data);
}

export function doneText(cm: number, pm: number, st: string, data: Uint8Array = NO_DATA): Uint8Array {
  return Uint8Array.of(DONE, cm, pm, ...Buffer.from(st, 'latin1'), ...data);
}

export function refusedText(cm: number, pm: number, error: string, head: 'N' | 'E' = 'N'): Uint8Array {
  return Uint8Array.of(head === 'N' ? REFUSED : REFUSED_TOO, cm, pm, ...Buffer.from(error, 'latin1'));
}

export const encode591 = (text: Uint8Array, address = 0): Uint8Array => encodeFrame(CRT591_FRAME, text, address);

/** A text as a reply, or undefined when it is none. */
export function parseReply(text: Uint8Array): Crt591Reply | Crt591Refusal | undefined {
  const [head, cm = 0, pm = 0] = text;
  if (head === DONE && text.length >= 6) {
    return { kind: 'done', cm, pm, st: [charAt(text, 3), charAt(text, 4), charAt(text, 5)], data: text.slice(6) };
  }
  if ((head === REFUSED || head === REFUSED_TOO) && text.length >= 5) {
    return { kind: 'refused', cm, pm, error: charAt(text, 3) + charAt(text, 4) };
  }
  return undefined;
}

/** A text as a command, or undefined when it is none. */
export function parseCommand(text: Uint8Array): { cm: number; pm: number; data: Uint8Array } | undefined {
  const [head, cm = 0, pm = 0] = text;
  return head === COMMAND && text.length >= 3 ? { cm, pm, data: text.slice(3) } : undefined;
}

/** Whether a reply belongs to a command: replies repeat its CM and PM. */
export function answers(reply: Uint8Array, command: Uint8Array): boolean {
  return parseReply(reply) !== undefined && reply[1] === command[1] && reply[2] === command[2];
}

/** Printable, so that whatever comes can be put into a message. */
function charAt(text: Uint8Array, index: number): string {
  const byte = text[index] ?? 0;
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '?';
}
