import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PictureMemory } from '../analysis/pictureMemory.ts';
import { FaceEngineError } from '../faceEngineError.ts';
import { alignFace, sizeOf } from '../geometry/alignFace.ts';
import { mirrorChip } from '../geometry/faceChip.ts';
import type { Point } from '../geometry/similarityTransform.ts';
import type { RgbImage } from '../types.ts';
import { distanceBetween, fuse, scaleToUnit } from './descriptors.ts';
import type { Embedder } from './embedder.ts';
import { type EngineManifest, type LocatedManifest, nameOf } from './engineManifest.ts';
import { openFaceApiEmbedder } from './faceApiEmbedder.ts';
import { openOnnxEmbedder } from './onnxEmbedder.ts';

/** A face found in a picture. */
export interface LocatedFace {
  readonly image: RgbImage;
  /** The 68 landmarks in pixels of `image`. */
  readonly landmarks: readonly Point[];
  /** The face as dlib aligns it, where it has been cut already. */
  readonly chip?: Float32Array;
}

/**
 * The port behind which face embedders stand: from a face in a picture to a descriptor, and from descriptors to a
 * distance, as the manifest says. `openEmbeddingEngine` is the only way to one, and has tried it before handing it over.
 */
export class EmbeddingEngine {
  readonly manifest: EngineManifest;
  readonly #embedder: Embedder;

  constructor(manifest: EngineManifest, embedder: Embedder) {
    this.manifest = manifest;
    this.#embedder = embedder;
  }

  /**
   * A new descriptor, for the caller to overwrite. Pixels go into `memory`. Throws `FaceEngineError`
   * (`model-not-finite`, `model-unusable`) when the network answers with what is no descriptor.
   */
  async describe({ image, landmarks, chip }: LocatedFace, memory: PictureMemory): Promise<Float32Array> {
    const { alignment } = this.manifest;
    const aligned = chip && alignment === 'dlib-150' ? chip : memory.hold(alignFace(image, landmarks, alignment));
    return this.describeAligned(aligned, memory);
  }

  /** The same for a face that has been aligned as the manifest says. */
  async describeAligned(aligned: Float32Array, memory: PictureMemory): Promise<Float32Array> {
    const one = await this.#embed(aligned, memory);
    if (!this.manifest.mirrored) return one;
    const other = await this.#embed(memory.hold(mirrorChip(aligned, sizeOf(this.manifest.alignment))), memory);
    const fused = this.fuse([one, other]);
    one.fill(0);
    other.fill(0);
    return fused;
  }

  fuse(descriptors: readonly Float32Array[]): Float32Array {
    return fuse(descriptors, this.#space);
  }

  distance(one: Float32Array, other: Float32Array): number {
    return distanceBetween(one, other, this.#space);
  }

  forget(): Promise<void> {
    return this.#embedder.forget();
  }

  close(): Promise<void> {
    return this.#embedder.close();
  }

  get #space() {
    return { normalisation: this.manifest.output.normalisation, distance: this.manifest.distance };
  }

  async #embed(aligned: Float32Array, memory: PictureMemory): Promise<Float32Array> {
    const { output, model } = this.manifest;
    const answer = await this.#embedder.embed(aligned, memory);
    if (answer.length !== output.length) {
      throw new FaceEngineError(
        'model-unusable',
        `${model.file} answers with ${answer.length} values where the manifest says ${output.length}. Correct output.length, or the model.`,
      );
    }
    if (!answer.every(Number.isFinite)) {
      throw new FaceEngineError(
        'model-not-finite',
        `${model.file} answers with values that are no numbers. Export the model anew, or choose another engine.`,
      );
    }
    return output.normalisation === 'l2' ? scaleToUnit(answer) : answer;
  }
}

/**
 * Opens the engine a manifest describes: the model file is the very one it names, loads, takes the picture it says,
 * answers finite values of the length it says, and different ones for different pictures. That also warms it up. Throws
 * `FaceEngineError` saying which of these failed and what to do.
 */
export async function openEmbeddingEngine({ manifest, folder }: LocatedManifest): Promise<EmbeddingEngine> {
  const model = readModel(manifest, folder);
  const embedder =
    manifest.runtime === 'face-api' ? await openFaceApiEmbedder() : await openOnnxEmbedder(manifest, model);
  const engine = new EmbeddingEngine(manifest, embedder);
  try {
    await tryOut(engine);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return engine;
}

function readModel({ model }: EngineManifest, folder: string): Buffer {
  const path = resolve(folder, model.file);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FaceEngineError('model-missing', `${path} cannot be read: ${reason}. Put the model beside its manifest.`);
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === model.sha256) return bytes;
  throw new FaceEngineError(
    'model-changed',
    `${path} has the SHA-256 ${sha256} and not the one of the manifest. Bring back the model that was measured; ` +
      'a new one needs its own measurement and manifest.',
  );
}

/** Below it two descriptors are one and the same, but for rounding. */
const ALIKE = 1e-4;

async function tryOut(engine: EmbeddingEngine): Promise<void> {
  const { manifest } = engine;
  const size = sizeOf(manifest.alignment);
  const memory = new PictureMemory();
  const stripes = (period: number) =>
    Float32Array.from({ length: size * size * 3 }, (_, at) => ((at / 3 / period) % 2 < 1 ? 60 : 180));
  const one = await engine.describeAligned(stripes(7), memory);
  const other = await engine.describeAligned(stripes(size * 8), memory);
  const distance = engine.distance(one, other);
  if (distance > ALIKE) return;
  const what = Number.isNaN(distance) ? 'answers with nothing but zeros' : 'answers the same whatever it is shown';
  throw new FaceEngineError(
    Number.isNaN(distance) ? 'model-not-finite' : 'model-unusable',
    `${nameOf(manifest)}: ${manifest.model.file} ${what}. Check the input's mean and scale, or choose another engine.`,
  );
}
