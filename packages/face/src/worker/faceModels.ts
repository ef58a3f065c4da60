import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { BackendWasm, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as faceApi from '@vladmandic/face-api/dist/face-api.node-wasm.js';
import { CHIP_SIZE, chipTransform, cutChip, mirrorChip } from '../geometry/faceChip.ts';
import type { Point } from '../geometry/similarityTransform.ts';
import type { RgbImage } from '../types.ts';
import type { PictureMemory } from './pictureMemory.ts';
import { wipeFreedTensors } from './wipingBackend.ts';

/** Rectangle in pixels of the picture it was found in. */
export interface FaceBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The detector's confidence, 0…1. */
  readonly score: number;
}

/**
 * Edges a frame is shrunk to for the detector, multiples of 32, tried until a face is found. Measured on 640×480 frames
 * of 19 portraits: 224 takes 22 ms and finds all of them at an eye distance of 48 px but half at 32 px; 416 takes 72 ms
 * and finds all at 24 px. So a citizen at the machine costs the short time, and one far off is still told to come closer.
 */
const LIVE_DETECTOR_SIZES: readonly number[] = [224, 416];

/** Tried in turn on a portrait: it is one picture per citizen, so recall is worth the time. */
export const PORTRAIT_DETECTOR_SIZES: readonly number[] = [416, 224, 320];

/** Below it the tiny detector reports shadows and patterns. */
const DETECTOR_SCORE = 0.5;

const require = createRequire(import.meta.url);

/** The three nets and what they are asked. Everything they allocate for a picture goes into the given memory. */
export class FaceModels {
  readonly #detector = new faceApi.TinyFaceDetector();
  readonly #landmarks = new faceApi.FaceLandmark68Net();
  readonly #descriptor = new faceApi.FaceRecognitionNet();

  /**
   * Loads the weights that ship in face-api's package and runs each net once: the first run compiles kernels and takes
   * more than ten times as long as the next. Rejects when the WASM backend or a weights file cannot be loaded.
   */
  static async load(): Promise<FaceModels> {
    setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
    if (!(await tf.setBackend('wasm'))) throw new Error('the WASM backend of TensorFlow.js did not start');
    await tf.ready();
    const backend = tf.backend();
    if (!(backend instanceof BackendWasm)) throw new Error('TensorFlow.js runs on another backend than WASM');
    wipeFreedTensors(backend);
    const models = new FaceModels();
    const folder = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
    await models.#detector.loadFromDisk(folder);
    await models.#landmarks.loadFromDisk(folder);
    await models.#descriptor.loadFromDisk(folder);
    return models;
  }

  /** The faces in a camera frame, largest first. */
  async detectLive(image: RgbImage, memory: PictureMemory): Promise<FaceBox[]> {
    for (const size of LIVE_DETECTOR_SIZES) {
      const faces = await this.detect(image, memory, size);
      if (faces.length > 0) return faces;
    }
    return [];
  }

  /** Faces, largest first. `inputSize`: edge the picture is shrunk to for the detector. */
  async detect(image: RgbImage, memory: PictureMemory, inputSize: number): Promise<FaceBox[]> {
    const pixels = memory.hold(Float32Array.from(image.data));
    const found = await withTensor(pixels, image.height, image.width, (tensor) =>
      this.#detector.locateFaces(tensor, { inputSize, scoreThreshold: DETECTOR_SCORE }),
    );
    return found
      .map(({ box, score }) => ({ x: box.x, y: box.y, width: box.width, height: box.height, score }))
      .sort((one, other) => other.width * other.height - one.width * one.height);
  }

  /** The 68 landmarks of the face in `box`, in pixels of the picture; undefined where the box lies outside of it. */
  async findLandmarks(image: RgbImage, box: FaceBox, memory: PictureMemory): Promise<Point[] | undefined> {
    const left = Math.max(0, Math.floor(box.x));
    const top = Math.max(0, Math.floor(box.y));
    const width = Math.min(image.width, Math.floor(box.x + box.width)) - left;
    const height = Math.min(image.height, Math.floor(box.y + box.height)) - top;
    if (width < 2 || height < 2) return undefined;
    const face = memory.hold(new Float32Array(width * height * 3));
    for (let row = 0; row < height; row++) {
      const from = ((top + row) * image.width + left) * 3;
      face.set(image.data.subarray(from, from + width * 3), row * width * 3);
    }
    const found = await withTensor(face, height, width, (tensor) => this.#landmarks.detectLandmarks(tensor));
    const landmarks = Array.isArray(found) ? found[0] : found;
    return landmarks?.positions.map(({ x, y }) => ({ x: x + left, y: y + top }));
  }

  /** The landmarks of the largest face of a portrait, sought at several sizes; undefined where there is none. */
  async findPortrait(image: RgbImage, memory: PictureMemory): Promise<Point[] | undefined> {
    for (const size of PORTRAIT_DETECTOR_SIZES) {
      const [face] = await this.detect(image, memory, size);
      const landmarks = face && (await this.findLandmarks(image, face, memory));
      if (landmarks) return landmarks;
    }
    return undefined;
  }

  /** The aligned 150×150 face, values 0…255. */
  cutFace(image: RgbImage, landmarks: readonly Point[], memory: PictureMemory): Float32Array {
    return memory.hold(cutChip(image, chipTransform(landmarks)));
  }

  /** 128 values: the mean of the chip's descriptor and its mirror image's. */
  async describe(chip: Float32Array, memory: PictureMemory): Promise<Float32Array> {
    const one = await this.#describeOne(chip);
    const other = await this.#describeOne(memory.hold(mirrorChip(chip)));
    return one.map((value, index) => (value + (other[index] ?? 0)) / 2);
  }

  async #describeOne(chip: Float32Array): Promise<Float32Array> {
    const found = await withTensor(chip, CHIP_SIZE, CHIP_SIZE, (tensor) =>
      this.#descriptor.computeFaceDescriptor(tensor),
    );
    const descriptor = Array.isArray(found) ? found[0] : found;
    if (!descriptor) throw new Error('the descriptor net gave no answer');
    return descriptor;
  }
}

/** Tensors alive right now; flat from call to call, or something leaks. */
export function countTensors(): number {
  return tf.memory().numTensors;
}

async function withTensor<T>(
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
