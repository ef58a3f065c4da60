import { describe, expect, it } from 'vitest';
import { brightest, DEAD_PICTURE_MS, FrameHealth } from './frameHealth.ts';

function watch() {
  const clock = { now: 1000 };
  return { clock, health: new FrameHealth(() => clock.now) };
}

describe('FrameHealth', () => {
  it('calls a camera black only after it has shown nothing for a while', () => {
    const { clock, health } = watch();
    expect(health.check(1, 3)).toBeUndefined();
    clock.now += DEAD_PICTURE_MS;
    expect(health.check(2, 3)).toBe('black');
  });

  it('forgives a covered lens that is uncovered again', () => {
    const { clock, health } = watch();
    health.check(1, 3);
    clock.now += DEAD_PICTURE_MS - 1;
    health.check(2, 90);
    clock.now += 2;
    expect(health.check(3, 3)).toBeUndefined();
  });

  it('calls a stream frozen when no new frame comes', () => {
    const { clock, health } = watch();
    health.check(7, 90);
    clock.now += DEAD_PICTURE_MS;
    expect(health.check(7, 90)).toBe('frozen');
  });

  it('does not call a still scene frozen', () => {
    const { clock, health } = watch();
    health.check(7, 90);
    clock.now += DEAD_PICTURE_MS;
    expect(health.check(8, 90)).toBeUndefined();
  });
});

it('brightest ignores the alpha channel', () => {
  expect(brightest(new Uint8ClampedArray([1, 2, 3, 255, 9, 4, 1, 255]))).toBe(9);
});
