import { expect, it } from 'vitest';
import { chipAndMirrored, getOperatingPoint } from './operatingPoints.ts';

it('asks 0.467 for one impostor in ten thousand', () => {
  expect(getOperatingPoint(1e-4)).toEqual({ falseMatchRate: 1e-4, threshold: 0.467, trueAcceptRate: 0.496 });
});

it('gets stricter with every row', () => {
  const { points } = chipAndMirrored;
  for (const [index, point] of points.entries()) {
    const next = points[index + 1];
    if (!next) continue;
    expect(next.falseMatchRate).toBeLessThan(point.falseMatchRate);
    expect(next.threshold).toBeLessThan(point.threshold);
    expect(next.trueAcceptRate).toBeLessThan(point.trueAcceptRate);
  }
});

it.each([1e-5, 5e-4, 0, -1, Number.NaN])('refuses %d, which was never measured, and says what was', (rate) => {
  expect(() => getOperatingPoint(rate)).toThrow(
    expect.objectContaining({
      code: 'false-match-rate-not-measured',
      message: expect.stringContaining('0.01, 0.001, 0.0001'),
    }),
  );
});
