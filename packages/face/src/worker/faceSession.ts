import { analyseFace, turnOver } from '../analysis/analyseFace.ts';
import { decodePicture } from '../analysis/decodePicture.ts';
import type { FaceAnalysis, FaceBox } from '../analysis/faceAnalysis.ts';
import { FaceModels } from '../analysis/faceModels.ts';
import { adviseOnFrame, countBystanders } from '../analysis/frameAdvice.ts';
import { FrameWatch, isBlack } from '../analysis/frameWatch.ts';
import { PictureMemory } from '../analysis/pictureMemory.ts';
import { type EmbeddingEngine, openEmbeddingEngine } from '../engines/embeddingEngine.ts';
import { type LocatedManifest, nameOf, type OperatingPoint } from '../engines/engineManifest.ts';
import type {
  CaptureAdvice,
  DecisionReason,
  EnrolResult,
  FaceDecision,
  FrameReason,
  FrameReport,
  RgbImage,
} from '../types.ts';
import { padChipPhoto } from './padChipPhoto.ts';
import { PhotoDesk } from './photoDesk.ts';

export interface FaceSessionConfig {
  readonly engine: LocatedManifest;
  readonly point: OperatingPoint;
  readonly framesNeeded: number;
}

/** A camera is not turned over while it runs: of frames that are not good, one in so many is turned over as well. */
const TURNED_EVERY = 8;

/** What one look at a frame came to. */
interface Look {
  readonly advice: CaptureAdvice;
  readonly reason?: FrameReason;
  readonly face?: NonNullable<FrameReport['face']>;
}

/** One citizen's descriptors and the nets that make them. Lives in the worker; keeps no picture beyond a call. */
export class FaceSession {
  /** Shares the detector; knows nothing of the comparison. */
  readonly photoDesk: PhotoDesk;
  readonly #models: FaceModels;
  readonly #engine: EmbeddingEngine;
  readonly #config: FaceSessionConfig;
  readonly #memory: PictureMemory;
  readonly #watch = new FrameWatch();
  #enrolled: Float32Array | undefined;
  #collected: Float32Array[] = [];
  #bystanders = false;
  /** Frames in a row that were not good. */
  #hindered = 0;
  #lastLook: Look | undefined;
  /** What looking at the collected frames has taken so far. */
  #workMs = 0;

  constructor(
    models: FaceModels,
    engine: EmbeddingEngine,
    config: FaceSessionConfig,
    memory: PictureMemory = new PictureMemory(),
  ) {
    this.#models = models;
    this.photoDesk = new PhotoDesk(models);
    this.#engine = engine;
    this.#config = config;
    this.#memory = memory;
  }

  /** Loads the nets and runs each once, before the first citizen comes. Throws what `openEmbeddingEngine` throws. */
  static async open(config: FaceSessionConfig): Promise<FaceSession> {
    const engine = await openEmbeddingEngine(config.engine);
    const models = await FaceModels.load();
    await models.warm();
    return new FaceSession(models, engine, config);
  }

  /** Takes the decoded chip photo over (zeroed on return); whoever was here before is forgotten. */
  async enrol(photo: RgbImage): Promise<EnrolResult> {
    await this.clear();
    try {
      this.#memory.hold(photo.data);
      const padded = padChipPhoto(photo);
      this.#memory.hold(padded.data);
      const { analysis, chip } = await analyseFace(this.#models, padded, this.#memory, 'portrait');
      if (!analysis.face || !chip) return 'no-face-in-photo';
      const { landmarks } = analysis.face;
      this.#enrolled = await this.#engine.describe({ image: padded, landmarks, chip }, this.#memory);
      return 'ready';
    } finally {
      this.#memory.wipe();
    }
  }

  /** Looks at one encoded frame (zeroed on return) and keeps its descriptor when it is good. */
  async frame(encoded: Uint8Array): Promise<FrameReport> {
    const began = performance.now();
    try {
      const look = await this.#look(encoded);
      const elapsedMs = performance.now() - began;
      if (isGood(look.advice)) this.#workMs += elapsedMs;
      return { ...look, collected: this.#collected.length, needed: this.#config.framesNeeded, elapsedMs };
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
    const fused = this.#engine.fuse(this.#collected);
    const distance = this.#engine.distance(fused, this.#enrolled);
    fused.fill(0);
    const match = distance <= point.threshold;
    const reasons: DecisionReason[] = [match ? 'within-threshold' : 'beyond-threshold'];
    if (this.#bystanders) reasons.push('bystanders-in-view');
    if (point.frames !== frames) reasons.push('threshold-of-single-frame');
    this.#forgetFrames();
    return {
      match,
      distance,
      threshold: point.threshold,
      falseMatchRate: point.falseMatchRate,
      engine: nameOf(engine.manifest),
      frames,
      reasons,
      elapsedMs: workMs + performance.now() - began,
    };
  }

  async clear(): Promise<void> {
    const somebody = this.#enrolled !== undefined || this.#lastLook !== undefined;
    this.#enrolled?.fill(0);
    this.#enrolled = undefined;
    this.#watch.forget();
    this.#lastLook = undefined;
    this.photoDesk.forget();
    this.#hindered = 0;
    this.#forgetFrames();
    if (somebody) await this.#engine.forget();
  }

  async #look(encoded: Uint8Array): Promise<Look> {
    const seen = this.#watch.see(encoded);
    if (seen === 'new') {
      this.#lastLook = await this.#lookAtNew(encoded);
      return this.#lastLook;
    }
    this.#memory.hold(encoded);
    if (seen === 'frozen') return { advice: 'camera-trouble', reason: 'camera-frozen' };
    const { reason = 'frame-repeated', ...look } = this.#lastLook ?? { advice: 'no-face' };
    return { ...look, reason: reason === 'identity-changed' ? 'frame-repeated' : reason };
  }

  async #lookAtNew(encoded: Uint8Array): Promise<Look> {
    const decoded = await decodePicture(encoded, this.#memory);
    if (!decoded.ok) return { advice: 'no-face', reason: decoded.code };
    const { image } = decoded;
    if (isBlack(image)) return { advice: 'camera-trouble', reason: 'camera-black' };
    const { analysis, chip } = await analyseFace(this.#models, image, this.#memory);
    const [box] = analysis.boxes;
    const face = box && { face: inFractions(box, image) };
    const hindrance = adviseOnFrame(analysis);
    if (hindrance || !analysis.face || !chip) {
      if (await this.#isUpsideDown(image, analysis)) return { advice: 'camera-trouble', reason: 'camera-upside-down' };
      return { advice: hindrance ?? 'no-face', ...face };
    }
    this.#hindered = 0;
    const bystanders = countBystanders(analysis) > 0;
    const advice = bystanders ? 'good-nearest' : 'good';
    if (this.#collected.length >= this.#config.framesNeeded) return { advice, ...face };
    const { landmarks } = analysis.face;
    const descriptor = await this.#engine.describe({ image, landmarks, chip }, this.#memory);
    const changed = this.#collect(descriptor);
    if (bystanders) this.#bystanders = true;
    return { advice, ...(changed ? { reason: 'identity-changed' as const } : {}), ...face };
  }

  /**
   * A face shows only when the frame is turned over; or it is good then and was not before, for the detector takes some
   * faces upside down for faces.
   */
  async #isUpsideDown(image: RgbImage, upright: FaceAnalysis): Promise<boolean> {
    const due = this.#hindered % TURNED_EVERY === 0;
    this.#hindered++;
    if (!due) return false;
    const { analysis } = await analyseFace(this.#models, turnOver(image, this.#memory), this.#memory);
    const upsideDown = upright.face ? adviseOnFrame(analysis) === undefined : analysis.face !== undefined;
    // It stays so: the next frame is turned as well.
    if (upsideDown) this.#hindered = 0;
    return upsideDown;
  }

  /**
   * Nobody may lend a face to half of somebody else's decision: a frame the policy would not take for the same person
   * as those collected begins a new collection. Says whether it did.
   */
  #collect(descriptor: Float32Array): boolean {
    let changed = false;
    if (this.#collected.length > 0) {
      const fused = this.#engine.fuse(this.#collected);
      // Not "greater than": a distance that is no number is nobody's.
      changed = !(this.#engine.distance(fused, descriptor) <= this.#config.point.threshold);
      if (changed) this.#forgetFrames();
      fused.fill(0);
    }
    this.#collected.push(descriptor);
    return changed;
  }

  #forgetFrames(): void {
    for (const descriptor of this.#collected) descriptor.fill(0);
    this.#collected = [];
    this.#bystanders = false;
    this.#workMs = 0;
  }
}

function isGood(advice: CaptureAdvice): boolean {
  return advice === 'good' || advice === 'good-nearest';
}

function inFractions(box: FaceBox, { width, height }: RgbImage): NonNullable<FrameReport['face']> {
  return { x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height };
}
