import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parseEngineManifest } from '../../../packages/face/src/engines/engineManifest.ts';
import { type Accuracy, COMPARISONS, FALSE_MATCH_RATES } from './accuracy.ts';
import { equalErrorRate, pointAt, type Scores, wilson } from './statistics.ts';
import { writePoints } from './writePoints.ts';

const folder = mkdtempSync(join(tmpdir(), 'renshe-face-points-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const SHIPPED = join(import.meta.dirname, '../../../packages/face/src/engines/face-api.manifest.json');
const source = { key: 'made-up', text: 'numbers in a row' };

function install(): string {
  const file = join(folder, 'engine.json');
  writeFileSync(file, readFileSync(SHIPPED));
  return file;
}
const read = (file: string) => parseEngineManifest(JSON.parse(readFileSync(file, 'utf8')), file);
function measured(id: (typeof COMPARISONS)[number]['id'], impostors: number): Accuracy[] {
  const impostor = Array.from({ length: impostors }, (_, index) => 0.4 + index / impostors);
  const scores: Scores = { genuine: [0.2, 0.3, 0.41, 0.9], impostor };
  const points = FALSE_MATCH_RATES.map((rate) => pointAt(scores, rate));
  return COMPARISONS.filter((comparison) => comparison.id === id).map((comparison) => ({
    matcher: 'face-api',
    comparison,
    scores,
    points,
    equalError: equalErrorRate(scores),
    notAcquired: wilson(0, 8),
  }));
}

it('puts a measured point in the place of the old one, and keeps what was not measured anew', () => {
  const file = install();
  expect(writePoints(file, measured('id-photo', 40_000), { source, frames: 3 })).toEqual({ written: 2, tooFew: 2 });
  const { operatingPoints, sources } = read(file);
  const at = (rate: number) =>
    operatingPoints.filter((point) => point.condition === 'id-photo' && point.falseMatchRate === rate);
  expect(at(1e-3)).toEqual([
    {
      condition: 'id-photo',
      frames: 1,
      falseMatchRate: 1e-3,
      threshold: 0.4009,
      trueAcceptRate: 0.5,
      genuinePairs: 4,
      impostorPairs: 40_000,
      source: 'made-up',
    },
  ]);
  expect(at(1e-4)).toMatchObject([{ source: 'lfw-2350' }]);
  expect(Object.keys(sources)).toEqual(['lfw-2350', 'made-up']);
});

it('adds what was fused beside what was not', () => {
  const file = install();
  writePoints(file, measured('fused', 40_000), { source, frames: 5 });
  expect(read(file).operatingPoints.filter(({ frames }) => frames === 5)).toHaveLength(2);
  expect(read(file).operatingPoints.filter(({ frames }) => frames === 1)).toHaveLength(7);
});

it('touches nothing where too few impostors were measured', () => {
  const file = install();
  expect(writePoints(file, measured('id-photo', 2_000), { source, frames: 3 })).toEqual({ written: 0, tooFew: 4 });
  expect(readFileSync(file, 'utf8')).toBe(readFileSync(SHIPPED, 'utf8'));
});
