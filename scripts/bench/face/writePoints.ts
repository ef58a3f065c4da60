import { readFileSync, writeFileSync } from 'node:fs';
import {
  FALSE_MATCHES_NEEDED,
  type OperatingPoint,
  parseEngineManifest,
} from '../../../packages/face/src/engines/engineManifest.ts';
import type { Accuracy } from './accuracy.ts';

/** What became of the points of a run. */
export interface WrittenPoints {
  readonly written: number;
  /** Left out, because fewer than thirty false matches stand behind them. */
  readonly tooFew: number;
}

/**
 * Puts the measured points of one engine into its manifest, in place of those that were measured under the same
 * condition, with as many frames, at the same rate. Points that too few impostors stand behind are left out: a manifest
 * with them would be refused. `source`: what was measured on, by whom, when.
 */
export function writePoints(
  file: string,
  results: readonly Accuracy[],
  { source, frames }: { readonly source: { readonly key: string; readonly text: string }; readonly frames: number },
): WrittenPoints {
  const manifest = parseEngineManifest(JSON.parse(readFileSync(file, 'utf8')), file);
  const measured: OperatingPoint[] = [];
  let tooFew = 0;
  for (const { comparison, points, scores } of results) {
    // One simulated frame says less of the same than one real picture.
    if (comparison.id === 'camera') continue;
    for (const point of points) {
      if (!point || point.falseMatches.count < FALSE_MATCHES_NEEDED) {
        tooFew++;
        continue;
      }
      measured.push({
        condition: comparison.condition,
        frames: comparison.fused ? frames : 1,
        falseMatchRate: point.falseMatchRate,
        threshold: round(point.threshold),
        trueAcceptRate: round(point.trueAccepts.share),
        genuinePairs: scores.genuine.length,
        impostorPairs: scores.impostor.length,
        source: source.key,
      });
    }
  }
  if (measured.length === 0) return { written: 0, tooFew };
  const kept = manifest.operatingPoints.filter((old) => !measured.some((now) => isSame(old, now)));
  const operatingPoints = [...kept, ...measured];
  const sources = Object.fromEntries(
    Object.entries({ ...manifest.sources, [source.key]: source.text }).filter(([key]) =>
      operatingPoints.some((point) => point.source === key),
    ),
  );
  const next = parseEngineManifest({ ...manifest, operatingPoints, sources }, file);
  writeFileSync(file, `${JSON.stringify(next, null, 2)}\n`);
  return { written: measured.length, tooFew };
}

function isSame(one: OperatingPoint, other: OperatingPoint): boolean {
  return (
    one.condition === other.condition && one.frames === other.frames && one.falseMatchRate === other.falseMatchRate
  );
}

/** Downwards in the last digit, so that no threshold grows by being written down. */
function round(value: number): number {
  return Math.floor(value * 1e4) / 1e4;
}
