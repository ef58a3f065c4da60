import { join } from 'node:path';
import { makeCameraClip, makeChipPhoto, PortraitReader } from '../../../packages/face/src/simulated.ts';
import { splitFrames } from './pictures.ts';

const PORTRAIT = join(import.meta.dirname, '../../../fixtures/faces/astronaut_1.jpg');

/** A chip photo and camera frames of the one person who is in every clone. */
export async function simulateCitizen(): Promise<{ photo: Uint8Array; frames: readonly Buffer[] }> {
  const portrait = await (await PortraitReader.open()).read(PORTRAIT);
  return { photo: await makeChipPhoto(portrait), frames: splitFrames(await makeCameraClip('bench', portrait)) };
}
