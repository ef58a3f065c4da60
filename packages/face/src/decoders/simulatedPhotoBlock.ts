import sharp from 'sharp';
import type { DecodedPhoto, RgbImage } from '../types.ts';

/**
 * The photo block of a simulated card. It has the real one's size, picture size and quality loss, under a magic of its
 * own so that nobody takes one for the other:
 *
 * | offset | bytes | meaning |
 * |---|---|---|
 * | 0 | 4 | ASCII `RSKP` |
 * | 4 | 1 | version, 1 |
 * | 5 | 1 | codec, 1 = WebP (lossy) |
 * | 6 | 2 | length n of the coded picture, big-endian |
 * | 8 | n | the coded picture, 102×126 pixels |
 * | 8 + n | | zeros up to 1024 bytes |
 */
export const PHOTO_BLOCK_LENGTH = 1024;
export const CHIP_PHOTO_WIDTH = 102;
export const CHIP_PHOTO_HEIGHT = 126;
const MAGIC = 'RSKP';
const VERSION = 1;
const CODEC_WEBP = 1;
const HEADER_LENGTH = 8;

/** Says whether the block carries the magic, whatever else may be wrong with it. */
export function isSimulatedPhoto(block: Uint8Array): boolean {
  return Buffer.from(block.subarray(0, MAGIC.length)).toString('latin1') === MAGIC;
}

/**
 * Squeezes a picture into a block at the best quality that fits. `image` of any size is cropped to the middle of the
 * chip photo's shape and scaled. Throws when not even the lowest quality fits, which takes pure noise.
 */
export async function encodeSimulatedPhoto(image: RgbImage): Promise<Uint8Array> {
  const { width, height } = image;
  const pixels = await sharp(image.data, { raw: { width, height, channels: 3 } })
    .resize(CHIP_PHOTO_WIDTH, CHIP_PHOTO_HEIGHT, { fit: 'cover', kernel: 'lanczos3' })
    .raw()
    .toBuffer();
  let best: Buffer | undefined;
  let low = 0;
  let high = 100;
  while (low <= high) {
    const quality = Math.floor((low + high) / 2);
    const coded = await sharp(pixels, { raw: { width: CHIP_PHOTO_WIDTH, height: CHIP_PHOTO_HEIGHT, channels: 3 } })
      .webp({ quality, effort: 6, smartSubsample: false })
      .toBuffer();
    if (coded.byteLength <= PHOTO_BLOCK_LENGTH - HEADER_LENGTH) {
      best = coded;
      low = quality + 1;
    } else {
      high = quality - 1;
    }
  }
  if (!best) throw new RangeError('the picture does not fit a photo block at any quality');
  const block = Buffer.alloc(PHOTO_BLOCK_LENGTH);
  block.write(MAGIC, 'latin1');
  block.writeUInt8(VERSION, 4);
  block.writeUInt8(CODEC_WEBP, 5);
  block.writeUInt16BE(best.byteLength, 6);
  best.copy(block, HEADER_LENGTH);
  return block;
}

/** The picture in a block made by `encodeSimulatedPhoto`. */
export async function decodeSimulatedPhoto(block: Uint8Array): Promise<DecodedPhoto> {
  if (!isSimulatedPhoto(block))
    return { ok: false, code: 'unknown-format', detail: 'the block does not begin with RSKP' };
  const damaged = (detail: string): DecodedPhoto => ({ ok: false, code: 'damaged', detail });
  if (block.byteLength !== PHOTO_BLOCK_LENGTH) return damaged(`${block.byteLength} bytes instead of 1024`);
  const view = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  if (view.readUInt8(4) !== VERSION) return damaged(`version ${view.readUInt8(4)} is not known`);
  if (view.readUInt8(5) !== CODEC_WEBP) return damaged(`codec ${view.readUInt8(5)} is not known`);
  const length = view.readUInt16BE(6);
  if (length === 0 || length > PHOTO_BLOCK_LENGTH - HEADER_LENGTH) return damaged(`picture length ${length}`);
  try {
    const coded = view.subarray(HEADER_LENGTH, HEADER_LENGTH + length);
    const { data, info } = await sharp(coded, { limitInputPixels: CHIP_PHOTO_WIDTH * CHIP_PHOTO_HEIGHT })
      .flatten()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.width !== CHIP_PHOTO_WIDTH || info.height !== CHIP_PHOTO_HEIGHT || info.channels !== 3) {
      return damaged(`picture of ${info.width}×${info.height} pixels`);
    }
    return { ok: true, image: { width: info.width, height: info.height, data } };
  } catch {
    return damaged('the coded picture is broken');
  }
}
