import { describe, expect, it } from 'vitest';
import { equalErrorRate, percentile, pointAt, wilson } from './statistics.ts';

describe('wilson', () => {
  it('gives the interval of the textbooks', () => {
    const { low, high } = wilson(8, 10);
    expect(low).toBeCloseTo(0.49, 2);
    expect(high).toBeCloseTo(0.943, 2);
  });
  it('is not sure of anything after four pairs, and of nothing after none', () => {
    expect(wilson(4, 4).low).toBeCloseTo(0.51, 2);
    expect(wilson(0, 0)).toMatchObject({ low: 0, high: 1 });
  });
});

describe('pointAt', () => {
  const impostor = Array.from({ length: 1000 }, (_, index) => 1 + index / 1000);
  const genuine = [0.5, 0.9, 1.0045, 1.2];

  it('lets no more impostors through than asked', () => {
    const point = pointAt({ genuine, impostor }, 0.01);
    expect(point?.threshold).toBeCloseTo(1.009);
    expect(point?.falseMatches.count).toBe(10);
    expect(point?.trueAccepts).toMatchObject({ count: 3, of: 4 });
  });
  it('does not depend on the order', () => {
    expect(pointAt({ genuine, impostor: impostor.toReversed() }, 0.001)?.threshold).toBe(1);
  });
  it('does not invent what so few impostors cannot tell', () => {
    expect(pointAt({ genuine, impostor }, 1e-4)).toBeUndefined();
    expect(pointAt({ genuine, impostor: [] }, 0.01)).toBeUndefined();
  });
});

describe('equalErrorRate', () => {
  it('is 0 where the two do not overlap', () => {
    expect(equalErrorRate({ genuine: [0.1, 0.2], impostor: [0.5, 0.6] })?.rate).toBe(0);
  });
  it('is a half where they are the same', () => {
    expect(equalErrorRate({ genuine: [1, 2, 3, 4], impostor: [1, 2, 3, 4] })?.rate).toBeCloseTo(0.5);
  });
  it('is nothing without pairs', () => expect(equalErrorRate({ genuine: [], impostor: [1] })).toBeUndefined());
});

it('takes percentiles by nearest rank', () => {
  const values = Array.from({ length: 20 }, (_, index) => index + 1);
  expect(percentile(values, 0.5)).toBe(10);
  expect(percentile(values, 0.95)).toBe(19);
  expect(percentile([7], 0.95)).toBe(7);
});
