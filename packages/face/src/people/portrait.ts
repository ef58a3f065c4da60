import sharp, { type Sharp } from 'sharp';
import { analyseFace } from '../analysis/analyseFace.ts';
import { FaceModels } from '../analysis/faceModels.ts';
import { PictureMemory } from '../analysis/pictureMemory.ts';
import { type EmbeddingEngine, openEmbeddingEngine } from '../engines/embeddingEngine.ts';
import { faceApiManifest } from '../engines/faceApiManifest.ts';
import { centroid, type Point } from '../geometry/similarityTransform.ts';
import type { RgbImage } from '../types.ts';

/** A portrait brought to one scale: eyes `LIVE_EYE_DISTANCE` pixels apart. */
export interface Portrait {
  readonly image: RgbImage;
  /** The 68 landmarks in pixels of `image`. */
  readonly landmarks: readonly Point[];
  readonly eyes: Point;
}

/** Eye distance of somebody at arm's length from a 640×480 camera, in pixels. */
export const LIVE_EYE_DISTANCE = 80;

/** Longest edge a portrait is searched at. */
const SEARCH_EDGE = 640;

/** Finds the face in portraits and describes it; loads the nets once. */
export class PortraitReader {
  readonly #models: FaceModels;
  readonly #engine: EmbeddingEngine;

  private constructor(models: FaceModels, engine: EmbeddingEngine) {
    this.#models = models;
    this.#engine = engine;
  }

  static async open(): Promise<PortraitReader> {
    return new PortraitReader(await FaceModels.load(), await openEmbeddingEngine(faceApiManifest()));
  }

  /** `file`: any picture with one large face. Throws naming the file when no face is found in it. */
  async read(file: string): Promise<Portrait> {
    const found = await toRgb(sharp(file).resize({ width: SEARCH_EDGE, height: SEARCH_EDGE, fit: 'inside' }));
    const eyeDistance = distanceOfEyes(await this.#findLandmarks(found, file));
    const width = Math.round((found.width * LIVE_EYE_DISTANCE) / eyeDistance);
    return this.locate(await toRgb(sharp(file).resize({ width, kernel: 'lanczos3' })), file);
  }

  /** A picture already at the live scale. `name` is for the error. */
  async locate(image: RgbImage, name: string): Promise<Portrait> {
    const landmarks = await this.#findLandmarks(image, name);
    return { image, landmarks, eyes: centroid(landmarks.slice(36, 48)) };
  }

  describe(portrait: Portrait): Promise<Float32Array> {
    return this.#engine.describe(portrait, new PictureMemory());
  }

  async #findLandmarks(image: RgbImage, name: string): Promise<readonly Point[]> {
    const { analysis } = await analyseFace(this.#models, image, new PictureMemory(), 'portrait');
    if (!analysis.face) throw new Error(`no face found in ${name}: replace the picture by a frontal portrait`);
    return analysis.face.landmarks;
  }
}

async function toRgb(picture: Sharp): Promise<RgbImage> {
  const { data, info } = await picture.flatten().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

function distanceOfEyes(landmarks: readonly Point[]): number {
  const left = centroid(landmarks.slice(36, 42));
  const right = centroid(landmarks.slice(42, 48));
  return Math.hypot(right.x - left.x, right.y - left.y);
}
