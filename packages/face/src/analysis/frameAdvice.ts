import type { Pose } from '../geometry/pose.ts';
import type { CaptureAdvice } from '../types.ts';
import type { FaceAnalysis, FaceBox, FaceQuality } from './faceAnalysis.ts';

type Advice = Exclude<CaptureAdvice, 'good' | 'good-nearest' | 'camera-trouble'>;

/** A second face of at least this share of the first one's width stands at the machine, not behind in the hall. */
const BYSTANDER_WIDTH = 0.55;
/** Smaller than this share of the frame's shorter side, or with eyes closer than this, a face has too few pixels. */
const MIN_FACE_HEIGHT = 0.22;
const MIN_EYE_DISTANCE_PX = 36;
/** Larger than this share of the frame's shorter side, forehead or chin leave the frame at the next move. */
const MAX_FACE_HEIGHT = 0.75;
/** How far the face's centre may be from the frame's, as a share of its width and height. */
const MAX_OFF_CENTRE = 0.28;
const MAX_TURN = 0.4;
/** Of portraits looking at the lens: 0.32 to 0.71. */
const MIN_NOD = 0.3;
const MAX_NOD = 0.9;
const MAX_ROLL_DEGREES = 20;
/** Mean luminance of the face, 0…255. The lower limit is low on purpose: it must not turn away dark skin. */
const MIN_LUMINANCE = 38;
const MAX_LUMINANCE = 215;
/** Share of burnt-out pixels above which a face has no texture left. */
const MAX_BURNT = 0.3;
/**
 * The limits below lie between what 19 portraits gave and what the same portraits gave with something drawn on them
 * (`docs/decisions/frame-quality.md` has the table). Light: portraits 0.74 and more, lit from one side 0.33 at most.
 */
const MIN_EVENNESS = 0.45;
/** Portraits, glasses among them, 0.53 and more; under glasses that let a quarter of the light through 0.36 at most. */
const MIN_EYES_TO_CHEEKS = 0.42;
/** Open eyes, narrow ones among them, 0.70 at most; 18 of 19 drawn shut 0.82 and more. */
const MAX_PUPILS_TO_CHEEKS = 0.78;
/** Colour of the mouth's surroundings: beards and lips up to 23, blue masks 38 and more, white ones 20 to 50. */
const MAX_MOUTH_CHROMA = 26;
/** Brightness of the mouth's surroundings: portraits 0.65 to 1.42, black masks 0.38 at most, white ones up to 2.4. */
const MIN_MOUTH_TO_BROW = 0.5;
const MAX_MOUTH_TO_BROW = 1.6;
/**
 * See `sharpness`. Portraits enlarged from 175 pixels give 0.012 and more, sharp frames 0.03 to 0.09, frames smeared over
 * 4 pixels 0.003 to 0.011.
 */
const MIN_SHARPNESS = 0.009;

/** What hinders the comparison most; undefined = nothing: the frame is good. */
export function adviseOnFrame({ boxes, face, width, height }: FaceAnalysis): Advice | undefined {
  const place = adviseOnPlace(boxes, { width, height });
  if (place || !face) return place ?? 'move-to-centre';
  return adviseOnPose(face.pose) ?? adviseOnSight(face.quality);
}

/** Faces behind the citizen that do not hinder, but of which they are told that the nearest counts. */
export function countBystanders({ boxes }: FaceAnalysis): number {
  return Math.max(0, boxes.length - 1);
}

/** What the boxes alone tell; largest first. */
export function adviseOnPlace(
  boxes: readonly FaceBox[],
  frame: { readonly width: number; readonly height: number },
): Advice | undefined {
  const [face, second] = boxes;
  if (!face) return 'no-face';
  if (second && second.width >= face.width * BYSTANDER_WIDTH) return 'several-faces';
  const shorter = Math.min(frame.width, frame.height);
  if (face.height < shorter * MIN_FACE_HEIGHT) return 'come-closer';
  if (face.height > shorter * MAX_FACE_HEIGHT) return 'move-back';
  const offX = Math.abs(face.x + face.width / 2 - frame.width / 2) / frame.width;
  const offY = Math.abs(face.y + face.height / 2 - frame.height / 2) / frame.height;
  if (offX > MAX_OFF_CENTRE || offY > MAX_OFF_CENTRE) return 'move-to-centre';
  return undefined;
}

export function adviseOnPose({ eyeDistance, turn, rollDegrees, nod }: Pose): Advice | undefined {
  if (eyeDistance < MIN_EYE_DISTANCE_PX) return 'come-closer';
  if (Math.abs(turn) > MAX_TURN || Math.abs(rollDegrees) > MAX_ROLL_DEGREES) return 'face-the-camera';
  // Of a lowered head the camera sees the nose nearer to the mouth.
  if (nod > MAX_NOD) return 'look-up';
  return nod < MIN_NOD ? 'look-down' : undefined;
}

/** Whether the aligned face can be seen: light, what covers it, sharpness, eyes. */
export function adviseOnSight(quality: FaceQuality): Advice | undefined {
  return adviseOnLight(quality) ?? adviseOnCover(quality) ?? adviseOnDetail(quality);
}

function adviseOnLight({ luminance, burnt, evenness }: FaceQuality): Advice | undefined {
  if (luminance < MIN_LUMINANCE) return 'more-light';
  if (luminance > MAX_LUMINANCE || burnt > MAX_BURNT) return 'less-light';
  return evenness < MIN_EVENNESS ? 'even-light' : undefined;
}

function adviseOnCover({ mouthChroma, mouthToBrow, eyesToCheeks }: FaceQuality): Advice | undefined {
  // The mouth first: below a black mask there are no cheeks to compare the eyes with.
  if (mouthChroma > MAX_MOUTH_CHROMA || mouthToBrow < MIN_MOUTH_TO_BROW) return 'uncover-face';
  if (eyesToCheeks < MIN_EYES_TO_CHEEKS) return 'take-off-glasses';
  return mouthToBrow > MAX_MOUTH_TO_BROW ? 'uncover-face' : undefined;
}

function adviseOnDetail({ sharpness, pupilsToCheeks }: FaceQuality): Advice | undefined {
  if (sharpness < MIN_SHARPNESS) return 'hold-still';
  return pupilsToCheeks > MAX_PUPILS_TO_CHEEKS ? 'open-eyes' : undefined;
}
