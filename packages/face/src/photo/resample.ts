import type { Point, SimilarityTransform } from '../geometry/similarityTransform.ts';
import type { RgbImage } from '../types.ts';

/** A picture cut out of another, and which of its pixels the other really had. */
export interface Resampled {
  readonly image: RgbImage;
  /** 1 where the source had the pixel, 0 where its edge was continued. */
  readonly covered: Uint8Array;
}

/**
 * The picture whose pixel (x, y) lies at `transform`(x, y) in the source. Shrinks by averaging, enlarges by Catmull-Rom
 * (bilinear would soften a face that is short of pixels anyway). Beyond the source its edge is continued.
 */
export function resample(source: RgbImage, transform: SimilarityTransform, width: number, height: number): Resampled {
  const { a, b, tx, ty } = transform;
  const step = Math.hypot(a, b);
  const samples = Math.min(6, Math.max(1, Math.ceil(step)));
  const data = new Uint8Array(width * height * 3);
  const covered = new Uint8Array(width * height);
  const sum = new Float64Array(3);
  const read = step > 1 ? addBilinear : addCubic;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      sum.fill(0);
      for (let sample = 0; sample < samples * samples; sample++) {
        const cx = x + ((sample % samples) + 0.5) / samples - 0.5;
        const cy = y + (Math.floor(sample / samples) + 0.5) / samples - 0.5;
        read(source, a * cx - b * cy + tx, b * cx + a * cy + ty, sum);
      }
      const at = y * width + x;
      for (let channel = 0; channel < 3; channel++) {
        data[at * 3 + channel] = Math.min(255, Math.max(0, Math.round((sum[channel] ?? 0) / (samples * samples))));
      }
      covered[at] = isInside(source, { x: a * x - b * y + tx, y: b * x + a * y + ty }) ? 1 : 0;
    }
  }
  return { image: { width, height, data }, covered };
}

function isInside({ width, height }: RgbImage, { x, y }: Point): boolean {
  return x >= -0.5 && y >= -0.5 && x <= width - 0.5 && y <= height - 0.5;
}

function addBilinear({ width, height, data }: RgbImage, x: number, y: number, sum: Float64Array): void {
  const sx = Math.min(width - 1, Math.max(0, x));
  const sy = Math.min(height - 1, Math.max(0, y));
  const left = Math.floor(sx);
  const top = Math.floor(sy);
  const fx = sx - left;
  const fy = sy - top;
  const upper = (top * width + left) * 3;
  const lower = top + 1 < height ? upper + width * 3 : upper;
  const right = left + 1 < width ? 3 : 0;
  for (let channel = 0; channel < 3; channel++) {
    const p = upper + channel;
    const q = lower + channel;
    const above = (data[p] ?? 0) * (1 - fx) + (data[p + right] ?? 0) * fx;
    const below = (data[q] ?? 0) * (1 - fx) + (data[q + right] ?? 0) * fx;
    sum[channel] = (sum[channel] ?? 0) + above * (1 - fy) + below * fy;
  }
}

function addCubic({ width, height, data }: RgbImage, x: number, y: number, sum: Float64Array): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  for (let row = -1; row <= 2; row++) {
    const wy = catmullRom(y - top - row);
    const line = Math.min(height - 1, Math.max(0, top + row)) * width;
    for (let column = -1; column <= 2; column++) {
      const weight = wy * catmullRom(x - left - column);
      const from = (line + Math.min(width - 1, Math.max(0, left + column))) * 3;
      for (let channel = 0; channel < 3; channel++) {
        sum[channel] = (sum[channel] ?? 0) + weight * (data[from + channel] ?? 0);
      }
    }
  }
}

function catmullRom(distance: number): number {
  const d = Math.abs(distance);
  if (d < 1) return 1.5 * d ** 3 - 2.5 * d ** 2 + 1;
  return d < 2 ? -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2 : 0;
}
