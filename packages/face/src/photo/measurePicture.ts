import type { RgbImage } from '../types.ts';
import type { ComposedPhoto } from './composePhoto.ts';
import type { FaceParts } from './faceParts.ts';
import { colourAt, luminanceAt, median, percentile, shareOf } from './statistics.ts';

/** How good the picture of the face is: light, sharpness, noise, what a phone's beauty filter or a messenger did to it. */
export interface PictureFigures {
  /** Fine detail of the face over its contrast, 0 = none. */
  readonly sharpness: number;
  /** Standard deviation of the noise on smooth skin, 0…255. */
  readonly noise: number;
  /** Share of the face's pixels burnt out; not around the eyes, where it may be the glare of glasses. */
  readonly burnt: number;
  /** Luminance of the brighter parts of the face (90th percentile), 0…255; low on dark skin too, but never this low. */
  readonly brightness: number;
  /** The darker cheek's luminance over the brighter one's. */
  readonly evenness: number;
  /** Distance of the skin from grey, 0…180. */
  readonly chroma: number;
  /** How much stronger the steps on the edges of JPEG's 8×8 blocks are than elsewhere; 1 = none can be seen. */
  readonly blockiness: number;
}

export function measurePicture(photo: ComposedPhoto, parts: FaceParts, source: RgbImage): PictureFigures {
  const { framed } = photo;
  const noise = noiseOf(framed, [...parts.leftCheek, ...parts.rightCheek, ...parts.forehead]);
  const light = parts.face.map((p) => luminanceAt(framed.data, p));
  const left = median(parts.leftCheek.map((p) => luminanceAt(framed.data, p)));
  const right = median(parts.rightCheek.map((p) => luminanceAt(framed.data, p)));
  return {
    sharpness: sharpnessOf(framed, parts.face, noise),
    noise,
    burnt: shareOf(parts.skinArea, (p) => isBurnt(framed, p)),
    brightness: percentile(light, 0.9),
    evenness: Math.min(left, right) / Math.max(left, right, 1),
    chroma: median(parts.face.map((p) => chromaAt(framed, p))),
    blockiness: blockinessOf(source),
  };
}

const BURNT = 250;

function isBurnt({ data }: RgbImage, p: number): boolean {
  return (data[p] ?? 0) >= BURNT && (data[p + 1] ?? 0) >= BURNT && (data[p + 2] ?? 0) >= BURNT - 10;
}

function chromaAt({ data }: RgbImage, p: number): number {
  const { cb, cr } = colourAt(data, p);
  return Math.hypot(cb, cr);
}

/**
 * Energy of the second difference over one pixel of the photo against that over four: what is out of focus or enlarged
 * has only the coarse one. Relative to the face itself, so neither light nor skin have a say; and without the noise, which
 * would pass for detail.
 */
function sharpnessOf(image: RgbImage, offsets: readonly number[], noise: number): number {
  // Weights 1, 1, 1, 1 and −4: their squares add up to 20.
  const grain = 20 * noise * noise;
  const fine = Math.max(0, secondDifference(image, offsets, 1) - grain);
  const coarse = Math.max(1, secondDifference(image, offsets, 4) - grain);
  return fine / coarse;
}

function secondDifference({ width, data }: RgbImage, offsets: readonly number[], step: number): number {
  const across = step * 3;
  const down = step * width * 3;
  let energy = 0;
  let count = 0;
  for (const p of offsets) {
    if (p < down || p + down >= data.length) continue;
    const around =
      luminanceAt(data, p - across) +
      luminanceAt(data, p + across) +
      luminanceAt(data, p - down) +
      luminanceAt(data, p + down);
    energy += (around - 4 * luminanceAt(data, p)) ** 2;
    count++;
  }
  return energy / Math.max(count, 1);
}

/**
 * Immerkær's estimate (1996) on smooth skin: a mask that cancels slopes leaves noise. The median instead of the mean, so
 * that a mole or a hair does not count.
 */
function noiseOf({ width, data }: RgbImage, offsets: readonly number[]): number {
  const row = width * 3;
  const residues = offsets
    .filter((p) => p >= row + 3 && p + row + 3 < data.length)
    .map((p) => {
      const at = (dx: number, dy: number) => luminanceAt(data, p + dx * 3 + dy * row);
      const corners = at(-1, -1) + at(1, -1) + at(-1, 1) + at(1, 1);
      const sides = at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1);
      return Math.abs(corners - 2 * sides + 4 * at(0, 0));
    });
  // The mask's weights have a norm of 6; the median of |x| of a normal distribution is 0.6745 σ.
  return median(residues) / 6 / 0.6745;
}

/** On the pixels of the source: only there do JPEG's blocks begin at multiples of eight. */
function blockinessOf({ width, height, data }: RgbImage): number {
  let onEdge = 0;
  let edges = 0;
  let inside = 0;
  let others = 0;
  for (let y = 0; y < height; y += 2) {
    for (let x = 2; x + 2 < width; x++) {
      const p = (y * width + x) * 3;
      const left = luminanceAt(data, p - 3);
      const here = luminanceAt(data, p);
      // The step itself, without the slope that goes on on either side of it.
      const slope = (left - luminanceAt(data, p - 6) + luminanceAt(data, p + 3) - here) / 2;
      const step = Math.abs(here - left - slope);
      if (x % 8 === 0) {
        onEdge += step;
        edges++;
      } else {
        inside += step;
        others++;
      }
    }
  }
  if (edges === 0 || inside === 0) return 1;
  return onEdge / edges / (inside / others);
}
