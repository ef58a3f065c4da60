import type { PictureMemory } from '../analysis/pictureMemory.ts';
import type { RgbImage } from '../types.ts';
import { boxMean, connectedTo, distanceTo, guidedFilter, makePlane, type Plane } from './planes.ts';
import { spreadColour } from './spreadColour.ts';

/** The person without the background: how much of each pixel is person, and the colour that part has. */
export interface CutOut {
  readonly width: number;
  readonly height: number;
  /** 0…1 a pixel. */
  readonly alpha: Float32Array;
  /** RGB 0…255 of the person alone, the old background's colour taken out of the hair. */
  readonly colour: Float32Array;
}

/** Surely person at this mask value, surely not below that one; between them lies the edge. */
const SURELY_PERSON = 0.95;
const SURELY_NOT = 0.05;
const PERSON = 0.5;
/** The net sees pixels about twice as large as the photo's: the true edge is sought this far on either side of its own. */
const BAND = 7;
/** Loose hair reaches further out than the mask. */
const HAIR_BAND = 11;
/** Distance between the colours of person and background (RGB) from which colour tells more than the mask. */
const TELLING = 34;
/** How much a colour that lies off the line between the two counts against trusting it: it is a third thing. */
const DOUBT = 6;
/** Mask values between which a pixel may begin to be person at all, and between which it must be. */
const MAYBE_PERSON = [0.25, 0.7] as const;
const MAYBE_NOT = [0.65, 0.97] as const;
const GUIDE_RADIUS = 9;
const GUIDE_SMOOTHNESS = 4e-4;
/** What is nearly person or nearly not, is: noise in the background would remain as a grey veil, and the face as lace. */
/** How far single pixels give way to the mean of their neighbours: stairs and specks along the edge go, strands stay. */
const SOFTENED = 0.6;
const LEVELS = { low: 0.14, high: 0.9 } as const;

/**
 * Refines a coarse person mask to an alpha matte at the picture's own resolution.
 *
 * Near the mask's edge the colours of person and background are continued inwards from where they are sure, and each
 * pixel is placed on the line between the two; where they hardly differ (black hair before a dark wall) the mask decides,
 * aligned with the picture's edges by a guided filter. Only what hangs together with `seeds` (pixels of the face)
 * counts, so somebody behind, or a flag, vanishes with the background. `hairEnds`: the row above which hair is expected.
 */
export function cutOutPerson(
  image: RgbImage,
  mask: Plane,
  seeds: readonly number[],
  hairEnds: number,
  memory: PictureMemory,
): CutOut {
  const { width, height, data } = image;
  const person = connectedTo(mask, PERSON, seeds);
  const nobody = person.map((value) => 1 - value);
  const outside = distanceTo(person, width, HAIR_BAND + 1);
  const inside = distanceTo(nobody, width, HAIR_BAND + 1);
  const isPerson = new Float32Array(person.length);
  const isNot = new Float32Array(person.length);
  for (let at = 0; at < person.length; at++) {
    const reach = at < hairEnds * width ? HAIR_BAND : BAND;
    const value = mask.data[at] ?? 0;
    if ((inside[at] ?? 0) > BAND && value >= SURELY_PERSON) isPerson[at] = 1;
    else if ((inside[at] ?? 0) > reach) isPerson[at] = 1;
    if ((outside[at] ?? 0) > BAND && value <= SURELY_NOT) isNot[at] = 1;
    else if ((outside[at] ?? 0) > reach) isNot[at] = 1;
  }
  const front = memory.hold(spreadColour(data, isPerson, width, height));
  const back = memory.hold(spreadColour(data, isNot, width, height));
  const aligned = alignMask(image, mask, person, outside, memory);
  const rough = makePlane(width, height);
  for (let at = 0; at < person.length; at++) {
    const unsure = !isPerson[at] && !isNot[at];
    rough.data[at] = unsure
      ? weigh(data, front, back, at * 3, aligned.data[at] ?? 0, mask.data[at] ?? 0)
      : (isPerson[at] ?? 0);
  }
  const soft = memory.hold(boxMean(rough, 1).data);
  memory.hold(rough.data);
  const alpha = memory.hold(rough.data.map((share, at) => level(SOFTENED * (soft[at] ?? 0) + (1 - SOFTENED) * share)));
  const colour = memory.hold(new Float32Array(data.length));
  for (let at = 0; at < person.length; at++) {
    const p = at * 3;
    const share = alpha[at] ?? 0;
    for (let c = p; c < p + 3; c++) {
      const seen = data[c] ?? 0;
      // Taken out of the mixture where enough is left to tell; else what the person's colour is nearby.
      const own = share > 0 ? (seen - (1 - share) * (back[c] ?? 0)) / share : 0;
      const trust = Math.min(1, Math.max(0, (share - 0.25) / 0.6));
      colour[c] = Math.min(255, Math.max(0, trust * own + (1 - trust) * (front[c] ?? 0)));
    }
  }
  return { width, height, alpha, colour };
}

/**
 * How much of the pixel at `p` is person: from its colour as far as that can be trusted, else from the aligned mask. The
 * bare mask has the last word: colour decides nothing where the net is sure.
 */
function weigh(
  data: Uint8Array,
  front: Float32Array,
  back: Float32Array,
  p: number,
  aligned: number,
  mask: number,
): number {
  let along = 0;
  let apart = 0;
  for (let c = p; c < p + 3; c++) {
    const axis = (front[c] ?? 0) - (back[c] ?? 0);
    along += ((data[c] ?? 0) - (back[c] ?? 0)) * axis;
    apart += axis * axis;
  }
  const byColour = Math.min(1, Math.max(0, along / Math.max(apart, 1)));
  let unexplained = 0;
  for (let c = p; c < p + 3; c++) {
    const mixed = byColour * (front[c] ?? 0) + (1 - byColour) * (back[c] ?? 0);
    unexplained += ((data[c] ?? 0) - mixed) ** 2;
  }
  const told = apart / (apart + TELLING * TELLING + DOUBT * unexplained);
  const share = told * byColour + (1 - told) * aligned;
  return Math.min(rise(mask, ...MAYBE_PERSON), Math.max(rise(mask, ...MAYBE_NOT), share));
}

/** 0 below `from`, 1 above `to`, smooth between. */
function rise(value: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

function level(share: number): number {
  return Math.min(1, Math.max(0, (share - LEVELS.low) / (LEVELS.high - LEVELS.low)));
}

function alignMask(
  { width, height, data }: RgbImage,
  mask: Plane,
  person: Uint8Array,
  outside: Uint8Array,
  memory: PictureMemory,
): Plane {
  const own = makePlane(width, height);
  const light = makePlane(width, height);
  for (let at = 0; at < person.length; at++) {
    own.data[at] = person[at] || (outside[at] ?? 0) <= BAND ? (mask.data[at] ?? 0) : 0;
    light.data[at] =
      (0.299 * (data[at * 3] ?? 0) + 0.587 * (data[at * 3 + 1] ?? 0) + 0.114 * (data[at * 3 + 2] ?? 0)) / 255;
  }
  for (const plane of [own, light]) memory.hold(plane.data);
  return guidedFilter(own, light, GUIDE_RADIUS, GUIDE_SMOOTHNESS, memory);
}

/** The person before an even background. */
export function placeBefore({ width, height, alpha, colour }: CutOut, background: readonly number[]): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at++) {
    const share = alpha[(at / 3) | 0] ?? 0;
    data[at] = Math.round(share * (colour[at] ?? 0) + (1 - share) * (background[at % 3] ?? 255));
  }
  return { width, height, data };
}
