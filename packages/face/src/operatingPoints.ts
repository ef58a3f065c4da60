import { FaceEngineError } from './faceEngineError.ts';

/** One measured point of the trade: who gets in wrongly against who is turned away wrongly. */
export interface OperatingPoint {
  /** Share of impostor pairs at or below the threshold. */
  readonly falseMatchRate: number;
  /** Euclidean distance between two 128-value descriptors: at or below it, the same person. */
  readonly threshold: number;
  /** Share of genuine pairs accepted on one single frame. */
  readonly trueAcceptRate: number;
}

/** Thresholds mean something only for this engine under these conditions, so they are kept together. */
export interface MeasuredEngine {
  readonly engine: string;
  readonly measuredOn: string;
  readonly points: readonly OperatingPoint[];
}

/**
 * Where the figures come from: LFW deep-funneled, about 2,350 pictures of the standard protocol's list, every genuine
 * and impostor combination among them (3–4 thousand genuine, 3.4–4.6 million impostor). "ID condition": the second
 * picture framed like an ID photo (102×126 px), WebP-compressed to 1,024 bytes or less, padded with grey to 2.5× before
 * detection. LFW has label errors, so the true accept rates are a floor. Measured on single frames; what averaging
 * several frames does to the false match rate has not been measured on a set of this size.
 * At 1e-5 no threshold was recorded for this engine, so that rate cannot be asked for.
 */
export const chipAndMirrored: MeasuredEngine = {
  engine: '@vladmandic/face-api 1.7.15, aligned chip + mirrored',
  measuredOn: 'LFW, ID condition (102×126 px, ≤ 1,024 bytes)',
  points: [
    { falseMatchRate: 1e-2, threshold: 0.593, trueAcceptRate: 0.939 },
    { falseMatchRate: 1e-3, threshold: 0.528, trueAcceptRate: 0.777 },
    { falseMatchRate: 1e-4, threshold: 0.467, trueAcceptRate: 0.496 },
  ],
};

/**
 * The point measured at exactly this false match rate. Throws `FaceEngineError` (`false-match-rate-not-measured`)
 * otherwise: a threshold in between would be a guess, and a guess must not hand out cards.
 */
export function getOperatingPoint(falseMatchRate: number, measured: MeasuredEngine = chipAndMirrored): OperatingPoint {
  const point = measured.points.find((candidate) => candidate.falseMatchRate === falseMatchRate);
  if (point) return point;
  throw new FaceEngineError(
    'false-match-rate-not-measured',
    `${measured.engine} was never measured at a false match rate of ${falseMatchRate}. ` +
      `Choose one of ${measured.points.map((known) => known.falseMatchRate).join(', ')} in the policy.`,
  );
}
