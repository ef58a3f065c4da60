/** Share with the 95 % interval of Wilson (1927), which holds for few samples and for shares near 0 and 1. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly of: number;
}

const Z_95 = 1.959964;

export function wilson(count: number, of: number): Share {
  if (of === 0) return { share: Number.NaN, low: 0, high: 1, count, of };
  const share = count / of;
  const z2 = Z_95 * Z_95;
  const middle = (share + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z_95 / (1 + z2 / of)) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half), count, of };
}

/** Distances of genuine and impostor pairs; smaller is more alike. */
export interface Scores {
  readonly genuine: readonly number[];
  readonly impostor: readonly number[];
}

/** What a false match rate costs. */
export interface MeasuredPoint {
  readonly falseMatchRate: number;
  /** The largest threshold that lets no more than this share of the impostors through. */
  readonly threshold: number;
  /** Impostors it does let through. */
  readonly falseMatches: Share;
  readonly trueAccepts: Share;
}

/**
 * The point at a false match rate; undefined where the impostor pairs are too few for even one of them to be that share:
 * then any figure would be invented.
 */
export function pointAt({ genuine, impostor }: Scores, falseMatchRate: number): MeasuredPoint | undefined {
  const allowed = Math.floor(falseMatchRate * impostor.length + 1e-9);
  if (allowed < 1) return undefined;
  const threshold = impostor.toSorted((one, other) => one - other)[allowed - 1];
  if (threshold === undefined) return undefined;
  const within = (distances: readonly number[]) => distances.filter((distance) => distance <= threshold).length;
  return {
    falseMatchRate,
    threshold,
    falseMatches: wilson(within(impostor), impostor.length),
    trueAccepts: wilson(within(genuine), genuine.length),
  };
}

/** Where as many genuine pairs are turned away as impostors are let through; undefined without pairs of both kinds. */
export function equalErrorRate({ genuine, impostor }: Scores): { rate: number; threshold: number } | undefined {
  if (genuine.length === 0 || impostor.length === 0) return undefined;
  const genuineUp = genuine.toSorted((one, other) => one - other);
  const impostorUp = impostor.toSorted((one, other) => one - other);
  let best = { rate: 1, threshold: 0, gap: Number.POSITIVE_INFINITY };
  let accepted = 0;
  for (const [index, threshold] of genuineUp.entries()) {
    while (accepted < impostorUp.length && (impostorUp[accepted] ?? 0) <= threshold) accepted++;
    const rejectedShare = 1 - (index + 1) / genuineUp.length;
    const acceptedShare = accepted / impostorUp.length;
    const gap = Math.abs(rejectedShare - acceptedShare);
    if (gap < best.gap) best = { rate: (rejectedShare + acceptedShare) / 2, threshold, gap };
  }
  return { rate: best.rate, threshold: best.threshold };
}

/** `share` of the values are at or under the answer (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
