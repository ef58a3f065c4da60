import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { BackendWasm, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type * as faceApi from '@vladmandic/face-api/dist/face-api.node-wasm.js';
import { wipeFreedTensors } from './wipingBackend.ts';

const require = createRequire(import.meta.url);

let started: Promise<void> | undefined;

/** Starts TensorFlow.js on WASM, once a thread, with tensors that are overwritten when freed. */
export function startWasm(): Promise<void> {
  started ??= start();
  return started;
}

async function start(): Promise<void> {
  setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  if (!(await tf.setBackend('wasm'))) throw new Error('the WASM backend of TensorFlow.js did not start');
  await tf.ready();
  const backend = tf.backend();
  if (!(backend instanceof BackendWasm)) throw new Error('TensorFlow.js runs on another backend than WASM');
  wipeFreedTensors(backend);
}

/** The folder of weights inside face-api's package. */
export function faceApiWeights(): string {
  return join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
}

/** Tensors alive right now; flat from call to call, or something leaks. */
export function countTensors(): number {
  return tf.memory().numTensors;
}

/** Lends `pixels` (RGB, row by row) to a net as a tensor, which is freed and overwritten afterwards. */
export async function withTensor<T>(
  pixels: Float32Array,
  height: number,
  width: number,
  use: (tensor: faceApi.TNetInput) => Promise<T>,
): Promise<T> {
  const tensor = tf.tensor3d(pixels, [height, width, 3], 'float32');
  try {
    // face-api ships its own copy of tfjs' types, which differs from ours under exactOptionalPropertyTypes.
    return await use(tensor as unknown as faceApi.TNetInput);
  } finally {
    tensor.dispose();
  }
}
