/**
 * How metal pads of the GZ-B009026G kind number their commands, answers and keys.
 *
 * Confirmed by a maker's page: the frame (`frame.ts`) and the answers marked so. **Unconfirmed is every command**: the
 * numbers are those that pads of this family are said to use, the makers give them out with the pad only. All that a real
 * pad does otherwise is to be changed here, and nowhere else.
 */

/** Unconfirmed, with what their data is. */
export const COMMAND = {
  /** Nothing → the pad's version, in its own words. Asked to see whether it is there. */
  version: 0x30,
  /** Number of the master key, number of the work key, the key encrypted under the master key → check value. */
  loadWorkKey: 0x33,
  /** The account's 12 digits in ASCII → nothing. */
  setAccount: 0x34,
  /** Digits at most, 1: show stars, seconds → nothing; then the keys. */
  startPin: 0x35,
  /** Nothing → the PIN block. */
  getPin: 0x42,
  /** Number of the master key, number of the work key → nothing. */
  activateKey: 0x43,
  /** 0: keys dead, 1: keys alive and in clear → nothing. */
  keyboard: 0x45,
  /** 1: PIN, 0x30: 3DES with an ISO 9564 format 0 block → nothing. */
  setAlgorithm: 0x46,
} as const;

export const KEYBOARD = { off: 0x00, clear: 0x01 } as const;
export const ALGORITHM_PIN_3DES = Uint8Array.of(0x01, 0x30);
export const SHOW_STARS = 0x01;

/** Confirmed. */
export const ANSWER = {
  ok: 0x04,
  badParameter: 0x15,
  timeOut: 0x80,
  okButNoMasterKey: 0xa4,
  badCommandAndNoMasterKey: 0xb5,
  badCommand: 0xe0,
  /** And everything from here on: a part of the pad is broken. */
  brokenFrom: 0xf0,
} as const;

/** Single bytes outside frames. Generally known, unconfirmed for this pad. */
export const KEY = {
  star: 0x2a,
  confirm: 0x0d,
  cancel: 0x1b,
  clear: 0x08,
  timeOut: 0x80,
  zero: 0x30,
  nine: 0x39,
} as const;

/** Shortest and longest PIN of ISO 9564. */
export const PIN_DIGITS = { min: 4, max: 12 } as const;
