import { expect, test } from 'vitest';
import { retryDelay } from './retryDelay.ts';

const middle = () => 0.5;

test('doubles from two seconds to five minutes while there is no answer', () => {
  const delays = Array.from({ length: 10 }, (_, index) => retryDelay('unreachable', index + 1, middle));
  expect(delays).toEqual([2000, 4000, 8000, 16000, 32000, 64000, 128000, 256000, 300000, 300000]);
  expect(retryDelay('unreachable', 10_000, middle)).toBe(300_000);
});

test('what is not understood is sent again more and more rarely, up to an hour', () => {
  expect(retryDelay('protocol', 1, middle)).toBe(30_000);
  expect(retryDelay('protocol', 3, middle)).toBe(120_000);
  expect(retryDelay('protocol', 50, middle)).toBe(3_600_000);
});

test('the jitter is a quarter either way', () => {
  expect(retryDelay('unreachable', 1, () => 0)).toBe(1500);
  expect(retryDelay('unreachable', 1, () => 0.999999)).toBe(2500);
});
