import { type Condition, type EngineManifest, nameOf, type OperatingPoint } from './engines/engineManifest.ts';
import { FaceEngineError } from './faceEngineError.ts';

/** What a decision is made under. */
export interface Demand {
  readonly falseMatchRate: number;
  readonly condition: Condition;
  /** Live frames that will be fused. */
  readonly frames: number;
}

/**
 * The point measured at exactly this false match rate and condition: for exactly that many fused frames where it exists,
 * else for one frame. Throws `FaceEngineError` (`false-match-rate-not-measured`) where there is neither: a threshold in
 * between would be a guess, and a guess must not hand out cards.
 *
 * A single frame's threshold for a fused decision keeps its false match rate only as far as fused descriptors of
 * strangers are no nearer than single ones; the decision says which kind it was held against (`measuredFrames`).
 */
export function getOperatingPoint(
  manifest: EngineManifest,
  { falseMatchRate, condition, frames }: Demand,
): OperatingPoint {
  const measured = manifest.operatingPoints.filter((point) => point.condition === condition);
  const at = (count: number) =>
    measured.find((point) => point.falseMatchRate === falseMatchRate && point.frames === count);
  const point = at(frames) ?? at(1);
  if (point) return point;
  const rates = [...new Set(measured.map((known) => known.falseMatchRate))].sort((one, other) => other - one);
  throw new FaceEngineError(
    'false-match-rate-not-measured',
    `${nameOf(manifest)} was never measured at a false match rate of ${falseMatchRate} (${condition}). ` +
      (rates.length > 0
        ? `Choose one of ${rates.join(', ')} in the policy, or an engine that was measured at it.`
        : 'It was measured at none: run the bench with --write-manifest over enough pairs first.'),
  );
}
