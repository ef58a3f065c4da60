import * as faceApi from '@vladmandic/face-api/dist/face-api.node-wasm.js';
import type { Point } from '../geometry/similarityTransform.ts';
import type { RgbImage } from '../types.ts';
import type { FaceBox } from './faceAnalysis.ts';
import { PictureMemory } from './pictureMemory.ts';
import { faceApiWeights, startWasm, withTensor } from './wasmBackend.ts';

/**
 * Edges a frame is shrunk to for the detector, multiples of 32, tried until a face is found. Measured on 640×480 frames
 * of 19 portraits: 224 takes 22 ms and finds all of them at an eye distance of 48 px but half at 32 px; 416 takes 72 ms
 * and finds all at 24 px. So a citizen at the machine costs the short time, and one far off is still told to come closer.
 */
export const LIVE_DETECTOR_SIZES: readonly number[] = [224, 416];

/** Tried in turn on a portrait: it is one picture per citizen, so recall is worth the time. */
export const PORTRAIT_DETECTOR_SIZES: readonly number[] = [416, 224, 320];

/** Below it the tiny detector reports shadows and patterns. */
const DETECTOR_SCORE = 0.5;

/** The nets that find a face and its landmarks. Everything they allocate for a picture goes into the given memory. */
export class FaceModels {
  readonly #detector = new faceApi.TinyFaceDetector();
  readonly #landmarks = new faceApi.FaceLandmark68Net();

  /**
   * Loads the weights that ship in face-api's package. Rejects when the WASM backend or a weights file cannot be loaded.
   */
  static async load(): Promise<FaceModels> {
    await startWasm();
    const models = new FaceModels();
    const folder = faceApiWeights();
    await models.#detector.loadFromDisk(folder);
    await models.#landmarks.loadFromDisk(folder);
    return models;
  }

  /**
   * Runs each net once at every size: the first run compiles kernels and takes more than ten times as long as the next,
   * which no citizen should wait for.
   */
  async warm(): Promise<void> {
    const blank: RgbImage = { width: 640, height: 480, data: new Uint8Array(640 * 480 * 3).fill(128) };
    const memory = new PictureMemory();
    for (const size of PORTRAIT_DETECTOR_SIZES) await this.detect(blank, memory, size);
    await this.findLandmarks(blank, { x: 220, y: 140, width: 200, height: 200, score: 1 }, memory);
    memory.wipe();
  }

  /** Faces, largest first. `inputSize`: edge the picture is shrunk to for the detector. */
  async detect(image: RgbImage, memory: PictureMemory, inputSize: number): Promise<FaceBox[]> {
    const pixels = memory.hold(new Float32Array(image.data));
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
}
