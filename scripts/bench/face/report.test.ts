import { expect, it } from 'vitest';
import { COMPARISONS, FALSE_MATCH_RATES } from './accuracy.ts';
import { accuracyTable, table } from './report.ts';
import { equalErrorRate, pointAt, wilson } from './statistics.ts';

it('pads its columns', () => {
  expect(table(['a', 'long'], [['xyz', '1']]).split('\n')).toEqual([
    '| a   | long |',
    '|-----|------|',
    '| xyz | 1    |',
  ]);
});

it('says what so few pairs cannot tell, and how few false matches a figure stands on', () => {
  const scores = { genuine: [0.2, 0.3], impostor: Array.from({ length: 334 }, (_, index) => 0.4 + index / 1000) };
  const [comparison] = COMPARISONS;
  const text = accuracyTable([
    {
      matcher: 'tiny 1',
      comparison,
      scores,
      points: FALSE_MATCH_RATES.map((rate) => pointAt(scores, rate)),
      equalError: equalErrorRate(scores),
      notAcquired: wilson(0, 4),
    },
  ]);
  expect(text).toContain('100 % [34.2 %–100 %] (0.4020, only 3 false matches)');
  expect(text).toContain('FMR 1e-3, 1e-4, 1e-5: not measurable with 334 impostor pairs');
});
