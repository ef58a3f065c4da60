import { CHIP_SIZE } from '../geometry/faceChip.ts';
import type { Pose } from '../geometry/pose.ts';
import type { CaptureAdvice } from '../types.ts';
import type { FaceBox } from './faceModels.ts';

type Advice = Exclude<CaptureAdvice, 'good'>;

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
const MIN_NOD = 0.3;
const MAX_NOD = 0.9;
const MAX_ROLL_DEGREES = 20;
/** Mean luminance of the face, 0…255. The lower limit is low on purpose: it must not turn away dark skin. */
const MIN_LUMINANCE = 38;
const MAX_LUMINANCE = 215;
/** Share of burnt-out pixels above which a face has no texture left. */
const MAX_BURNT = 0.3;
const BURNT = 250;
/**
 * See `sharpness`. Portraits enlarged from 175 pixels give 0.012 and more, sharp frames 0.03 to 0.09, frames smeared over
 * 4 pixels 0.003 to 0.011.
 */
const MIN_SHARPNESS = 0.009;

/** What the boxes alone tell. `undefined` = go on to the landmarks. */
export function adviseOnPlace(
  faces: readonly FaceBox[],
  frame: { readonly width: number; readonly height: number },
): Advice | undefined {
  const [face, second] = faces;
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

export function adviseOnPose(pose: Pose): Advice | undefined {
  if (pose.eyeDistance < MIN_EYE_DISTANCE_PX) return 'come-closer';
  const turned = Math.abs(pose.turn) > MAX_TURN || Math.abs(pose.rollDegrees) > MAX_ROLL_DEGREES;
  return turned || pose.nod < MIN_NOD || pose.nod > MAX_NOD ? 'face-the-camera' : undefined;
}

/** `chip`: the aligned face, so that hair, clothes and background have no say in light and sharpness. */
export function adviseOnPicture(chip: Float32Array): Advice | undefined {
  const grey = greyCentre(chip);
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  const burnt = grey.reduce((count, value) => count + (value >= BURNT ? 1 : 0), 0) / grey.length;
  const sharp = sharpness(grey);
  grey.fill(0);
  if (mean < MIN_LUMINANCE) return 'more-light';
  if (mean > MAX_LUMINANCE || burnt > MAX_BURNT) return 'less-light';
  return sharp < MIN_SHARPNESS ? 'hold-still' : undefined;
}

/** Edge of the part of the chip that is face and nothing else. */
const CENTRE_SIZE = 100;
/** Pixels between the compared neighbours: 1 would measure the camera's noise. */
const STEP = 2;

/**
 * Energy of the second difference over `STEP` pixels, relative to the picture's own contrast, so that neither dim light
 * nor pale skin counts as blur.
 */
export function sharpness(grey: Float32Array): number {
  const size = Math.round(Math.sqrt(grey.length));
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  const variance = grey.reduce((sum, value) => sum + (value - mean) ** 2, 0) / grey.length;
  let energy = 0;
  let count = 0;
  const at = (x: number, y: number) => grey[y * size + x] ?? 0;
  for (let y = STEP; y < size - STEP; y++) {
    for (let x = STEP; x < size - STEP; x++) {
      const second = at(x - STEP, y) + at(x + STEP, y) + at(x, y - STEP) + at(x, y + STEP) - 4 * at(x, y);
      energy += second * second;
      count++;
    }
  }
  return energy / count / 16 / (variance + 1);
}

/** Luminance of the middle of the chip. */
export function greyCentre(chip: Float32Array): Float32Array {
  const grey = new Float32Array(CENTRE_SIZE * CENTRE_SIZE);
  const margin = (CHIP_SIZE - CENTRE_SIZE) / 2;
  for (let y = 0; y < CENTRE_SIZE; y++) {
    for (let x = 0; x < CENTRE_SIZE; x++) {
      const from = ((y + margin) * CHIP_SIZE + x + margin) * 3;
      grey[y * CENTRE_SIZE + x] =
        0.299 * (chip[from] ?? 0) + 0.587 * (chip[from + 1] ?? 0) + 0.114 * (chip[from + 2] ?? 0);
    }
  }
  return grey;
}
