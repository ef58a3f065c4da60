import { expect, it } from 'vitest';
import { FROZEN_AFTER, FrameWatch, isBlack } from './frameWatch.ts';

const frame = (value: number) => Uint8Array.of(value, 2, 3);

it('tells a new frame from the same one again, and a camera that has stopped from both', () => {
  const watch = new FrameWatch();
  expect(watch.see(frame(1))).toBe('new');
  expect(watch.see(frame(2))).toBe('new');
  for (let repeat = 2; repeat < FROZEN_AFTER; repeat++) expect(watch.see(frame(2))).toBe('repeated');
  expect(watch.see(frame(2))).toBe('frozen');
  expect(watch.see(frame(2))).toBe('frozen');
  expect(watch.see(frame(3))).toBe('new');
  expect(watch.see(frame(3))).toBe('repeated');
});

it('knows nothing of the citizen before', () => {
  const watch = new FrameWatch();
  watch.see(frame(1));
  watch.forget();
  expect(watch.see(frame(1))).toBe('new');
});

it('takes darkness for a covered lens only where there is not even noise', () => {
  const picture = (value: number) => ({ width: 64, height: 48, data: new Uint8Array(64 * 48 * 3).fill(value) });
  expect(isBlack(picture(3))).toBe(true);
  expect(isBlack(picture(30))).toBe(false);
  const lamp = picture(3);
  lamp.data.fill(200, 3000, 6000);
  expect(isBlack(lamp)).toBe(false);
});
