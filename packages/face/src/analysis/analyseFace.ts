import { chipTransform, cutChip } from '../geometry/faceChip.ts';
import { readPose } from '../geometry/pose.ts';
import type { Point } from '../geometry/similarityTransform.ts';
import type { RgbImage } from '../types.ts';
import type { AnalysedFace, FaceAnalysis, FaceBox } from './faceAnalysis.ts';
import { type FaceModels, LIVE_DETECTOR_SIZES, PORTRAIT_DETECTOR_SIZES } from './faceModels.ts';
import { measureChip } from './measureChip.ts';
import type { PictureMemory } from './pictureMemory.ts';

/** An analysis with the aligned face it was made of: pixels, so it must not outlive the call's `PictureMemory`. */
export interface LookedAt {
  readonly analysis: FaceAnalysis;
  /** The aligned 150×150 face, RGB 0…255; undefined without a face. */
  readonly chip?: Float32Array;
}

/**
 * The one way to look at a picture. `live`: a camera frame, where time counts. `portrait`: one picture per citizen, where
 * recall does; sought at more sizes. Everything allocated on the way goes into `memory`.
 */
export async function analyseFace(
  models: FaceModels,
  image: RgbImage,
  memory: PictureMemory,
  kind: 'live' | 'portrait' = 'live',
): Promise<LookedAt> {
  const sizes = kind === 'live' ? LIVE_DETECTOR_SIZES : PORTRAIT_DETECTOR_SIZES;
  for (const size of sizes) {
    const boxes = await models.detect(image, memory, size);
    const [box] = boxes;
    const landmarks = box && (await models.findLandmarks(image, box, memory));
    if (box && landmarks) return describeFace(image, boxes, box, landmarks, memory);
  }
  return { analysis: { width: image.width, height: image.height, boxes: [] } };
}

function describeFace(
  image: RgbImage,
  boxes: readonly FaceBox[],
  box: FaceBox,
  landmarks: readonly Point[],
  memory: PictureMemory,
): LookedAt {
  const chip = memory.hold(cutChip(image, chipTransform(landmarks)));
  const face: AnalysedFace = { box, landmarks, pose: readPose(landmarks), quality: measureChip(chip) };
  return { analysis: { width: image.width, height: image.height, boxes, face }, chip };
}

/** The picture turned over by half a turn. */
export function turnOver({ width, height, data }: RgbImage, memory: PictureMemory): RgbImage {
  const turned = memory.hold(new Uint8Array(width * height * 3));
  for (let from = 0, to = turned.length - 3; to >= 0; from += 3, to -= 3) {
    turned[to] = data[from] ?? 0;
    turned[to + 1] = data[from + 1] ?? 0;
    turned[to + 2] = data[from + 2] ?? 0;
  }
  return { width, height, data: turned };
}
