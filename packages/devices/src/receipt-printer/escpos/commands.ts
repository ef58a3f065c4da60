/**
 * ESC/POS, as much of it as a receipt needs. Pure: what is wanted in, bytes out. Only what printers of every make have;
 * the names are those of Epson's reference.
 */

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** ESC @: settings as they were switched on, and the line that is not printed yet forgotten. */
export const INITIALISE = bytes(0x1b, 0x40);
/** FS &, ESC R 15, ESC 2: two-byte characters, the Chinese set, line spacing of 1/6 inch. */
export const CHINESE_MODE = bytes(0x1c, 0x26, 0x1b, 0x52, 0x0f, 0x1b, 0x32);
/** GS a 0: it speaks when it is asked, and only then. */
export const NO_AUTOMATIC_STATUS = bytes(0x1d, 0x61, 0x00);
export const LINE_FEED = bytes(0x0a);

/** ESC E; most printers make Chinese characters bold with it, too. */
export const bold = (on: boolean): Uint8Array => bytes(0x1b, 0x45, on ? 1 : 0);
/** GS ! for the characters of one byte, FS ! for those of two: some printers look at the one, some at the other. */
export const doubled = (on: boolean): Uint8Array => bytes(0x1d, 0x21, on ? 0x11 : 0x00, 0x1c, 0x21, on ? 0x0c : 0x00);
/** ESC a 0 or 1; for pictures and codes, text is set with spaces. */
export const centred = (on: boolean): Uint8Array => bytes(0x1b, 0x61, on ? 1 : 0);
/** ESC d. */
export const feedLines = (lines: number): Uint8Array => bytes(0x1b, 0x64, clamp(lines, 1, 255));
/** ESC J, in dots. */
export const feedDots = (dots: number): Uint8Array => bytes(0x1b, 0x4a, clamp(dots, 0, 255));
/** GS V B n and GS V A n: feeds what lies between head and knife, then cuts. */
export const feedAndCut = (kind: 'partial' | 'full'): Uint8Array => bytes(0x1d, 0x56, kind === 'full' ? 0x41 : 0x42, 0);

/** GS v 0: rows of a picture; `data` holds whole rows of `rowBytes`. */
export function raster(rowBytes: number, rows: number, data: Uint8Array): Uint8Array {
  return Buffer.concat([bytes(0x1d, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, rows & 0xff, rows >> 8), data]);
}

/** GS ( k: model 2, size of a module, level M, the data, and print. */
export function qrCode(data: Uint8Array, moduleDots: number): Uint8Array {
  const length = data.length + 3;
  return Buffer.concat([
    bytes(0x1d, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x32, 0),
    bytes(0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x43, clamp(moduleDots, 1, 16)),
    bytes(0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x45, 0x31),
    bytes(0x1d, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, 0x50, 0x30),
    data,
    bytes(0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30),
  ]);
}

/** DLE EOT n: heard and answered at once, whatever lies in the buffer. */
export const askStatus = (n: 1 | 2 | 3 | 4): Uint8Array => bytes(0x10, 0x04, n);
/** GS r 1: the paper sensor, answered when everything before it has been worked off. */
export const ASK_IN_ORDER = bytes(0x1d, 0x72, 0x01);
/** GS ( H: answered with the same four bytes when everything before it has been printed. */
export const askProcessId = (id: string): Uint8Array =>
  Buffer.concat([bytes(0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30), Buffer.from(id, 'latin1')]);

/**
 * Makes the printer forget what it has not printed: DLE DC4 8 empties its buffers, DLE ENQ 2 ends an error it can end,
 * both at once and from any state. Unconfirmed for printers of other makes than Epson; on those that know neither, all of
 * these bytes are control characters that print nothing.
 */
export const FORGET = bytes(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08, 0x10, 0x05, 0x02);

/**
 * The longest command this driver sends. So many zeros end a picture or code that broke off in the middle, as white;
 * between commands a zero is nothing.
 */
export const LONGEST_COMMAND = 1_100;
export const ZEROS = new Uint8Array(LONGEST_COMMAND);

/** A process id no two receipts of a day share, of bytes that are no commands. */
export const processIdOf = (count: number): string => String(count % 10_000).padStart(4, '0');

/** Where a sequence begins that the printer obeys at once, even in the middle of a picture; -1 when nowhere. */
export function findRealTimeSequence(data: Uint8Array, from = 0): number {
  for (let at = from; at + 1 < data.length; at += 1) {
    if (data[at] === 0x10 && [0x04, 0x05, 0x14].includes(data[at + 1] ?? 0)) return at;
  }
  return -1;
}

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, Math.round(value)));
