import type { ComposedPhoto } from './composePhoto.ts';
import type { PhotoProfile } from './photoProfile.ts';
import { luminanceAt, median, percentile, shareOf } from './statistics.ts';

/** What is around the face: background, clothes, and whether the picture shows enough of the person. */
export interface SceneFigures {
  /** Distance of the background from the wanted colour in its worst channel, median, 0…255. */
  readonly backgroundOff: number;
  /** Spread of the background's luminance between its 5th and 95th percentile, 0…255. */
  readonly backgroundSpread: number;
  /** How much darker the background is close beside the person than far away, 0…255: a shadow on the wall. */
  readonly shadow: number;
  /** Share of the clothes along the outline that could be taken for the background. */
  readonly clothesLost: number;
  /** Share of the photo's rows below the chin that the source did not have. */
  readonly missingBelow: number;
  /** Share of the other rows' pixels that lie beside the source. */
  readonly missingBeside: number;
  /** Pixels of the head along the upper edge of the source: it was cut off there. */
  readonly headCut: number;
  /** Share of the outline where person and background could not be told apart. */
  readonly unclear: number;
}

const PERSON = 0.5;
const NEAR = 14;
/** Colours closer than this to the background's look like a hole in the person on a card printer. */
const LOST = 26;

export function measureScene(photo: ComposedPhoto, profile: PhotoProfile): SceneFigures {
  const { image, person, covered, landmarks, placement } = photo;
  const { width, height } = image;
  const chin = Math.min(height - 1, Math.round(landmarks[8]?.y ?? height));
  const wanted = profile.background.colour;
  const far: number[] = [];
  const near: number[] = [];
  for (let at = 0; at < person.data.length; at++) {
    if ((person.data[at] ?? 0) > 0.02) continue;
    (isBeside(photo, at) ? near : far).push(at * 3);
  }
  const background = [...far, ...near];
  const off = background.map((p) =>
    Math.max(...[0, 1, 2].map((c) => Math.abs((image.data[p + c] ?? 0) - (wanted[c] ?? 0)))),
  );
  const light = background.map((p) => luminanceAt(image.data, p));
  const lightOf = (offsets: readonly number[]) => offsets.map((p) => luminanceAt(image.data, p));
  const clothes = outlineBelow(photo, chin);
  // The eyes are above all of these rows, so a row without its middle is a row below the source.
  const middle = Math.round(placement.eyesX);
  const rows = Array.from({ length: height - chin }, (_, index) => (chin + index) * width).filter(
    (row) => covered[row + middle] === 1,
  );
  const below = rows.flatMap((row) => Array.from({ length: width }, (_, x) => row + x));
  return {
    backgroundOff: median(off),
    backgroundSpread: percentile(light, 0.95) - percentile(light, 0.05),
    shadow: near.length > 0 && far.length > 0 ? percentile(lightOf(far), 0.5) - percentile(lightOf(near), 0.1) : 0,
    clothesLost: clothes.length === 0 ? 1 : shareOf(clothes, (p) => isLost(photo, p, wanted)),
    missingBelow: 1 - rows.length / Math.max(1, height - chin),
    missingBeside: rows.length === 0 ? 0 : shareOf(below, (at) => covered[at] === 0),
    headCut: cutAtTop(photo, placement.eyesX),
    unclear: unclearShare(photo, chin),
  };
}

function isBeside({ person }: ComposedPhoto, at: number): boolean {
  const { width, data } = person;
  for (const step of [-NEAR, NEAR, -NEAR * width, NEAR * width]) if ((data[at + step] ?? 0) > PERSON) return true;
  return false;
}

/** Pixels of the person a little inside of its outline, below the chin. */
function outlineBelow({ person }: ComposedPhoto, chin: number): number[] {
  const { width, height, data } = person;
  const found: number[] = [];
  const depth = 6;
  for (let y = chin; y < height; y++) {
    for (let x = depth; x + depth < width; x++) {
      const at = y * width + x;
      if ((data[at] ?? 0) < 0.95) continue;
      const open =
        (data[at - depth] ?? 0) < PERSON ||
        (data[at + depth] ?? 0) < PERSON ||
        (data[at - depth * width] ?? 0) < PERSON;
      if (open) found.push(at * 3);
    }
  }
  return found;
}

function isLost({ image }: ComposedPhoto, p: number, wanted: readonly number[]): boolean {
  return [0, 1, 2].every((c) => Math.abs((image.data[p + c] ?? 0) - (wanted[c] ?? 0)) <= LOST);
}

function cutAtTop({ person, covered }: ComposedPhoto, eyesX: number): number {
  const { width, data } = person;
  let count = 0;
  for (let x = Math.max(0, Math.round(eyesX - 90)); x < Math.min(width, eyesX + 90); x++) {
    for (let y = 1; y < person.height / 2; y++) {
      const at = y * width + x;
      if (covered[at] === 1 && covered[at - width] === 0) {
        if ((data[at + width * 2] ?? 0) > PERSON) count++;
        break;
      }
    }
  }
  return count;
}

/** Alpha that is neither person nor not, per pixel of outline, above the chin. */
function unclearShare({ person }: ComposedPhoto, chin: number): number {
  const { width, data } = person;
  let unclear = 0;
  let outline = 0;
  for (let at = width; at < chin * width; at++) {
    const value = data[at] ?? 0;
    if (value > 0.15 && value < 0.85) unclear++;
    if (value >= PERSON !== (data[at - 1] ?? 0) >= PERSON || value >= PERSON !== (data[at - width] ?? 0) >= PERSON)
      outline++;
  }
  return outline === 0 ? 1 : unclear / outline;
}
