import { readFileSync } from 'node:fs';
import { decodePicture } from '../../../packages/face/src/analysis/decodePicture.ts';
import { PictureMemory } from '../../../packages/face/src/analysis/pictureMemory.ts';
import { createSimulatedPhotoDecoder } from '../../../packages/face/src/index.ts';
import { makeCameraClip, makeChipPhoto, PortraitReader } from '../../../packages/face/src/simulated.ts';
import type { RgbImage } from '../../../packages/face/src/types.ts';
import { padChipPhoto } from '../../../packages/face/src/worker/padChipPhoto.ts';

/** One picture in all the forms in which it is compared. */
export interface Prepared {
  readonly file: string;
  /** As it is, at most 1280 pixels. */
  readonly full: RgbImage;
  /** As the chip of a card would hold it, padded as the engine pads it; undefined where no face is found to frame. */
  readonly idPhoto: RgbImage | undefined;
  /** As the kiosk's camera would see this person, 640×480, in some moments of standing still. */
  readonly frames: readonly RgbImage[];
}

/** Prepares pictures one after the other; framing and simulated frames are made with the engine that ships. */
export async function openPictures(frameCount: number): Promise<(file: string) => Promise<Prepared>> {
  const reader = await PortraitReader.open();
  const decoder = createSimulatedPhotoDecoder();
  return async (file) => {
    const full = await decode(readFileSync(file), file);
    const portrait = await reader.read(file).catch(() => undefined);
    if (!portrait) return { file, full, idPhoto: undefined, frames: [] };
    const decoded = await decoder.decode(await makeChipPhoto(portrait));
    if (!decoded.ok) throw new Error(`${file}: ${decoded.detail}`);
    const clip = splitFrames(await makeCameraClip(file, portrait));
    const every = Math.floor(clip.length / frameCount);
    const chosen = clip.filter((_, index) => index % every === 0).slice(0, frameCount);
    return {
      file,
      full,
      idPhoto: padChipPhoto(decoded.image),
      frames: await Promise.all(chosen.map((jpeg) => decode(jpeg, file))),
    };
  };
}

/** The JPEGs of a Motion JPEG stream. */
export function splitFrames(clip: Uint8Array): Buffer[] {
  const stream = Buffer.from(clip);
  const starts: number[] = [];
  for (let at = stream.indexOf('ffd8ff', 0, 'hex'); at >= 0; at = stream.indexOf('ffd8ff', at + 3, 'hex'))
    starts.push(at);
  return starts.map((from, index) => stream.subarray(from, starts[index + 1]));
}

async function decode(bytes: Uint8Array, file: string): Promise<RgbImage> {
  const decoded = await decodePicture(Uint8Array.from(bytes), new PictureMemory());
  if (!decoded.ok) throw new Error(`${file}: ${decoded.code}`);
  return decoded.image;
}
