import { expect, it } from 'vitest';
import type { EngineManifest } from './engines/engineManifest.ts';
import { faceApiManifest } from './engines/faceApiManifest.ts';
import { getOperatingPoint } from './operatingPoints.ts';

const { manifest } = faceApiManifest();
const demand = { condition: 'id-photo', frames: 1 } as const;

it('asks 0.467 of face-api for one impostor in ten thousand', () => {
  expect(getOperatingPoint(manifest, { ...demand, falseMatchRate: 1e-4 })).toMatchObject({
    threshold: 0.467,
    trueAcceptRate: 0.496,
    frames: 1,
  });
});

it.each(['id-photo', 'full'] as const)('gets stricter with every row (%s)', (condition) => {
  const points = manifest.operatingPoints.filter((point) => point.condition === condition);
  expect(points.length).toBeGreaterThan(2);
  for (const [index, point] of points.entries()) {
    const next = points[index + 1];
    if (!next) continue;
    expect(next.falseMatchRate).toBeLessThan(point.falseMatchRate);
    expect(next.threshold).toBeLessThan(point.threshold);
    expect(next.trueAcceptRate).toBeLessThan(point.trueAcceptRate);
  }
});

it('takes what was measured on as many frames before what was measured on one', () => {
  const [single] = manifest.operatingPoints;
  if (!single) throw new Error('no points');
  const fused = { ...single, frames: 5, threshold: 0.55 };
  const both: EngineManifest = { ...manifest, operatingPoints: [single, fused] };
  const { falseMatchRate, condition } = single;
  expect(getOperatingPoint(both, { falseMatchRate, condition, frames: 5 })).toBe(fused);
  expect(getOperatingPoint(both, { falseMatchRate, condition, frames: 3 })).toBe(single);
});

it.each([1e-5, 5e-4, 0, -1, Number.NaN])('refuses %d, which was never measured, and says what was', (rate) => {
  expect(() => getOperatingPoint(manifest, { ...demand, falseMatchRate: rate })).toThrow(
    expect.objectContaining({
      code: 'false-match-rate-not-measured',
      message: expect.stringContaining('0.01, 0.001, 0.0001'),
    }),
  );
});

it('says so of an engine that was measured at nothing', () => {
  const bare: EngineManifest = { ...manifest, operatingPoints: [] };
  expect(() => getOperatingPoint(bare, { ...demand, falseMatchRate: 1e-4 })).toThrow(/measured at none/);
});
