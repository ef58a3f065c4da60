import type { Bitmap } from '../types.ts';

/** Pictures of one bit a dot: 1 is black, rows begin at whole bytes, the leftmost dot in the highest bit. */

export const bytesPerRow = (width: number): number => Math.ceil(width / 8);

export function emptyBitmap(width: number, height: number): Bitmap {
  return { width, height, bits: new Uint8Array(bytesPerRow(width) * height) };
}

export function isBitmap({ width, height, bits }: Bitmap): boolean {
  return Number.isInteger(width) && width > 0 && height > 0 && bits.length === bytesPerRow(width) * height;
}

export function getDot({ width, height, bits }: Bitmap, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= width || y >= height) return false;
  return (((bits[y * bytesPerRow(width) + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 1;
}

export function setDot({ width, height, bits }: Bitmap, x: number, y: number): void {
  if (x < 0 || y < 0 || x >= width || y >= height) return;
  const at = y * bytesPerRow(width) + (x >> 3);
  bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
}

/** Draws one picture into another, each dot `scale` dots wide and high. */
export function drawInto(target: Bitmap, source: Bitmap, left: number, top: number, scale = 1): void {
  for (let y = 0; y < source.height * scale; y += 1) {
    for (let x = 0; x < source.width * scale; x += 1) {
      if (getDot(source, Math.floor(x / scale), Math.floor(y / scale))) setDot(target, left + x, top + y);
    }
  }
}
