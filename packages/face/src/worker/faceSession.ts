import { readPose } from '../geometry/pose.ts';
import type { OperatingPoint } from '../operatingPoints.ts';
import type { CaptureAdvice, EnrolResult, FaceDecision, FrameReport, RgbImage } from '../types.ts';
import { decodePicture } from './decodePicture.ts';
import { type FaceBox, FaceModels, PORTRAIT_DETECTOR_SIZES } from './faceModels.ts';
import { adviseOnPicture, adviseOnPlace, adviseOnPose } from './frameQuality.ts';
import { padChipPhoto } from './padChipPhoto.ts';
import { PictureMemory } from './pictureMemory.ts';

export interface FaceSessionConfig {
  readonly engine: string;
  readonly point: OperatingPoint;
  readonly framesNeeded: number;
}

/** One citizen's descriptors and the nets that make them. Lives in the worker; keeps no picture beyond a call. */
export class FaceSession {
  readonly #models: FaceModels;
  readonly #config: FaceSessionConfig;
  readonly #memory: PictureMemory;
  #enrolled: Float32Array | undefined;
  #collected: Float32Array[] = [];
  /** What looking at the collected frames has taken so far. */
  #workMs = 0;

  constructor(models: FaceModels, config: FaceSessionConfig, memory: PictureMemory = new PictureMemory()) {
    this.#models = models;
    this.#config = config;
    this.#memory = memory;
  }

  /** Loads the nets and runs each once on a synthetic face-sized picture, before the first citizen comes. */
  static async open(config: FaceSessionConfig): Promise<FaceSession> {
    const models = await FaceModels.load();
    const blank: RgbImage = { width: 640, height: 480, data: new Uint8Array(640 * 480 * 3).fill(128) };
    const memory = new PictureMemory();
    for (const size of PORTRAIT_DETECTOR_SIZES) await models.detect(blank, memory, size);
    await models.findLandmarks(blank, { x: 220, y: 140, width: 200, height: 200, score: 1 }, memory);
    await models.describe(new Float32Array(150 * 150 * 3).fill(128), memory);
    return new FaceSession(models, config);
  }

  /** Takes the decoded chip photo over (zeroed on return); whoever was here before is forgotten. */
  async enrol(photo: RgbImage): Promise<EnrolResult> {
    this.clear();
    try {
      this.#memory.hold(photo.data);
      const padded = padChipPhoto(photo);
      this.#memory.hold(padded.data);
      const landmarks = await this.#models.findPortrait(padded, this.#memory);
      if (!landmarks) return 'no-face-in-photo';
      const chip = this.#models.cutFace(padded, landmarks, this.#memory);
      this.#enrolled = await this.#models.describe(chip, this.#memory);
      return 'ready';
    } finally {
      this.#memory.wipe();
    }
  }

  /** Looks at one encoded frame (zeroed on return) and keeps its descriptor when it is good. */
  async frame(encoded: Uint8Array): Promise<FrameReport> {
    const began = performance.now();
    try {
      const image = await decodePicture(encoded, this.#memory);
      const faces = image ? await this.#models.detectLive(image, this.#memory) : [];
      const advice = image ? await this.#look(image, faces) : 'no-face';
      const elapsedMs = performance.now() - began;
      if (advice === 'good') this.#workMs += elapsedMs;
      return {
        advice,
        ...(image && faces[0] ? { face: inFractions(faces[0], image) } : {}),
        collected: this.#collected.length,
        needed: this.#config.framesNeeded,
        elapsedMs,
      };
    } finally {
      this.#memory.wipe();
    }
  }

  decide(): FaceDecision | undefined {
    const began = performance.now();
    const { engine, point, framesNeeded } = this.#config;
    if (!this.#enrolled || this.#collected.length < framesNeeded) return undefined;
    const frames = this.#collected.length;
    const workMs = this.#workMs;
    const fused = meanOf(this.#collected);
    const distance = distanceBetween(fused, this.#enrolled);
    fused.fill(0);
    this.#forgetFrames();
    return {
      match: distance <= point.threshold,
      distance,
      threshold: point.threshold,
      falseMatchRate: point.falseMatchRate,
      engine,
      frames,
      elapsedMs: workMs + performance.now() - began,
    };
  }

  clear(): void {
    this.#enrolled?.fill(0);
    this.#enrolled = undefined;
    this.#forgetFrames();
  }

  async #look(image: RgbImage, faces: readonly FaceBox[]): Promise<CaptureAdvice> {
    const place = adviseOnPlace(faces, image);
    const [face] = faces;
    if (place || !face) return place ?? 'no-face';
    const landmarks = await this.#models.findLandmarks(image, face, this.#memory);
    if (!landmarks) return 'move-to-centre';
    const posed = adviseOnPose(readPose(landmarks));
    if (posed) return posed;
    const chip = this.#models.cutFace(image, landmarks, this.#memory);
    const picture = adviseOnPicture(chip);
    if (picture) return picture;
    if (this.#collected.length < this.#config.framesNeeded)
      this.#collect(await this.#models.describe(chip, this.#memory));
    return 'good';
  }

  /**
   * Nobody may lend a face to half of somebody else's decision: a frame the policy would not take for the same person
   * as those collected begins a new collection.
   */
  #collect(descriptor: Float32Array): void {
    if (this.#collected.length > 0) {
      const fused = meanOf(this.#collected);
      if (distanceBetween(fused, descriptor) > this.#config.point.threshold) this.#forgetFrames();
      fused.fill(0);
    }
    this.#collected.push(descriptor);
  }

  #forgetFrames(): void {
    for (const descriptor of this.#collected) descriptor.fill(0);
    this.#collected = [];
    this.#workMs = 0;
  }
}

function meanOf(descriptors: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(descriptors[0]?.length ?? 0);
  for (const descriptor of descriptors) {
    descriptor.forEach((value, index) => {
      mean[index] = (mean[index] ?? 0) + value / descriptors.length;
    });
  }
  return mean;
}

function distanceBetween(one: Float32Array, other: Float32Array): number {
  return Math.sqrt(one.reduce((sum, value, index) => sum + (value - (other[index] ?? 0)) ** 2, 0));
}

function inFractions(box: FaceBox, { width, height }: RgbImage): NonNullable<FrameReport['face']> {
  return { x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height };
}
