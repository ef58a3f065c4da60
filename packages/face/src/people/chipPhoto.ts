import sharp from 'sharp';
import { CHIP_PHOTO_HEIGHT, CHIP_PHOTO_WIDTH, encodeSimulatedPhoto } from '../decoders/simulatedPhotoBlock.ts';
import { LIVE_EYE_DISTANCE, type Portrait } from './portrait.ts';
import { warpImage } from './warpImage.ts';

/** Where the eyes are in a photo framed like that of an identity card, as shares of its width and height. */
const EYE_DISTANCE = 0.27;
const EYES_X = 0.5;
const EYES_Y = 0.43;

/** Pixels of the framed photo before it is shrunk, for each pixel after: enough for the shrinking to be smooth. */
const OVERSAMPLED = 3;

/** The portrait framed like an ID photo, as the 1024-byte block of a simulated card. */
export async function makeChipPhoto(portrait: Portrait): Promise<Uint8Array> {
  const width = CHIP_PHOTO_WIDTH * OVERSAMPLED;
  const height = CHIP_PHOTO_HEIGHT * OVERSAMPLED;
  const step = LIVE_EYE_DISTANCE / (width * EYE_DISTANCE);
  const framed = warpImage(portrait.image, width, height, (x, y) => ({
    x: portrait.eyes.x + (x - width * EYES_X) * step,
    y: portrait.eyes.y + (y - height * EYES_Y) * step,
  }));
  const { data, info } = await sharp(framed.data, { raw: { width, height, channels: 3 } })
    .resize(CHIP_PHOTO_WIDTH, CHIP_PHOTO_HEIGHT)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return encodeSimulatedPhoto({ width: info.width, height: info.height, data });
}
