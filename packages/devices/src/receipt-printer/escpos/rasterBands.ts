import type { Bitmap } from '../types.ts';
import { bytesPerRow } from './bitmap.ts';
import { findRealTimeSequence, raster } from './commands.ts';

/** At 9600 baud half a second: so long a question for the status has to wait at most. */
const BAND_BYTES = 480;

/** Rows of a picture down to the last that is not white. */
export function inkedRows({ width, height, bits }: Bitmap): number {
  const lastByte = bits.findLastIndex((byte) => byte !== 0);
  return Math.min(height, Math.floor(lastByte / bytesPerRow(width)) + 1);
}

/**
 * A picture as commands that each carry a few rows; printed one after another, they join without a gap. White at the right
 * and at the bottom is left out.
 */
export function rasterBands(image: Bitmap): Uint8Array[] {
  const whole = bytesPerRow(image.width);
  const rows = Array.from({ length: image.height }, (_, y) => image.bits.subarray(y * whole, (y + 1) * whole));
  const used = Math.max(1, ...rows.map((row) => row.findLastIndex((byte) => byte !== 0) + 1));
  const end = inkedRows(image);
  const perBand = Math.max(1, Math.floor(BAND_BYTES / used));
  const bands: Uint8Array[] = [];
  for (let top = 0; top < end; top += perBand) {
    const part = rows.slice(top, Math.min(top + perBand, end)).map((row) => row.subarray(0, used));
    bands.push(raster(used, part.length, withoutRealTimeSequences(Buffer.concat(part))));
  }
  return bands;
}

/**
 * A printer obeys real-time commands wherever it sees their bytes, so a picture must not contain them: one dot more, beside
 * one that is black anyway, makes another byte of the first.
 */
export function withoutRealTimeSequences(data: Uint8Array): Uint8Array {
  const safe = Uint8Array.from(data);
  for (let at = findRealTimeSequence(safe); at >= 0; at = findRealTimeSequence(safe, at)) safe[at] = 0x30;
  return safe;
}
