import { expect, it } from 'vitest';
import { FakeClock, settle } from '../../terminal/testing/fakeClock.ts';
import { keepPageAlive } from './keepPageAlive.ts';

function start(load: () => Promise<void> = async () => {}) {
  const clock = new FakeClock();
  const listeners: Record<string, (...args: unknown[]) => void> = {};
  const counts = { loads: 0, crashes: 0 };
  const reasons: unknown[] = [];
  keepPageAlive({
    page: {
      on: (event: string, listener: (...args: unknown[]) => void) => {
        listeners[event] = listener;
      },
      forcefullyCrashRenderer: () => {
        counts.crashes += 1;
      },
    } as unknown as Parameters<typeof keepPageAlive>[0]['page'],
    load: () => {
      counts.loads += 1;
      return load();
    },
    setTimeout: (callback, ms) => clock.setTimeout(callback, ms),
    clearTimeout: (handle) => clock.clearTimeout(handle),
    logger: { warn: (entry: unknown) => void reasons.push((entry as { reason: unknown }).reason) } as never,
  });
  return { clock, counts, reasons, tell: (event: string, ...args: unknown[]) => listeners[event]?.({}, ...args) };
}

it('loads a page again a second after it crashed, once', async () => {
  const { clock, counts, reasons, tell } = start();
  expect(counts.loads).toBe(1);
  tell('render-process-gone', { reason: 'oom' });
  tell('did-fail-load', -2, 'failed', 'app://kiosk/index.html', true);
  await clock.advance(999);
  expect(counts.loads).toBe(1);
  await clock.advance(60_000);
  expect(counts.loads).toBe(2);
  expect(reasons).toEqual(['oom', 'load failed with -2']);
});

it('does not mind a frame that fails, nor a load that rejects', async () => {
  const { clock, counts, tell } = start(async () => {
    throw new Error('ERR_FAILED');
  });
  tell('did-fail-load', -3, 'aborted', 'app://kiosk/frame.html', false);
  await clock.advance(60_000);
  await settle();
  expect(counts.loads).toBe(1);
});

it('ends a page that hangs within ten seconds, and spares one that answers again', async () => {
  const { clock, counts, tell } = start();
  tell('unresponsive');
  await clock.advance(5_000);
  tell('responsive');
  await clock.advance(60_000);
  expect(counts.crashes).toBe(0);
  tell('unresponsive');
  await clock.advance(8_000);
  expect(counts.crashes).toBe(1);
});
