import { beforeEach, expect, it } from 'vitest';
import { defaultPolicy } from '../policy/policy.ts';
import { FakeClock } from '../testing/fakeClock.ts';
import { ScreenClock } from './screenClock.ts';

let clock: FakeClock;
let ticks: number;
let ends: number;
let screenClock: ScreenClock;
beforeEach(() => {
  clock = new FakeClock();
  ticks = 0;
  ends = 0;
  screenClock = new ScreenClock({
    clock,
    policy: defaultPolicy,
    pace: () => defaultPolicy.time,
    somebody: () => false,
    onTick: () => ticks++,
    onEnd: () => ends++,
  });
});

it('leaves a screen of nobody alone', async () => {
  screenClock.see('attract');
  expect(screenClock.left).toBeUndefined();
  await clock.advance(3_600_000);
  expect([ticks, ends]).toEqual([0, 0]);
});

it('warns for the last half minute, second by second, and ends', async () => {
  screenClock.see('consent');
  await clock.advance(59_000);
  expect(screenClock.left).toEqual({ remainingMs: 31_000, warning: false });
  expect(ticks).toBe(0);
  await clock.advance(30_000);
  expect(screenClock.left).toEqual({ remainingMs: 1_000, warning: true });
  expect([ticks, ends]).toEqual([30, 0]);
  await clock.advance(1_000);
  expect(ends).toBe(1);
});

it('does not warn while the terminal itself works', async () => {
  screenClock.see('submitting');
  await clock.advance(44_000);
  expect(screenClock.left).toEqual({ remainingMs: 1_000, warning: false });
  await clock.advance(1_000);
  expect(screenClock.left).toEqual({ remainingMs: 0, warning: false });
  expect([ticks, ends]).toEqual([0, 1]);
  screenClock.see('receipt');
  await clock.advance(31_000);
  expect(screenClock.left?.warning).toBe(true);
});

it('begins anew with another screen and with a sign of life, not with the same screen', async () => {
  screenClock.see('consent');
  await clock.advance(80_000);
  screenClock.see('consent');
  expect(screenClock.left?.remainingMs).toBe(10_000);
  screenClock.extend();
  expect(screenClock.left).toEqual({ remainingMs: 90_000, warning: false });
  screenClock.see('receipt');
  expect(screenClock.left?.remainingMs).toBe(60_000);
});

it('insists while the screen stays, and falls silent with it', async () => {
  screenClock.see('consent');
  await clock.advance(93_000);
  expect(ends).toBe(4);
  screenClock.see('goodbye');
  await clock.advance(60_000);
  expect(ends).toBe(4);
});

it('stops for good', async () => {
  screenClock.see('consent');
  screenClock.stop();
  await clock.advance(200_000);
  expect(ends).toBe(0);
});
