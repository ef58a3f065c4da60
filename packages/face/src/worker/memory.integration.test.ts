import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs';
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaceModels } from '../analysis/faceModels.ts';
import { PictureMemory } from '../analysis/pictureMemory.ts';
import { type EmbeddingEngine, openEmbeddingEngine } from '../engines/embeddingEngine.ts';
import { faceApiManifest } from '../engines/faceApiManifest.ts';
import { findTrialEngine, whyTrialIsMissing } from '../engines/testing/trialEngine.ts';
import { getOperatingPoint } from '../operatingPoints.ts';
import { FaceSession, type FaceSessionConfig } from './faceSession.ts';
import type { FaceReply, FaceRequest } from './messages.ts';

const portrait = readFileSync(join(import.meta.dirname, '../../../../fixtures/faces/astronaut_1.jpg'));
const isZero = (array: ArrayLike<number>) => Array.prototype.every.call(array, (value) => value === 0);

/** What is held of one good frame: the JPEG, its pixels, the same for the detector, the face for the landmarks, … */
const JPEG = portrait.length;
const PIXELS = 350 * 400 * 3;
const CHIP_150 = 150 * 150 * 3;
const CHIP_112 = 112 * 112 * 3;
const ENGINES = [
  // … the chip, and its mirror image.
  { located: faceApiManifest(), missing: '', held: [JPEG, PIXELS, PIXELS, CHIP_150, CHIP_150], count: 6 },
  // … the chip for the quality, the chip for the model, its mirror image, and both as tensors.
  {
    located: findTrialEngine(),
    missing: whyTrialIsMissing,
    held: [JPEG, PIXELS, PIXELS, CHIP_150, CHIP_112, CHIP_112, CHIP_112, CHIP_112],
    count: 9,
  },
];

/** Keeps what was wiped, to look into it afterwards, and how much of it had held something. */
class WatchedMemory extends PictureMemory {
  readonly wiped: ArrayLike<number>[] = [];
  filled = 0;
  override hold<T extends Uint8Array | Int32Array | Float32Array>(array: T): T {
    if (!isZero(array)) this.filled++;
    return super.hold(array);
  }
  override wipe() {
    const arrays = super.wipe();
    this.wiped.push(...arrays);
    return arrays;
  }
}

for (const { located, missing, held, count } of ENGINES) {
  const name = located ? located.manifest.id : 'the ONNX slot';
  // Skipped without the model that is not part of this project.
  describe.skipIf(!located)(`what is left of a face by ${name}${missing}`, () => {
    let models: FaceModels;
    let engine: EmbeddingEngine;
    let config: FaceSessionConfig;
    beforeAll(async () => {
      if (!located) return;
      const demand = { falseMatchRate: 1e-4, condition: 'id-photo', frames: 3 } as const;
      config = { engine: located, point: getOperatingPoint(located.manifest, demand), framesNeeded: 3 };
      models = await FaceModels.load();
      engine = await openEmbeddingEngine(located);
    });
    afterAll(() => engine?.close());

    it('overwrites the frame, its pixels, the face and every chip', async () => {
      const memory = new WatchedMemory();
      const session = new FaceSession(models, engine, config, memory);
      expect(await session.frame(Uint8Array.from(portrait))).toMatchObject({ advice: 'good', collected: 1 });
      const lengths = memory.wiped.map(({ length }) => length);
      expect(lengths).toHaveLength(count);
      for (const length of held) expect(lengths.splice(lengths.indexOf(length), 1)).toEqual([length]);
      expect(memory.filled).toBeGreaterThanOrEqual(3);
      for (const array of memory.wiped) expect(isZero(array)).toBe(true);
      await session.clear();
    });

    it('overwrites the chip photo as well, with and without a face in it', async () => {
      const memory = new WatchedMemory();
      const session = new FaceSession(models, engine, config, memory);
      const data = new Uint8Array(102 * 126 * 3).fill(99);
      expect(await session.enrol({ width: 102, height: 126, data })).toBe('no-face-in-photo');
      expect(isZero(data)).toBe(true);
      expect(memory.wiped.length).toBeGreaterThanOrEqual(3);
      for (const array of memory.wiped) expect(isZero(array)).toBe(true);
    });

    it('hands the buffers back overwritten, and keeps no tensor, over sixty frames', async () => {
      const worker = new Worker(new URL('./main.ts', import.meta.url));
      const ask = (request: FaceRequest, transfer: ArrayBuffer[] = []) =>
        new Promise<Extract<FaceReply, { ok: true }>>((resolve, reject) => {
          worker.once('message', (reply: FaceReply) => (reply.ok ? resolve(reply) : reject(new Error(reply.reason))));
          worker.postMessage(request, transfer);
        });
      try {
        const { tensors } = await ask({ kind: 'open', config });
        for (let frame = 0; frame < 60; frame++) {
          const encoded = Uint8Array.from(portrait);
          const reply = await ask({ kind: 'frame', encoded }, [encoded.buffer]);
          expect(reply.value).toMatchObject({ advice: 'good' });
          expect(reply.spent).toHaveLength(portrait.length);
          expect(reply.spent && isZero(reply.spent)).toBe(true);
          expect(reply.tensors).toBe(tensors);
          // Begins a new collection, so that the descriptor net runs in every round.
          await ask({ kind: 'clear' });
        }
      } finally {
        await worker.terminate();
      }
    });
  });
}

it('overwrites what a tensor held in the WASM heap when it is freed', async () => {
  await FaceModels.load();
  const backend = tf.backend();
  if (!(backend instanceof BackendWasm)) throw new Error('another backend');
  const tensor = tf.fill([64, 64], 7);
  tensor.dataSync();
  const heap = backend.typedArrayFromHeap(tensor);
  expect(heap.every((value) => value === 7)).toBe(true);
  tensor.dispose();
  // The allocator keeps its list of free blocks in the first bytes of each.
  const ALLOCATOR_VALUES = 8;
  expect(isZero(heap.subarray(ALLOCATOR_VALUES, heap.length - ALLOCATOR_VALUES))).toBe(true);
});
