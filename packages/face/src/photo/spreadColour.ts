/**
 * The colours of the pixels with weight, continued over those without: every hole gets the mean of what surrounds it,
 * near before far (pull–push over a pyramid of halves; Gortler et al., The Lumigraph, 1996). RGB, 0…255.
 */
export function spreadColour(
  colour: ArrayLike<number>,
  weight: ArrayLike<number>,
  width: number,
  height: number,
): Float32Array {
  const top: Level = { width, height, colour: Float32Array.from(colour), weight: Float32Array.from(weight) };
  const levels = [top];
  for (let level = top; level.width > 1 || level.height > 1; ) {
    level = halve(level);
    levels.push(level);
  }
  for (let index = levels.length - 2; index >= 0; index--) {
    const fine = levels[index];
    const coarse = levels[index + 1];
    if (fine && coarse) fillFrom(fine, coarse);
    // Small and blurred, and still somebody's face.
    coarse?.colour.fill(0);
  }
  return top.colour;
}

interface Level {
  readonly width: number;
  readonly height: number;
  readonly colour: Float32Array;
  readonly weight: Float32Array;
}

function halve(fine: Level): Level {
  const width = Math.max(1, Math.ceil(fine.width / 2));
  const height = Math.max(1, Math.ceil(fine.height / 2));
  const colour = new Float32Array(width * height * 3);
  const weight = new Float32Array(width * height);
  for (let y = 0; y < fine.height; y++) {
    for (let x = 0; x < fine.width; x++) {
      const from = y * fine.width + x;
      const to = (y >> 1) * width + (x >> 1);
      const share = fine.weight[from] ?? 0;
      weight[to] = (weight[to] ?? 0) + share;
      for (let c = 0; c < 3; c++) {
        colour[to * 3 + c] = (colour[to * 3 + c] ?? 0) + share * (fine.colour[from * 3 + c] ?? 0);
      }
    }
  }
  for (let at = 0; at < weight.length; at++) {
    const total = weight[at] ?? 0;
    if (total > 0) for (let c = at * 3; c < at * 3 + 3; c++) colour[c] = (colour[c] ?? 0) / total;
    weight[at] = Math.min(1, total);
  }
  return { width, height, colour, weight };
}

/** Pixels of `fine` short of weight take the rest from `coarse`, read between its pixels so that no blocks show. */
function fillFrom(fine: Level, coarse: Level): void {
  for (let y = 0; y < fine.height; y++) {
    const cy = Math.min(coarse.height - 1, Math.max(0, y / 2 - 0.25));
    const top = Math.floor(cy);
    const below = Math.min(coarse.height - 1, top + 1);
    const fy = cy - top;
    for (let x = 0; x < fine.width; x++) {
      const at = y * fine.width + x;
      const own = fine.weight[at] ?? 0;
      if (own >= 1) continue;
      const cx = Math.min(coarse.width - 1, Math.max(0, x / 2 - 0.25));
      const left = Math.floor(cx);
      const right = Math.min(coarse.width - 1, left + 1);
      const fx = cx - left;
      for (let c = 0; c < 3; c++) {
        const read = (row: number, column: number) => coarse.colour[(row * coarse.width + column) * 3 + c] ?? 0;
        const upper = read(top, left) * (1 - fx) + read(top, right) * fx;
        const lower = read(below, left) * (1 - fx) + read(below, right) * fx;
        const filled = upper * (1 - fy) + lower * fy;
        fine.colour[at * 3 + c] = own * (fine.colour[at * 3 + c] ?? 0) + (1 - own) * filled;
      }
    }
  }
}
