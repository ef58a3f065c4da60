import { expect, it } from 'vitest';
import type { DeviceStatus } from './device.ts';
import { StatusKeeper } from './statusKeeper.ts';

it('tells of changes, and of changes only', () => {
  const keeper = new StatusKeeper<DeviceStatus & { level?: string }>({ state: 'starting' });
  const told: unknown[] = [];
  const stop = keeper.onChange((status) => told.push(status));
  keeper.set({ state: 'online', level: 'full' });
  keeper.set({ state: 'online', level: 'full' });
  keeper.set({ state: 'online', level: 'low' });
  stop();
  keeper.set({ state: 'offline' });
  expect(told).toEqual([
    { state: 'online', level: 'full' },
    { state: 'online', level: 'low' },
  ]);
  expect(keeper.current).toEqual({ state: 'offline' });
});

it('lets a listener leave while it is being told', () => {
  const keeper = new StatusKeeper<DeviceStatus>({ state: 'starting' });
  const told: string[] = [];
  const stop = keeper.onChange(() => {
    told.push('first');
    stop();
  });
  keeper.onChange(() => told.push('second'));
  keeper.set({ state: 'online' });
  keeper.set({ state: 'offline' });
  expect(told).toEqual(['first', 'second', 'second']);
});
