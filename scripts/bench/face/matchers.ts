import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Human, Result, Tensor } from '@vladmandic/human';
import { analyseFace } from '../../../packages/face/src/analysis/analyseFace.ts';
import { FaceModels } from '../../../packages/face/src/analysis/faceModels.ts';
import { PictureMemory } from '../../../packages/face/src/analysis/pictureMemory.ts';
import { openEmbeddingEngine } from '../../../packages/face/src/engines/embeddingEngine.ts';
import { type LocatedManifest, nameOf } from '../../../packages/face/src/engines/engineManifest.ts';
import type { RgbImage } from '../../../packages/face/src/types.ts';

export type Descriptor = ArrayLike<number>;

/** Anything that compares faces, as the bench sees it. */
export interface Matcher {
  readonly name: string;
  /** From loading to the first descriptor, in milliseconds: what the first citizen would wait without a warm-up. */
  readonly loadMs: number;
  /** The largest face; undefined where none is found. */
  describe(image: RgbImage, kind: 'live' | 'portrait'): Promise<Descriptor | undefined>;
  /** Several pictures of one person in one descriptor. */
  fuse(descriptors: readonly Descriptor[]): Descriptor;
  distance(one: Descriptor, other: Descriptor): number;
}

/** One of the project's engines, by the same code that runs in the kiosk's worker. */
export async function openOwn(located: LocatedManifest): Promise<Matcher> {
  const began = performance.now();
  const engine = await openEmbeddingEngine(located);
  const models = await FaceModels.load();
  await models.warm();
  const loadMs = performance.now() - began;
  return {
    name: nameOf(located.manifest),
    loadMs,
    describe: async (image, kind) => {
      const memory = new PictureMemory();
      try {
        const { analysis, chip } = await analyseFace(models, image, memory, kind);
        if (!analysis.face || !chip) return undefined;
        return await engine.describe({ image, landmarks: analysis.face.landmarks, chip }, memory);
      } finally {
        memory.wipe();
      }
    },
    fuse: (descriptors) => engine.fuse(descriptors.map((values) => Float32Array.from(values))),
    distance: (one, other) => engine.distance(Float32Array.from(one), Float32Array.from(other)),
  };
}

/**
 * `@vladmandic/human` in its own words: its detector with rotation, mesh and face description, nothing else switched on;
 * its distance is the one its `match` takes.
 */
export async function openHuman(): Promise<Matcher> {
  const began = performance.now();
  const human = await createHuman();
  await human.load();
  await human.warmup();
  const loadMs = performance.now() - began;
  return {
    name: `@vladmandic/human ${human.version}`,
    loadMs,
    describe: async ({ width, height, data }) => {
      const flat = human.tf.tensor3d(data, [height, width, 3], 'int32');
      const tensor: Tensor = human.tf.expandDims(flat, 0);
      try {
        const { face }: Result = await human.detect(tensor);
        return face[0]?.embedding;
      } finally {
        human.tf.dispose([flat, tensor]);
      }
    },
    fuse: (descriptors) =>
      Array.from(
        { length: descriptors[0]?.length ?? 0 },
        (_, index) => descriptors.reduce((sum, values) => sum + (values[index] ?? 0), 0) / descriptors.length,
      ),
    distance: (one, other) => human.match.distance(Array.from(one), Array.from(other), { order: 2, multiplier: 1 }),
  };
}

async function createHuman(): Promise<Human> {
  const require = createRequire(import.meta.url);
  const dist = dirname(require.resolve('@vladmandic/human'));
  const fromFace = createRequire(new URL('../../../packages/face/src/index.ts', import.meta.url));
  const wasm = dirname(fromFace.resolve('@tensorflow/tfjs-backend-wasm'));
  serveFiles();
  // Its package offers Node the build for native TensorFlow only; the one for WASM lies beside it.
  const { Human } = require(join(dist, 'human.node-wasm.js')) as typeof import('@vladmandic/human');
  const off = { enabled: false };
  return new Human({
    backend: 'wasm',
    wasmPath: `${wasm}/`,
    modelBasePath: pathToFileURL(join(dist, '../models/')).href,
    debug: false,
    cacheSensitivity: 0,
    filter: off,
    face: {
      enabled: true,
      detector: { rotation: true, maxDetected: 1 },
      mesh: { enabled: true },
      description: { enabled: true },
      iris: off,
      emotion: off,
      antispoof: off,
      liveness: off,
    },
    body: off,
    hand: off,
    gesture: off,
    object: off,
    segmentation: off,
  });
}

/** Human loads its weights with `fetch`, which knows no files. */
function serveFiles(): void {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.startsWith('file:')) return fetch(input, init);
    return new Response(new Uint8Array(readFileSync(fileURLToPath(url))));
  };
}
