import type { Pose } from '../geometry/pose.ts';
import type { Point } from '../geometry/similarityTransform.ts';

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
 * What was measured on the aligned face (`geometry/faceChip.ts`), so that hair, clothes and background have no say.
 * Luminances are 0…255 (Rec. 601), everything else is a ratio. Limits are not here: each user has its own.
 */
export interface FaceQuality {
  /** Energy of fine detail relative to the face's own contrast; see `sharpness`. */
  readonly sharpness: number;
  readonly luminance: number;
  /** Share of pixels without any texture left, at 250 and above. */
  readonly burnt: number;
  /** Darker cheek over the brighter one, 0…1; 1 = lit from the front. */
  readonly evenness: number;
  /**
   * Luminance where the pupils are over that of the cheeks: dark while the eyes are open, like skin when they are shut.
   * (Height over width of the eye's landmarks does not tell: this landmark net draws closed eyes open.)
   */
  readonly pupilsToCheeks: number;
  /** Luminance of the eyes and all around them over that of the cheeks; dark glasses bring it near 0. */
  readonly eyesToCheeks: number;
  /** How far mouth and chin are in colour from nose bridge and brow, in units of chroma (0…180). */
  readonly mouthChroma: number;
  /** Luminance of mouth and chin over that of nose bridge and brow. */
  readonly mouthToBrow: number;
}

/** The largest face of a picture: where it is, how it is held, and how well it can be seen. */
export interface AnalysedFace {
  readonly box: FaceBox;
  /** The 68 landmarks of the iBUG scheme, in pixels of the picture. */
  readonly landmarks: readonly Point[];
  readonly pose: Pose;
  readonly quality: FaceQuality;
}

/**
 * One picture looked at once, for everybody who wants to know something of it: comparison, liveness and photo gate.
 * Holds coordinates and figures, never pixels; even so it describes a person and is forgotten with them.
 */
export interface FaceAnalysis {
  readonly width: number;
  readonly height: number;
  /** All faces found, largest first. */
  readonly boxes: readonly FaceBox[];
  /** The largest of them; undefined where none was found, or where it lies outside of the picture. */
  readonly face?: AnalysedFace;
}
