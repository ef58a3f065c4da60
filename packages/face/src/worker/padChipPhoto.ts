import type { RgbImage } from '../types.ts';

/** How much larger than the photo the padded picture is. Without a margin the detector misses a cropped head. */
const PADDED = 2.5;
const GREY = 128;

/** The chip photo in the middle of a grey picture 2.5 times its width and height. */
export function padChipPhoto(photo: RgbImage): RgbImage {
  const width = Math.round(photo.width * PADDED);
  const height = Math.round(photo.height * PADDED);
  const data = new Uint8Array(width * height * 3).fill(GREY);
  const left = Math.floor((width - photo.width) / 2);
  const top = Math.floor((height - photo.height) / 2);
  const row = photo.width * 3;
  for (let y = 0; y < photo.height; y++) {
    data.set(photo.data.subarray(y * row, (y + 1) * row), ((top + y) * width + left) * 3);
  }
  return { width, height, data };
}
