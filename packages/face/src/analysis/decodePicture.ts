import sharp from 'sharp';
import type { RgbImage } from '../types.ts';
import type { PictureMemory } from './pictureMemory.ts';

/** A camera delivers 8 megapixels at most; whoever sends more sends something else. */
export const MAX_INPUT_PIXELS = 16_000_000;

/** Longest edge the nets get to see: a face that fills a kiosk camera is far larger than the 150 px they use. */
const MAX_EDGE = 1280;

// libvips would keep decoded pictures in its operation cache.
sharp.cache(false);
// One picture at a time is decoded; a second thread would only take a core from the browser.
sharp.concurrency(1);

/** Shorter edge below which no net finds anything. */
const MIN_EDGE = 32;

/** Why bytes did not become a picture. */
export type PictureFault = 'picture-empty' | 'picture-too-large' | 'picture-too-small' | 'picture-broken';

export type DecodedPicture =
  | { readonly ok: true; readonly image: RgbImage }
  | { readonly ok: false; readonly code: PictureFault };

/**
 * Decodes JPEG, PNG or WebP into RGB, at most 1280 px on the longer edge. The size is read off the header before anything
 * is decoded. Takes `encoded` and the result into `memory`.
 */
export async function decodePicture(encoded: Uint8Array, memory: PictureMemory): Promise<DecodedPicture> {
  memory.hold(encoded);
  if (encoded.byteLength === 0) return { ok: false, code: 'picture-empty' };
  try {
    const options = { limitInputPixels: MAX_INPUT_PIXELS, failOn: 'truncated' } as const;
    const { width, height } = await sharp(encoded, { ...options, limitInputPixels: false }).metadata();
    if (width * height > MAX_INPUT_PIXELS) return { ok: false, code: 'picture-too-large' };
    if (Math.min(width, height) < MIN_EDGE) return { ok: false, code: 'picture-too-small' };
    const { data, info } = await sharp(encoded, options)
      .resize({ width: MAX_EDGE, height: MAX_EDGE, fit: 'inside', withoutEnlargement: true })
      .flatten()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    memory.hold(data);
    if (info.channels !== 3) return { ok: false, code: 'picture-broken' };
    return { ok: true, image: { width: info.width, height: info.height, data } };
  } catch {
    // sharp has one error for everything that is wrong with a file, and its text may hold some of the file.
    return { ok: false, code: 'picture-broken' };
  }
}
