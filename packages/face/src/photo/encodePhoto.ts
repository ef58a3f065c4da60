import sharp from 'sharp';
import type { RgbImage } from '../types.ts';
import { inspectPhotoFile } from './inspectPhotoFile.ts';
import { findPhotoFileFaults, type PhotoFileFault } from './photoFileFaults.ts';
import type { PhotoProfile } from './photoProfile.ts';

/** Why no file of the profile's size could be made of a picture. */
export type EncodeFailure =
  /** Even at the best quality fewer bytes than the profile's minimum: there is hardly anything in the picture. */
  | 'too-little-detail'
  /** Even at the lowest lawful quality more bytes than the maximum. */
  | 'too-much-detail'
  | 'wrong-picture-size';

export type EncodedPhoto =
  | { readonly ok: true; readonly jpeg: Uint8Array; readonly quality: number; readonly sampling: '4:2:0' | '4:4:4' }
  | { readonly ok: false; readonly code: EncodeFailure; readonly detail: string };

const SOI_LENGTH = 2;
const DOTS_PER_INCH = 1;

/**
 * Encodes the photo as the profile wants its bytes: baseline JPEG, 24 bits, JFIF header with the density and nothing
 * else, size within the range. The quality begins where the profile says and moves no further than the range needs; where
 * the best quality is still too small, colour is kept at full resolution. The bytes are inspected before they are
 * returned; throws if they are not what was asked for, since that is a fault of this code.
 */
export async function encodePhoto(image: RgbImage, profile: PhotoProfile): Promise<EncodedPhoto> {
  const { size, fileBytes, quality } = profile;
  if (image.width !== size.width || image.height !== size.height) {
    return { ok: false, code: 'wrong-picture-size', detail: `${image.width}×${image.height}` };
  }
  const encode = (value: number, sampling: '4:2:0' | '4:4:4') =>
    encodeJpeg(image, value, sampling, profile.density.write);
  const first = await encode(quality.start, '4:2:0');
  if (first.length >= fileBytes.min && first.length <= fileBytes.max) {
    return finish(first, quality.start, '4:2:0', profile);
  }
  if (first.length > fileBytes.max) {
    const found = await search(quality.min, quality.start - 1, (value) => encode(value, '4:2:0'), 'largest', fileBytes);
    if (found) return finish(found.jpeg, found.value, '4:2:0', profile);
    return { ok: false, code: 'too-much-detail', detail: `more than ${fileBytes.max} bytes at quality ${quality.min}` };
  }
  for (const sampling of ['4:2:0', '4:4:4'] as const) {
    const found = await search(quality.start, quality.max, (value) => encode(value, sampling), 'smallest', fileBytes);
    if (found) return finish(found.jpeg, found.value, sampling, profile);
  }
  return {
    ok: false,
    code: 'too-little-detail',
    detail: `fewer than ${fileBytes.min} bytes at quality ${quality.max}`,
  };
}

/**
 * The quality in `low…high` nearest to the start whose file is within the range: the largest that is not too large, or
 * the smallest that is not too small. More quality is never fewer bytes, so halving the interval finds it.
 */
async function search(
  low: number,
  high: number,
  encode: (quality: number) => Promise<Uint8Array>,
  wanted: 'largest' | 'smallest',
  range: { readonly min: number; readonly max: number },
): Promise<{ readonly jpeg: Uint8Array; readonly value: number } | undefined> {
  let best: { jpeg: Uint8Array; value: number } | undefined;
  for (let from = low, to = high; from <= to; ) {
    const value = (from + to) >> 1;
    const jpeg = await encode(value);
    const upwards = wanted === 'largest' ? jpeg.length <= range.max : jpeg.length < range.min;
    if (jpeg.length >= range.min && jpeg.length <= range.max) best = { jpeg, value };
    if (upwards) from = value + 1;
    else to = value - 1;
  }
  return best;
}

async function encodeJpeg(
  { width, height, data }: RgbImage,
  quality: number,
  chromaSubsampling: '4:2:0' | '4:4:4',
  dotsPerInch: number,
): Promise<Uint8Array> {
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling, progressive: false, mozjpeg: false, optimiseCoding: true })
    .toBuffer();
  const head = jfifHeader(dotsPerInch);
  const whole = new Uint8Array(jpeg.length + head.length);
  whole.set(jpeg.subarray(0, SOI_LENGTH));
  whole.set(head, SOI_LENGTH);
  whole.set(jpeg.subarray(SOI_LENGTH), SOI_LENGTH + head.length);
  return whole;
}

/**
 * The APP0 segment of JFIF 1.02 (ITU-T T.871 §10.1), without a thumbnail. sharp states a density only together with Exif,
 * which has no place in a card photo, and otherwise writes no JFIF header at all.
 */
function jfifHeader(dotsPerInch: number): Uint8Array {
  const high = dotsPerInch >> 8;
  const low = dotsPerInch & 255;
  return Uint8Array.from([
    ...[0xff, 0xe0, 0, 16],
    ...Buffer.from('JFIF\0', 'latin1'),
    ...[1, 2, DOTS_PER_INCH, high, low, high, low, 0, 0],
  ]);
}

function finish(jpeg: Uint8Array, quality: number, sampling: '4:2:0' | '4:4:4', profile: PhotoProfile): EncodedPhoto {
  const inspected = inspectPhotoFile(jpeg);
  const faults: readonly PhotoFileFault[] | undefined = inspected.ok
    ? findPhotoFileFaults(inspected.facts, profile)
    : undefined;
  if (faults?.length !== 0) throw new Error(`the encoder wrote another file than asked for: ${faults ?? 'no JPEG'}`);
  return { ok: true, jpeg, quality, sampling };
}
