import type { PictureMemory } from '../analysis/pictureMemory.ts';

/** One number a pixel, row by row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export function makePlane(width: number, height: number): Plane {
  return { width, height, data: new Float32Array(width * height) };
}

/** Mean over the square of `radius` around each pixel, cut off at the edge. Two running sums, so any radius costs the same. */
export function boxMean({ width, height, data }: Plane, radius: number): Plane {
  const rows = new Float32Array(data.length);
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) runningMean(data, rows, y * width, 1, width, radius);
  for (let x = 0; x < width; x++) runningMean(rows, out, x, width, height, radius);
  rows.fill(0);
  return { width, height, data: out };
}

function runningMean(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  length: number,
  radius: number,
) {
  let sum = 0;
  let count = 0;
  for (let ahead = 0; ahead < Math.min(radius, length); ahead++) {
    sum += from[start + ahead * step] ?? 0;
    count++;
  }
  for (let at = 0; at < length; at++) {
    if (at + radius < length) {
      sum += from[start + (at + radius) * step] ?? 0;
      count++;
    }
    if (at - radius - 1 >= 0) {
      sum -= from[start + (at - radius - 1) * step] ?? 0;
      count--;
    }
    to[start + at * step] = sum / count;
  }
}

/**
 * A smoothed `plane` whose edges lie where those of `guide` (0…1) do: the guided filter of He, Sun and Tang (ECCV 2010).
 * `smoothness`: variance of the guide below which it counts as flat.
 */
export function guidedFilter(
  plane: Plane,
  guide: Plane,
  radius: number,
  smoothness: number,
  memory: PictureMemory,
): Plane {
  const { width, height } = plane;
  const product = makePlane(width, height);
  const square = makePlane(width, height);
  for (let at = 0; at < plane.data.length; at++) {
    const value = guide.data[at] ?? 0;
    product.data[at] = value * (plane.data[at] ?? 0);
    square.data[at] = value * value;
  }
  const meanGuide = memory.hold(boxMean(guide, radius).data);
  const meanPlane = memory.hold(boxMean(plane, radius).data);
  const meanProduct = memory.hold(boxMean(product, radius).data);
  const meanSquare = memory.hold(boxMean(square, radius).data);
  const slope = makePlane(width, height);
  const offset = makePlane(width, height);
  for (let at = 0; at < plane.data.length; at++) {
    const g = meanGuide[at] ?? 0;
    const p = meanPlane[at] ?? 0;
    const a = ((meanProduct[at] ?? 0) - g * p) / ((meanSquare[at] ?? 0) - g * g + smoothness);
    slope.data[at] = a;
    offset.data[at] = p - a * g;
  }
  const meanSlope = memory.hold(boxMean(slope, radius).data);
  const meanOffset = memory.hold(boxMean(offset, radius).data);
  const out = makePlane(width, height);
  for (const made of [product, square, slope, offset, out]) memory.hold(made.data);
  for (let at = 0; at < plane.data.length; at++) {
    out.data[at] = (meanSlope[at] ?? 0) * (guide.data[at] ?? 0) + (meanOffset[at] ?? 0);
  }
  return out;
}

/** The part of `mask` (≥ `level`) that hangs together with the seed pixels: 1 there, 0 elsewhere. */
export function connectedTo(mask: Plane, level: number, seeds: readonly number[]): Uint8Array {
  const { width, data } = mask;
  const reached = new Uint8Array(data.length);
  const queue = seeds.filter((seed) => (data[seed] ?? 0) >= level);
  for (const seed of queue) reached[seed] = 1;
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const x = at % width;
    for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
      if (next < 0 || next >= data.length || reached[next] || (data[next] ?? 0) < level) continue;
      reached[next] = 1;
      queue.push(next);
    }
  }
  return reached;
}

/** Steps (in king's moves, at most `limit`) from each pixel to the nearest one that is set. */
export function distanceTo(set: Uint8Array, width: number, limit: number): Uint8Array {
  const height = set.length / width;
  const distance = new Uint8Array(set.length);
  for (let at = 0; at < set.length; at++) distance[at] = set[at] ? 0 : limit;
  const relax = (at: number, from: number) => {
    const through = (distance[from] ?? limit) + 1;
    if (through < (distance[at] ?? limit)) distance[at] = through;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (x > 0) relax(at, at - 1);
      if (y > 0) relax(at, at - width);
      if (y > 0 && x > 0) relax(at, at - width - 1);
      if (y > 0 && x < width - 1) relax(at, at - width + 1);
    }
  }
  for (let y = height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--) {
      const at = y * width + x;
      if (x < width - 1) relax(at, at + 1);
      if (y < height - 1) relax(at, at + width);
      if (y < height - 1 && x < width - 1) relax(at, at + width + 1);
      if (y < height - 1 && x > 0) relax(at, at + width - 1);
    }
  }
  return distance;
}
