import type { Point } from '../geometry/similarityTransform.ts';
import type { RgbImage } from '../types.ts';

/**
 * A new picture of `width`×`height` whose pixel at (x, y) is what `source` has at `from(x, y)`, between the pixels and
 * continued beyond the edges. Meant for scales around 1: shrink with sharp first.
 */
export function warpImage(
  source: RgbImage,
  width: number,
  height: number,
  from: (x: number, y: number) => Point,
): RgbImage {
  const data = new Uint8Array(width * height * 3);
  const row = source.width * 3;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = from(x, y);
      const sx = Math.min(source.width - 1.001, Math.max(0, at.x));
      const sy = Math.min(source.height - 1.001, Math.max(0, at.y));
      const left = Math.floor(sx);
      const top = Math.floor(sy);
      const fx = sx - left;
      const fy = sy - top;
      const base = top * row + left * 3;
      const to = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const p = base + channel;
        const upper = (source.data[p] ?? 0) * (1 - fx) + (source.data[p + 3] ?? 0) * fx;
        const lower = (source.data[p + row] ?? 0) * (1 - fx) + (source.data[p + row + 3] ?? 0) * fx;
        data[to + channel] = Math.round(upper * (1 - fy) + lower * fy);
      }
    }
  }
  return { width, height, data };
}
