import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs';
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { getOperatingPoint } from '../operatingPoints.ts';
import { FaceModels } from './faceModels.ts';
import { FaceSession, type FaceSessionConfig } from './faceSession.ts';
import type { FaceReply, FaceRequest } from './messages.ts';
import { PictureMemory } from './pictureMemory.ts';

const portrait = readFileSync(join(import.meta.dirname, '../../../../fixtures/faces/astronaut_1.jpg'));
const config: FaceSessionConfig = { engine: 'test', point: getOperatingPoint(1e-4), framesNeeded: 3 };
const isZero = (array: ArrayLike<number>) => Array.prototype.every.call(array, (value) => value === 0);

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

describe('in the worker’s own code', () => {
  let models: FaceModels;
  beforeAll(async () => {
    models = await FaceModels.load();
  });

  it('overwrites the frame, its pixels, the face and both chips', async () => {
    const memory = new WatchedMemory();
    const session = new FaceSession(models, config, memory);
    expect(await session.frame(Uint8Array.from(portrait))).toMatchObject({ advice: 'good', collected: 1 });
    const lengths = memory.wiped.map(({ length }) => length);
    const pixels = 350 * 400 * 3;
    const chip = 150 * 150 * 3;
    // The JPEG, its pixels, the same for the detector, the face for the landmarks, the chip and its mirror image.
    expect(lengths).toHaveLength(6);
    expect(lengths).toEqual(expect.arrayContaining([portrait.length, pixels, pixels, chip, chip]));
    expect(memory.filled).toBeGreaterThanOrEqual(3);
    for (const array of memory.wiped) expect(isZero(array)).toBe(true);
  });

  it('overwrites the chip photo as well, with and without a face in it', async () => {
    const memory = new WatchedMemory();
    const session = new FaceSession(models, config, memory);
    const data = new Uint8Array(102 * 126 * 3).fill(99);
    expect(await session.enrol({ width: 102, height: 126, data })).toBe('no-face-in-photo');
    expect(isZero(data)).toBe(true);
    expect(memory.wiped.length).toBeGreaterThanOrEqual(3);
    for (const array of memory.wiped) expect(isZero(array)).toBe(true);
  });

  it('overwrites what a tensor held in the WASM heap when it is freed', () => {
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
