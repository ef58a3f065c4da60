import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { analyseFace } from '../analysis/analyseFace.ts';
import { decodePicture } from '../analysis/decodePicture.ts';
import { FaceModels } from '../analysis/faceModels.ts';
import { PictureMemory } from '../analysis/pictureMemory.ts';
import { openEmbeddingEngine } from '../engines/embeddingEngine.ts';
import type { LocatedManifest } from '../engines/engineManifest.ts';
import { faceApiManifest } from '../engines/faceApiManifest.ts';
import { toTensor } from '../engines/onnxEmbedder.ts';
import { findTrialEngine, TRIAL_MANIFEST, whyTrialIsMissing } from '../engines/testing/trialEngine.ts';
import { alignFace } from '../geometry/alignFace.ts';
import { makeCameraClip } from '../people/cameraClip.ts';
import { makeChipPhoto } from '../people/chipPhoto.ts';
import { PortraitReader } from '../people/portrait.ts';
import type { KioskOrder } from '../testing/kioskProcess.ts';
import { canReadMemory, countInMemory } from '../testing/memoryOf.ts';

const PORTRAIT = join(import.meta.dirname, '../../../../fixtures/faces/astronaut_1.jpg');
const SCRIPT = fileURLToPath(new URL('../testing/kioskProcess.ts', import.meta.url));
const ENGINES = [
  { located: faceApiManifest(), manifest: undefined, missing: '' },
  { located: findTrialEngine(), manifest: TRIAL_MANIFEST, missing: whyTrialIsMissing },
];

let photo: Uint8Array;
let jpeg: Uint8Array;
beforeAll(async () => {
  const portrait = await (await PortraitReader.open()).read(PORTRAIT);
  photo = await makeChipPhoto(portrait);
  const clip = Buffer.from(await makeCameraClip('memory', portrait));
  jpeg = clip.subarray(0, clip.indexOf('ffd8ff', 3, 'hex'));
});

let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill();
});
async function ask(kiosk: ChildProcess, order: KioskOrder): Promise<unknown> {
  const answer = once(kiosk, 'message');
  kiosk.send(order);
  const [value] = await answer;
  return value;
}

/** Some hundred bytes of everything that is made of the frame on the way to a decision. */
async function tracesOf(located: LocatedManifest): Promise<Record<string, Uint8Array>> {
  const { manifest } = located;
  const memory = new PictureMemory();
  const decoded = await decodePicture(Uint8Array.from(jpeg), memory);
  if (!decoded.ok) throw new Error(decoded.code);
  const { image } = decoded;
  const { analysis, chip } = await analyseFace(await FaceModels.load(), image, memory);
  if (!analysis.face || !chip) throw new Error('no face');
  const { landmarks } = analysis.face;
  const engine = await openEmbeddingEngine(located);
  const descriptor = await engine.describe({ image, landmarks, chip }, memory);
  await engine.close();
  const aligned = alignFace(image, landmarks, manifest.alignment);
  const tensor = manifest.runtime === 'onnx' ? toTensor(aligned, 112, manifest.input, memory) : undefined;
  // A piece from the middle of the face, where no two neighbours are alike.
  const middle = (values: Float32Array) => bytesOf(values.slice(values.length / 2, values.length / 2 + 60));
  const row = (Math.round(image.height / 2) * image.width + Math.round(image.width / 2)) * 3;
  const pixels = new Float32Array(image.data.subarray(row, row + 60));
  return {
    descriptor: bytesOf(descriptor.slice(0, 16)),
    'pixels for the detector': bytesOf(pixels),
    'aligned face': middle(chip),
    'aligned face for the model': middle(aligned),
    ...(tensor ? { 'tensor for the model': middle(tensor) } : {}),
  };
}
const bytesOf = (values: Float32Array) => new Uint8Array(values.buffer);

for (const { located, manifest, missing } of ENGINES) {
  // Skipped where a process may not look into another, and without the model that is not part of this project.
  describe.skipIf(!canReadMemory() || !located)(
    `the memory of a kiosk with ${located?.manifest.id ?? 'the ONNX slot'}${missing}`,
    () => {
      it('holds the descriptors until the citizen is forgotten, and nothing of the face after that', async () => {
        if (!located) return;
        const traces = await tracesOf(located);
        const kiosk = fork(SCRIPT, { serialization: 'advanced' });
        child = kiosk;
        const { pid = 0 } = kiosk;
        expect(await ask(kiosk, { kind: 'start', manifest })).toBe('started');
        expect(await ask(kiosk, { kind: 'enrol', photo })).toBe('ready');
        expect(await ask(kiosk, { kind: 'frame', jpeg })).toBe('good');
        // The search finds what is there.
        expect(countInMemory(pid, traces)).toMatchObject({ descriptor: 1 });
        expect(await ask(kiosk, { kind: 'clear' })).toBe('cleared');
        const nothing = Object.fromEntries(Object.keys(traces).map((name) => [name, 0]));
        expect(countInMemory(pid, traces)).toEqual(nothing);
      });
    },
  );
}
