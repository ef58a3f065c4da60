import type { RgbImage } from '../types.ts';
import { CHIP_SIZE, chipTransform, cutChip } from './faceChip.ts';
import { centroid, fitSimilarity, type Point, type SimilarityTransform } from './similarityTransform.ts';

/** How a face is brought to the place where a network expects it. */
export type Alignment = 'dlib-150' | 'five-point-112';

/**
 * Where modern 112×112 embedders are trained to see the eyes, the nose tip and the corners of the mouth (the template of
 * ArcFace and its kin).
 */
const FIVE_POINTS: readonly Point[] = [
  { x: 38.29, y: 51.7 },
  { x: 73.53, y: 51.5 },
  { x: 56.03, y: 71.74 },
  { x: 41.55, y: 92.37 },
  { x: 70.73, y: 92.2 },
];

const SIZES: Record<Alignment, number> = { 'dlib-150': CHIP_SIZE, 'five-point-112': 112 };

/** Edge of the aligned face in pixels. */
export function sizeOf(alignment: Alignment): number {
  return SIZES[alignment];
}

/** The aligned face: `size × size × 3` values 0…255, RGB. `landmarks`: the 68 of the iBUG scheme, in pixels of `image`. */
export function alignFace(image: RgbImage, landmarks: readonly Point[], alignment: Alignment): Float32Array {
  const transform = alignment === 'dlib-150' ? chipTransform(landmarks) : fivePointTransform(landmarks);
  return cutChip(image, transform, sizeOf(alignment));
}

/** Where the pixels of the 112×112 face lie in the picture. */
export function fivePointTransform(landmarks: readonly Point[]): SimilarityTransform {
  return fitSimilarity(FIVE_POINTS, fivePointsOf(landmarks));
}

/** Centres of the eyes, nose tip, corners of the mouth. */
export function fivePointsOf(landmarks: readonly Point[]): Point[] {
  if (landmarks.length !== 68) throw new RangeError(`expected 68 landmarks, got ${landmarks.length}`);
  const at = (index: number): Point => landmarks[index] ?? { x: 0, y: 0 };
  return [centroid(landmarks.slice(36, 42)), centroid(landmarks.slice(42, 48)), at(30), at(48), at(54)];
}
