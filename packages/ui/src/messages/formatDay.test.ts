import { expect, it } from 'vitest';
import { formatDay } from './formatDay.ts';

it.each([
  ['zh-Hans', '2026-11-24', '2026年11月24日'],
  ['zh-Hans', '2026-03-01', '2026年3月1日'],
  ['zh-Hans', '2026-11-23T16:30:00Z', '2026年11月24日'],
  ['zh-Hans', '长期', '长期'],
  ['en', '2026-11-23T16:30:00Z', 'November 24, 2026'],
  ['ko', '2026-11-24', '2026년 11월 24일'],
])('in %s, %s is %s', (lang, iso, day) => {
  expect(formatDay(lang, iso)).toBe(day);
});
