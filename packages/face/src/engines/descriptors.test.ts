import { describe, expect, it } from 'vitest';
import { type DescriptorSpace, distanceBetween, fuse, scaleToUnit } from './descriptors.ts';

const plain: DescriptorSpace = { normalisation: 'none', distance: 'euclidean' };
const unit: DescriptorSpace = { normalisation: 'l2', distance: 'euclidean' };
const cosine: DescriptorSpace = { normalisation: 'none', distance: 'cosine' };
const of = (...values: number[]) => Float32Array.from(values);

describe('fuse', () => {
  it('is the mean', () => expect([...fuse([of(1, 2), of(3, 6)], plain)]).toEqual([2, 4]));

  it('is brought back to unit length where length means nothing', () => {
    const fused = fuse([of(1, 0), of(0, 1)], unit);
    expect(Math.hypot(...fused)).toBeCloseTo(1);
    expect(fused[0]).toBeCloseTo(fused[1] ?? 0);
  });

  it('leaves what it was given alone', () => {
    const one = of(3, 4);
    fuse([one, of(1, 1)], unit);
    expect([...one]).toEqual([3, 4]);
  });
});

describe('distanceBetween', () => {
  it('is euclidean', () => expect(distanceBetween(of(0, 0), of(3, 4), plain)).toBeCloseTo(5));

  it('is one minus the cosine, whatever the lengths', () => {
    expect(distanceBetween(of(2, 0), of(9, 0), cosine)).toBeCloseTo(0);
    expect(distanceBetween(of(2, 0), of(0, 9), cosine)).toBeCloseTo(1);
    expect(distanceBetween(of(2, 0), of(-1, 0), cosine)).toBeCloseTo(2);
  });

  it.each([plain, cosine])('is under no threshold where a value is no number (%o)', (space) => {
    expect(distanceBetween(of(1, Number.NaN), of(1, 1), space) <= 10).toBe(false);
  });
});

it('scales to unit length in place', () => {
  const descriptor = of(3, 4);
  expect(scaleToUnit(descriptor)).toBe(descriptor);
  expect(descriptor[0]).toBeCloseTo(0.6);
  expect(descriptor[1]).toBeCloseTo(0.8);
});
