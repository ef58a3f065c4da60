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

/**
 * Decodes JPEG, PNG or WebP into RGB, at most 1280 px on the longer edge. `undefined` for anything that is not a whole
 * picture of a lawful size. Takes `encoded` and the result into `memory`.
 */
export async function decodePicture(encoded: Uint8Array, memory: PictureMemory): Promise<RgbImage | undefined> {
  memory.hold(encoded);
  if (encoded.byteLength === 0) return undefined;
  try {
    const { data, info } = await sharp(encoded, { limitInputPixels: MAX_INPUT_PIXELS, failOn: 'truncated' })
      .resize({ width: MAX_EDGE, height: MAX_EDGE, fit: 'inside', withoutEnlargement: true })
      .flatten()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    memory.hold(data);
    return info.channels === 3 ? { width: info.width, height: info.height, data } : undefined;
  } catch {
    // sharp has one error for everything that is wrong with a picture; for the citizen all of it means "no face seen".
    return undefined;
  }
}
