import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFaceEngine, createSimulatedPhotoDecoder } from '../../packages/face/src/index.ts';
import { makeCameraClip, makeChipPhoto, PortraitReader } from '../../packages/face/src/simulated.ts';

/** Compares without end and tells its parent how many frames it has looked at; ends with it. */
const folder = fileURLToPath(new URL('../../fixtures/faces/', import.meta.url));
const picture = readdirSync(folder).find((name) => name.endsWith('.jpg'));
if (!picture) throw new Error('fixtures/faces has no picture');

const reader = await PortraitReader.open();
const portrait = await reader.read(join(folder, picture));
const photo = await makeChipPhoto(portrait);
const clip = Buffer.from(await makeCameraClip('bench', portrait));
const starts: number[] = [];
for (let at = clip.indexOf('ffd8ff', 0, 'hex'); at >= 0; at = clip.indexOf('ffd8ff', at + 3, 'hex')) starts.push(at);
const jpegs = starts.map((from, index) => clip.subarray(from, starts[index + 1]));

const engine = createFaceEngine({ decoders: [createSimulatedPhotoDecoder()], policy: { falseMatchRate: 1e-4 } });
process.once('disconnect', () => process.exit(0));
await engine.start();
// The engine empties every buffer it is given.
await engine.enrol(Uint8Array.from(photo));
for (let count = 1; ; count += 1) {
  const jpeg = jpegs[count % jpegs.length];
  if (!jpeg) throw new Error('the clip has no frames');
  const { collected, needed } = await engine.frame(Uint8Array.from(jpeg));
  if (collected === needed) await engine.decide();
  process.send?.(count);
}
