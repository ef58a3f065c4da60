import { CHIP_SIZE } from '../geometry/faceChip.ts';
import type { FaceQuality } from './faceAnalysis.ts';

/** A rectangle of the chip, in its pixels. */
interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where things are in a chip: every face is brought to dlib's template, so the same pixels are always the same feature.
 * Measured off the template: eyes at (48, 46) and (100, 46), nose bridge at (74, 45), mouth at (74, 107).
 */
const LEFT_EYE: Region = { left: 36, top: 39, width: 24, height: 14 };
const RIGHT_EYE: Region = { left: 88, top: 39, width: 24, height: 14 };
/** Iris and pupil of an open eye, lid of a closed one; the lashes of a closed eye lie below. */
const LEFT_PUPIL: Region = { left: 42, top: 42, width: 13, height: 9 };
const RIGHT_PUPIL: Region = { left: 94, top: 42, width: 13, height: 9 };
const LEFT_CHEEK: Region = { left: 34, top: 72, width: 20, height: 16 };
const RIGHT_CHEEK: Region = { left: 94, top: 72, width: 20, height: 16 };
/** Between and above the eyes: no mask, no beard and seldom a fringe gets here. */
const BROW: Region = { left: 64, top: 30, width: 20, height: 22 };
/** Mouth and chin. */
const MOUTH: Region = { left: 52, top: 96, width: 44, height: 34 };
/** The part of the chip that is face and nothing else. */
const CENTRE: Region = { left: 25, top: 25, width: 100, height: 100 };

const BURNT = 250;

/** All figures of an aligned 150×150 face, `CHIP_SIZE² × 3` values 0…255. */
export function measureChip(chip: Float32Array): FaceQuality {
  const grey = greyOf(chip, CENTRE);
  const luminance = mean(grey);
  const burnt = grey.reduce((count, value) => count + (value >= BURNT ? 1 : 0), 0) / grey.length;
  const sharp = sharpness(grey);
  grey.fill(0);
  const leftCheek = colourOf(chip, LEFT_CHEEK);
  const rightCheek = colourOf(chip, RIGHT_CHEEK);
  const leftEye = colourOf(chip, LEFT_EYE);
  const rightEye = colourOf(chip, RIGHT_EYE);
  const leftPupil = colourOf(chip, LEFT_PUPIL);
  const rightPupil = colourOf(chip, RIGHT_PUPIL);
  const brow = colourOf(chip, BROW);
  const mouth = colourOf(chip, MOUTH);
  const brighterCheek = Math.max(leftCheek.y, rightCheek.y);
  return {
    sharpness: sharp,
    luminance,
    burnt,
    evenness: ratio(Math.min(leftCheek.y, rightCheek.y), brighterCheek),
    // The darker one, for a wink is an open eye.
    pupilsToCheeks: ratio(Math.min(leftPupil.y, rightPupil.y), brighterCheek),
    // The brighter one: light from one side darkens one eye and one cheek.
    eyesToCheeks: ratio(Math.max(leftEye.y, rightEye.y), brighterCheek),
    mouthChroma: Math.hypot(mouth.cb - brow.cb, mouth.cr - brow.cr),
    mouthToBrow: ratio(mouth.y, brow.y),
  };
}

/** Pixels between the compared neighbours: 1 would measure the camera's noise. */
const STEP = 2;

/**
 * Energy of the second difference over `STEP` pixels, relative to the picture's own contrast, so that neither dim light
 * nor pale skin counts as blur. `grey`: a square.
 */
export function sharpness(grey: Float32Array): number {
  const size = Math.round(Math.sqrt(grey.length));
  const middle = mean(grey);
  const variance = grey.reduce((sum, value) => sum + (value - middle) ** 2, 0) / grey.length;
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

function greyOf(chip: Float32Array, { left, top, width, height }: Region): Float32Array {
  const grey = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = ((y + top) * CHIP_SIZE + x + left) * 3;
      grey[y * width + x] = luminanceOf(chip[from] ?? 0, chip[from + 1] ?? 0, chip[from + 2] ?? 0);
    }
  }
  return grey;
}

/** Mean luminance and chroma (Rec. 601) of a region. */
function colourOf(chip: Float32Array, { left, top, width, height }: Region) {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) {
      const from = (y * CHIP_SIZE + x) * 3;
      red += chip[from] ?? 0;
      green += chip[from + 1] ?? 0;
      blue += chip[from + 2] ?? 0;
    }
  }
  const count = width * height;
  const y = luminanceOf(red, green, blue) / count;
  return { y, cb: 0.564 * (blue / count - y), cr: 0.713 * (red / count - y) };
}

function luminanceOf(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function ratio(part: number, whole: number): number {
  return part / Math.max(whole, 1);
}
