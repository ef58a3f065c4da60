import type { Point } from '../geometry/similarityTransform.ts';
import type { RgbImage } from '../types.ts';

/** Rec. 601, 0…255. */
export function luminanceAt(data: ArrayLike<number>, at: number): number {
  return 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
}

/** The value below which `share` (0…1) of the values lie; NaN for none. Unlike a mean, no single pixel moves it far. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Share of the values that are so; NaN for none. */
export function shareOf<T>(values: readonly T[], so: (value: T) => boolean): number {
  return values.filter(so).length / values.length;
}

/** Offsets into `data` of the pixels within `radius` of a point, inside of the picture. */
export function patch({ width, height }: RgbImage, centre: Point, radius: number): number[] {
  const found: number[] = [];
  for (let y = Math.max(0, Math.ceil(centre.y - radius)); y <= Math.min(height - 1, centre.y + radius); y++) {
    for (let x = Math.max(0, Math.ceil(centre.x - radius)); x <= Math.min(width - 1, centre.x + radius); x++) {
      if ((x - centre.x) ** 2 + (y - centre.y) ** 2 <= radius * radius) found.push((y * width + x) * 3);
    }
  }
  return found;
}

/** A colour as eye and JPEG see it: brightness and the two differences (Rec. 601), all 0…255 wide. */
export interface Colour {
  readonly y: number;
  readonly cb: number;
  readonly cr: number;
}

export function colourAt(data: ArrayLike<number>, at: number): Colour {
  const y = luminanceAt(data, at);
  return { y, cb: 0.564 * ((data[at + 2] ?? 0) - y), cr: 0.713 * ((data[at] ?? 0) - y) };
}

/** The median of each, over the pixels at these offsets. */
export function medianColour({ data }: RgbImage, offsets: readonly number[]): Colour {
  const colours = offsets.map((at) => colourAt(data, at));
  return {
    y: median(colours.map(({ y }) => y)),
    cb: median(colours.map(({ cb }) => cb)),
    cr: median(colours.map(({ cr }) => cr)),
  };
}
