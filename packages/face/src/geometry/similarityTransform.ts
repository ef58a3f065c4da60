export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Rotation, scale and shift without reflection: x' = a·x − b·y + tx, y' = b·x + a·y + ty. */
export interface SimilarityTransform {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * The similarity transform that takes `from` closest to `to` in the least-squares sense (the planar case of Umeyama
 * 1991 has this closed form). Both lists pair up by index. Throws when they don't, or when all of `from` coincide.
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): SimilarityTransform {
  if (from.length !== to.length || from.length < 2) {
    throw new RangeError(`cannot fit ${from.length} points to ${to.length}`);
  }
  const fromMean = centroid(from);
  const toMean = centroid(to);
  let spread = 0;
  let along = 0;
  let across = 0;
  from.forEach((source, index) => {
    const target = to[index] ?? toMean;
    const sx = source.x - fromMean.x;
    const sy = source.y - fromMean.y;
    const dx = target.x - toMean.x;
    const dy = target.y - toMean.y;
    spread += sx * sx + sy * sy;
    along += sx * dx + sy * dy;
    across += sx * dy - sy * dx;
  });
  if (spread === 0) throw new RangeError('cannot fit points that all coincide');
  const a = along / spread;
  const b = across / spread;
  return {
    a,
    b,
    tx: toMean.x - a * fromMean.x + b * fromMean.y,
    ty: toMean.y - b * fromMean.x - a * fromMean.y,
  };
}

export function applySimilarity({ a, b, tx, ty }: SimilarityTransform, { x, y }: Point): Point {
  return { x: a * x - b * y + tx, y: b * x + a * y + ty };
}

export function centroid(points: readonly Point[]): Point {
  const sum = points.reduce((total, point) => ({ x: total.x + point.x, y: total.y + point.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
