import type { Descriptor, Matcher } from './matchers.ts';
import type { PairSet } from './pairs.ts';
import type { Prepared } from './pictures.ts';
import { equalErrorRate, type MeasuredPoint, pointAt, type Scores, type Share, wilson } from './statistics.ts';

export const FALSE_MATCH_RATES = [1e-2, 1e-3, 1e-4, 1e-5] as const;

/** What is held against what. The first two are those of the larger run; the last two differ in nothing but frames. */
export const COMPARISONS = [
  { id: 'full', condition: 'full', live: 'picture', fused: false, about: 'picture against picture' },
  { id: 'id-photo', condition: 'id-photo', live: 'picture', fused: false, about: 'picture against ID photo' },
  { id: 'camera', condition: 'id-photo', live: 'frames', fused: false, about: 'one camera frame against ID photo' },
  { id: 'fused', condition: 'id-photo', live: 'frames', fused: true, about: 'fused camera frames against ID photo' },
] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface Accuracy {
  readonly matcher: string;
  readonly comparison: Comparison;
  readonly scores: Scores;
  /** In the order of `FALSE_MATCH_RATES`; undefined = not measurable with so few impostors. */
  readonly points: readonly (MeasuredPoint | undefined)[];
  readonly equalError: { readonly rate: number; readonly threshold: number } | undefined;
  /** Pictures in either role of which no descriptor could be made. Their pairs are in no other figure. */
  readonly notAcquired: Share;
}

interface Described {
  readonly full: Descriptor | undefined;
  readonly idPhoto: Descriptor | undefined;
  readonly frames: readonly Descriptor[];
}

/** Describes every picture once and holds all pairs against each other, in every way of `COMPARISONS`. */
export async function measureAccuracy(
  matcher: Matcher,
  { pictures, pairs }: PairSet,
  prepare: (file: string) => Promise<Prepared>,
  onPicture: () => void,
): Promise<Accuracy[]> {
  const described = new Map<string, Described>();
  for (const file of pictures) {
    const prepared = await prepare(file);
    const frames: Descriptor[] = [];
    for (const frame of prepared.frames) {
      const descriptor = await matcher.describe(frame, 'live');
      if (descriptor) frames.push(descriptor);
    }
    described.set(file, {
      full: await matcher.describe(prepared.full, 'portrait'),
      idPhoto: prepared.idPhoto && (await matcher.describe(prepared.idPhoto, 'portrait')),
      frames,
    });
    onPicture();
  }
  return COMPARISONS.map((comparison) => {
    const live = new Map([...described].map(([file, all]) => [file, liveOf(all, comparison, matcher)]));
    const photo = new Map(
      [...described].map(([file, all]) => [file, comparison.condition === 'full' ? all.full : all.idPhoto]),
    );
    const scores: { genuine: number[]; impostor: number[] } = { genuine: [], impostor: [] };
    for (const pair of pairs) {
      const one = live.get(pair.live);
      const other = photo.get(pair.photo);
      if (one && other) scores[pair.same ? 'genuine' : 'impostor'].push(matcher.distance(one, other));
    }
    const roles = [...live.values(), ...photo.values()];
    return {
      matcher: matcher.name,
      comparison,
      scores,
      points: FALSE_MATCH_RATES.map((rate) => pointAt(scores, rate)),
      equalError: equalErrorRate(scores),
      notAcquired: wilson(roles.filter((descriptor) => !descriptor).length, roles.length),
    };
  });
}

function liveOf(all: Described, { live, fused }: Comparison, matcher: Matcher): Descriptor | undefined {
  if (live === 'picture') return all.full;
  return fused && all.frames.length > 0 ? matcher.fuse(all.frames) : all.frames[0];
}
