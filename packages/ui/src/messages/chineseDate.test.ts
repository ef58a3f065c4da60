import { expect, it } from 'vitest';
import { chineseDate } from './chineseDate.ts';

it.each([
  ['2026-11-24', '2026年11月24日'],
  ['2026-03-01', '2026年3月1日'],
  ['2026-11-23T16:30:00Z', '2026年11月24日'],
  ['长期', '长期'],
])('writes %s as a date in Chinese time', (iso, expected) => {
  expect(chineseDate(iso)).toBe(expected);
});
