import { readPose } from '../geometry/pose.ts';
import { centroid, type Point } from '../geometry/similarityTransform.ts';
import type { ComposedPhoto } from './composePhoto.ts';
import { type FaceParts, insideOf, isSkin } from './faceParts.ts';
import { colourAt, luminanceAt, median, patch, percentile, shareOf } from './statistics.ts';

/** What eyes, mouth, hair and glasses do. All in the composed frame, so a pixel is the same part of every face. */
export interface Features {
  /** See `Pose`; the tilt is the one before the eyes were levelled. */
  readonly turn: number;
  readonly nod: number;
  /** Luminance of the middle of the less opened eye over that of the cheeks: an iris is dark, a lid is not. */
  readonly pupilsToCheeks: number;
  /** How far the dark of the eyes lies from the middle between the corners, in eye widths, mean of both. */
  readonly gaze: number;
  /** Opening between the lips over the width of the mouth. */
  readonly mouthGap: number;
  /** Width of the mouth over the distance of the eyes; a grin widens it. */
  readonly mouthWidth: number;
  /** Share of the pixels around the brows that show skin: covered by a fringe or a hat, there is none. */
  readonly browSkin: number;
  /** Share of the rows beside the face on which skin is the outermost thing, the side with less. */
  readonly earSkin: number;
  /** Share of the pixels above the forehead in colours that hair does not have. */
  readonly hatColour: number;
  /** Luminance around the eyes over that of the cheeks. */
  readonly eyesToCheeks: number;
  /** Share of burnt, colourless pixels around the eyes. */
  readonly glare: number;
}

export function measureFeatures(photo: ComposedPhoto, parts: FaceParts): Features {
  const { landmarks, framed } = photo;
  const pose = readPose(landmarks);
  const at = (index: number): Point => landmarks[index] ?? { x: 0, y: 0 };
  const eyes = [landmarks.slice(36, 42), landmarks.slice(42, 48)];
  const around = eyes.map((eye) => aroundEye(photo, eye));
  const cheeks = Math.max(1, median([...parts.leftCheek, ...parts.rightCheek].map((p) => luminanceAt(framed.data, p))));
  const mouth = Math.max(distance(at(48), at(54)), 1);
  return {
    turn: pose.turn,
    nod: pose.nod,
    pupilsToCheeks: Math.max(...eyes.map((eye) => pupilToCheeks(photo, eye, cheeks))),
    gaze: eyes.map((eye) => gazeOf(photo, eye)).reduce((sum, value) => sum + value, 0) / eyes.length,
    mouthGap: distance(at(62), at(66)) / mouth,
    mouthWidth: mouth / Math.max(pose.eyeDistance, 1),
    browSkin: Math.min(browSkin(photo, parts, 17), browSkin(photo, parts, 22)),
    earSkin: Math.min(earSkin(photo, parts, -1), earSkin(photo, parts, 1)),
    hatColour: hatColour(photo, parts),
    eyesToCheeks: median(around.flat().map((p) => luminanceAt(framed.data, p))) / cheeks,
    glare: Math.max(...around.map((offsets) => glareIn(photo, offsets))),
  };
}

/** Radius of the middle of an eye in face widths, and the part of it that iris and pupil fill while it is open. */
const PUPIL_RADIUS = 0.045;
const PUPIL_SHARE = 0.25;

/** The lid of a shut eye has the luminance of the cheeks; the landmarks do not tell, they are drawn open on shut eyes. */
function pupilToCheeks({ framed, placement }: ComposedPhoto, eye: readonly Point[], cheeks: number): number {
  const middle = patch(framed, centroid(eye), placement.faceWidth * PUPIL_RADIUS);
  return (
    percentile(
      middle.map((p) => luminanceAt(framed.data, p)),
      PUPIL_SHARE,
    ) / cheeks
  );
}

/** Centre of darkness of the eye opening along the line of its corners: −0.5 at the left one, 0.5 at the right one. */
function gazeOf({ framed }: ComposedPhoto, eye: readonly Point[]): number {
  const left = eye[0]?.x ?? 0;
  const right = eye[3]?.x ?? 0;
  const offsets = insideOf(framed.width, eye);
  const values = offsets.map((p) => luminanceAt(framed.data, p));
  // Only what is darker than most of the eye pulls: iris and pupil, not the shade in the corners.
  const bright = percentile(values, 0.5);
  let weight = 0;
  let sum = 0;
  offsets.forEach((p, index) => {
    const dark = Math.max(0, bright - (values[index] ?? 0));
    weight += dark;
    sum += dark * ((p / 3) % framed.width);
  });
  return weight > 0 ? (sum / weight - (left + right) / 2) / Math.max(right - left, 1) : 0;
}

/** A disc wider than the eye, lids and rims of glasses with it. */
function aroundEye({ framed, placement }: ComposedPhoto, eye: readonly Point[]): number[] {
  const { x, y } = centroid(eye);
  return patch(framed, { x, y: y + placement.faceWidth * 0.02 }, placement.faceWidth * 0.11);
}

/** Light that glass throws back is white whatever is behind it; eyeballs stay well below. */
const GLARE_LUMINANCE = 232;
const GLARE_CHROMA = 10;

function glareIn({ framed }: ComposedPhoto, offsets: readonly number[]): number {
  return shareOf(offsets, (p) => {
    const { y, cb, cr } = colourAt(framed.data, p);
    return y >= GLARE_LUMINANCE && Math.hypot(cb, cr) <= GLARE_CHROMA;
  });
}

/** A strip above the five landmarks of a brow, from the brow up by a tenth of the face's width. */
function browSkin({ framed, landmarks, placement }: ComposedPhoto, { skin }: FaceParts, first: number): number {
  const brow = landmarks.slice(first, first + 5);
  const raised = (point: Point, by: number): Point => ({ x: point.x, y: point.y - by * placement.faceWidth });
  const strip = [...brow.map((p) => raised(p, 0.03)), ...brow.map((p) => raised(p, 0.1)).toReversed()];
  return shareOf(insideOf(framed.width, strip), (p) => isSkin(framed.data, p, skin));
}

/** How far inside of the outline the colour is read, in pixels: past the refined edge, still on the ear. */
const EAR_FROM = 3;
const EAR_TO = 9;

/**
 * Share of rows, from the height of the eyes to that of the nose's tip, on which the outermost part of the head is skin:
 * an ear, or a cheek with nothing over it. The landmarks know nothing of ears; hair over them makes the outline hair.
 */
function earSkin({ framed, person, landmarks, placement }: ComposedPhoto, { skin }: FaceParts, side: -1 | 1): number {
  const { width, data } = person;
  const top = Math.max(0, Math.round(landmarks[side < 0 ? 36 : 45]?.y ?? 0));
  const bottom = Math.min(person.height - 1, Math.round(landmarks[33]?.y ?? 0));
  let bare = 0;
  for (let y = top; y < bottom; y++) {
    let x = Math.round(placement.eyesX);
    while (x > 0 && x < width - 1 && (data[y * width + x] ?? 0) > 0.6) x += side;
    const inside = Array.from(
      { length: EAR_TO - EAR_FROM },
      (_, step) => (y * width + x - side * (EAR_FROM + step)) * 3,
    );
    if (shareOf(inside, (p) => isSkin(framed.data, p, skin)) >= 0.5) bare++;
  }
  return bottom > top ? bare / (bottom - top) : 0;
}

/** Chroma up to which anything may be hair, and the stronger one up to which browns and reds may be. */
const HAIR_CHROMA = 16;
const WARM_HAIR_CHROMA = 48;

/** Where hair is, above the brows and inside of the head's width: hair is dark, grey, white, or some brown or red. */
function hatColour({ framed, person, landmarks, placement }: ComposedPhoto, { skin }: FaceParts): number {
  const brow = Math.min(...landmarks.slice(17, 27).map(({ y }) => y));
  const left = Math.max(0, Math.round(placement.eyesX - placement.faceWidth * 0.4));
  const right = Math.min(framed.width, Math.round(placement.eyesX + placement.faceWidth * 0.4));
  const pixels: number[] = [];
  for (let y = Math.max(0, placement.hairTop); y < brow - placement.faceWidth * 0.12; y++) {
    for (let x = left; x < right; x++) {
      const index = y * framed.width + x;
      if ((person.data[index] ?? 0) > 0.9 && !isSkin(framed.data, index * 3, skin)) pixels.push(index * 3);
    }
  }
  if (pixels.length === 0) return 0;
  return shareOf(pixels, (p) => {
    const { cb, cr } = colourAt(framed.data, p);
    const chroma = Math.hypot(cb, cr);
    if (chroma <= HAIR_CHROMA) return false;
    const warm = cb < 4 && cr > -12;
    return !warm || chroma > WARM_HAIR_CHROMA;
  });
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
