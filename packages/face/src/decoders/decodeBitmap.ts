import type { RgbImage } from '../types.ts';

const FILE_HEADER_LENGTH = 14;
const INFO_HEADER_LENGTH = 40;
const UNCOMPRESSED = 0;

/**
 * Decodes an uncompressed BMP of 24 or 32 bits a pixel, which is what the vendors' photo libraries write; sharp reads
 * none. Rows may run either way and are padded to four bytes. `undefined` for anything else, also for a file that is
 * shorter than its header says or has more than `maxPixels`. Format: BITMAPFILEHEADER and BITMAPINFOHEADER of the
 * Windows GDI documentation.
 */
export function decodeBitmap(file: Uint8Array, maxPixels: number): RgbImage | undefined {
  const view = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (view.byteLength < FILE_HEADER_LENGTH + INFO_HEADER_LENGTH || view.toString('latin1', 0, 2) !== 'BM')
    return undefined;
  const pixelsAt = view.readUInt32LE(10);
  const width = view.readInt32LE(18);
  const signedHeight = view.readInt32LE(22);
  const bits = view.readUInt16LE(28);
  const compression = view.readUInt32LE(30);
  // A negative height says that the first row is the top one.
  const bottomUp = signedHeight > 0;
  const height = Math.abs(signedHeight);
  if (compression !== UNCOMPRESSED || (bits !== 24 && bits !== 32)) return undefined;
  if (width <= 0 || height === 0 || width * height > maxPixels) return undefined;
  const step = bits / 8;
  const stride = Math.ceil((width * step) / 4) * 4;
  if (pixelsAt < FILE_HEADER_LENGTH + INFO_HEADER_LENGTH || pixelsAt + stride * height > view.byteLength)
    return undefined;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = pixelsAt + (bottomUp ? height - 1 - y : y) * stride;
    for (let x = 0; x < width; x++) {
      const from = row + x * step;
      const to = (y * width + x) * 3;
      data[to] = view[from + 2] ?? 0;
      data[to + 1] = view[from + 1] ?? 0;
      data[to + 2] = view[from] ?? 0;
    }
  }
  return { width, height, data };
}
