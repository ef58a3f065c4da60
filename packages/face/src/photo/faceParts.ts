import { centroid, type Point } from '../geometry/similarityTransform.ts';
import type { ComposedPhoto } from './composePhoto.ts';
import { type Colour, colourAt, medianColour, patch } from './statistics.ts';

/** Offsets of the pixels of each part, in the composed frame with its own background. */
export interface FaceParts {
  readonly leftCheek: readonly number[];
  readonly rightCheek: readonly number[];
  readonly forehead: readonly number[];
  /** The opening between the lids, each eye. */
  readonly eyes: readonly (readonly number[])[];
  /** All between brows and chin. */
  readonly face: readonly number[];
  /** The same without all that glasses may cover. */
  readonly skinArea: readonly number[];
  /** The colour of this face's skin. */
  readonly skin: Colour;
}

/** Left and right are those of the picture. */
export function findFaceParts({ framed, landmarks, placement }: ComposedPhoto): FaceParts {
  const at = (index: number): Point => landmarks[index] ?? { x: 0, y: 0 };
  const unit = placement.faceWidth;
  const between = (one: number, other: number) => centroid([at(one), at(other)]);
  const leftCheek = patch(framed, between(2, 31), unit * 0.075);
  const rightCheek = patch(framed, between(14, 35), unit * 0.075);
  const brows = centroid([at(21), at(22)]);
  const forehead = patch(framed, { x: brows.x, y: brows.y - unit * 0.16 }, unit * 0.08);
  const face = insideOf(framed.width, [...landmarks.slice(0, 17), ...landmarks.slice(17, 27).toReversed()]);
  const glasses = between(28, 29).y;
  return {
    leftCheek,
    rightCheek,
    forehead,
    eyes: [landmarks.slice(36, 42), landmarks.slice(42, 48)].map((eye) => insideOf(framed.width, eye)),
    face,
    skinArea: face.filter((p) => p / 3 / framed.width > glasses + unit * 0.1),
    skin: medianColour(framed, [...leftCheek, ...rightCheek]),
  };
}

/** How far a pixel's chroma may be from the cheeks', and its luminance below or above theirs, to count as skin. */
const SKIN_CHROMA = 14;
const SKIN_DARKEST = 0.42;
const SKIN_BRIGHTEST = 1.7;

export function isSkin(data: ArrayLike<number>, at: number, skin: Colour): boolean {
  const { y, cb, cr } = colourAt(data, at);
  const near = Math.hypot(cb - skin.cb, cr - skin.cr) <= SKIN_CHROMA;
  return near && y >= skin.y * SKIN_DARKEST && y <= skin.y * SKIN_BRIGHTEST;
}

/** Offsets of the pixels inside of a polygon (even–odd rule). */
export function insideOf(width: number, polygon: readonly Point[]): number[] {
  const found: number[] = [];
  const top = Math.max(0, Math.ceil(Math.min(...polygon.map(({ y }) => y))));
  const bottom = Math.floor(Math.max(...polygon.map(({ y }) => y)));
  for (let y = top; y <= bottom; y++) {
    const crossings = polygon
      .flatMap((one, index) => {
        const other = polygon[(index + 1) % polygon.length] ?? one;
        if (one.y > y === other.y > y) return [];
        return [one.x + ((y - one.y) / (other.y - one.y)) * (other.x - one.x)];
      })
      .sort((one, other) => one - other);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const from = Math.max(0, Math.ceil(crossings[pair] ?? 0));
      const to = Math.min(width - 1, Math.floor(crossings[pair + 1] ?? 0));
      for (let x = from; x <= to; x++) found.push((y * width + x) * 3);
    }
  }
  return found;
}
