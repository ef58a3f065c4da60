import { analyseFace } from '../../../packages/face/src/analysis/analyseFace.ts';
import { decodePicture } from '../../../packages/face/src/analysis/decodePicture.ts';
import { FaceModels } from '../../../packages/face/src/analysis/faceModels.ts';
import { PictureMemory } from '../../../packages/face/src/analysis/pictureMemory.ts';
import { openEmbeddingEngine } from '../../../packages/face/src/engines/embeddingEngine.ts';
import { type LocatedManifest, nameOf } from '../../../packages/face/src/engines/engineManifest.ts';
import type { RgbImage } from '../../../packages/face/src/types.ts';
import { simulateCitizen } from './cameraFrames.ts';
import type { Matcher } from './matchers.ts';
import { percentile } from './statistics.ts';

/** Milliseconds of one step on 640×480 camera frames. */
export interface Timing {
  readonly step: string;
  readonly median: number;
  readonly p95: number;
}

/** The first frames of a run are slower than any after; the warm-up is told on its own. */
const DISCARDED = 5;

/**
 * Times every step of every engine and human's whole chain on the same frames, one after the other in each round, so that
 * whatever else the machine does falls on all of them.
 */
export async function measureSpeed(
  engines: readonly LocatedManifest[],
  human: Matcher | undefined,
  rounds: number,
): Promise<Timing[]> {
  const { frames } = await simulateCitizen();
  const models = await FaceModels.load();
  const opened = await Promise.all(engines.map(openEmbeddingEngine));
  const samples = new Map<string, number[]>();
  const time = async <T>(step: string, round: number, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work();
    if (round >= DISCARDED) samples.set(step, [...(samples.get(step) ?? []), performance.now() - began]);
    return result;
  };
  for (let round = 0; round < rounds + DISCARDED; round++) {
    const jpeg = frames[round % frames.length] ?? Buffer.alloc(0);
    const memory = new PictureMemory();
    const decoded = await time('decode', round, () => decodePicture(Uint8Array.from(jpeg), memory));
    if (!decoded.ok) throw new Error(`a simulated frame is ${decoded.code}`);
    const { image } = decoded;
    const [box] = await time('detector, 224', round, () => models.detect(image, memory, 224));
    if (box) await time('68 landmarks', round, () => models.findLandmarks(image, box, memory));
    await time('live advice: all but the decoding', round, () => analyseFace(models, image, memory));
    for (const [index, engine] of opened.entries()) {
      const name = nameOf(engines[index]?.manifest ?? engine.manifest);
      const { analysis, chip } = await analyseFace(models, image, memory);
      const { face } = analysis;
      if (!face || !chip) throw new Error('a simulated frame has no face');
      const { landmarks } = face;
      await time(`${name}: descriptor, with the mirrored face`, round, () =>
        engine.describe({ image, landmarks, chip }, memory),
      );
      await time(`${name}: whole chain, JPEG to descriptor`, round, async () => {
        const again = await decodePicture(Uint8Array.from(jpeg), memory);
        if (!again.ok) throw new Error(again.code);
        const looked = await analyseFace(models, again.image, memory);
        if (!looked.analysis.face || !looked.chip) throw new Error('no face');
        const found = { image: again.image, landmarks: looked.analysis.face.landmarks, chip: looked.chip };
        return engine.describe(found, memory);
      });
    }
    if (human) {
      await time(`${human.name}: whole chain, JPEG to descriptor`, round, async () => {
        const again = await decodePicture(Uint8Array.from(jpeg), memory);
        return again.ok ? human.describe(copyOf(again.image), 'live') : undefined;
      });
    }
    memory.wipe();
  }
  for (const engine of opened) await engine.close();
  return [...samples].map(([step, values]) => ({
    step,
    median: percentile(values, 0.5),
    p95: percentile(values, 0.95),
  }));
}

function copyOf({ width, height, data }: RgbImage): RgbImage {
  return { width, height, data: Uint8Array.from(data) };
}
