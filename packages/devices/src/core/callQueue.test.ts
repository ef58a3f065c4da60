import { describe, expect, it } from 'vitest';
import { CallQueue } from './callQueue.ts';
import type { DeviceError } from './device.ts';
import { FakeClock } from './fakeClock.ts';
import { success } from './result.ts';

type Failure = DeviceError<'no-card' | 'port-missing'>;

const timeUp: Failure = { code: 'no-card', detail: 'time is up' };
const connect = async () => success('reader');

describe('the queue of calls', () => {
  it('serves one call at a time, in their order', async () => {
    const queue = new CallQueue(new FakeClock());
    const log: string[] = [];
    const call = (name: string) =>
      queue.run<string, string, Failure>(
        {},
        {
          timeUp,
          connect,
          work: async () => {
            log.push(`${name} begins`);
            await Promise.resolve();
            log.push(`${name} ends`);
            return success(name);
          },
          afterwards: async () => void log.push(`${name} tidied`),
        },
      );
    expect(await Promise.all([call('a'), call('b')])).toEqual([success('a'), success('b')]);
    await queue.close();
    expect(log).toEqual(['a begins', 'a ends', 'a tidied', 'b begins', 'b ends', 'b tidied']);
    expect(queue.idle).toBe(true);
  });

  it('answers an aborted call at once, takes back its value, and lets nobody in before it has ended', async () => {
    const queue = new CallQueue(new FakeClock());
    const abort = new AbortController();
    const late = Promise.withResolvers<void>();
    const discarded: string[] = [];
    const first = queue.run<string, string, Failure>(
      { signal: abort.signal },
      {
        timeUp,
        connect,
        work: async () => {
          abort.abort();
          await late.promise;
          return success('secret');
        },
        discard: (value) => discarded.push(value),
      },
    );
    expect(await first).toMatchObject({ ok: false, error: { code: 'aborted' } });
    let entered = false;
    const second = queue.run<string, string, Failure>(
      {},
      {
        timeUp,
        connect,
        work: async () => {
          entered = true;
          return success('b');
        },
      },
    );
    await Promise.resolve();
    expect(entered).toBe(false);
    late.resolve();
    expect(await second).toEqual(success('b'));
    expect(discarded).toEqual(['secret']);
  });

  it('ends a call whose time is up, whether it waits for its turn or for a card', async () => {
    const clock = new FakeClock();
    const queue = new CallQueue(clock);
    const untilStopped = {
      timeUp,
      connect,
      work: (_reader: string, signal: AbortSignal) =>
        new Promise<{ ok: true; value: 'stopped' }>((resolve) =>
          signal.addEventListener('abort', () => resolve(success('stopped'))),
        ),
    };
    const first = queue.run<string, string, Failure>({ timeoutMs: 1_000 }, untilStopped);
    const second = queue.run<string, string, Failure>({ timeoutMs: 500 }, untilStopped);
    await clock.advance(600);
    expect(await second).toEqual({ ok: false, error: timeUp });
    await clock.advance(600);
    expect(await first).toEqual({ ok: false, error: timeUp });
  });

  it('passes on why there is no reader, and throws what its work throws', async () => {
    const queue = new CallQueue(new FakeClock());
    const missing: Failure = { code: 'port-missing', detail: '' };
    const none = {
      timeUp,
      connect: async () => ({ ok: false, error: missing }) as const,
      work: async () => success('a'),
    };
    expect(await queue.run({}, none)).toEqual({ ok: false, error: missing });
    const broken = queue.run<string, string, Failure>(
      {},
      { timeUp, connect, work: () => Promise.reject(new Error('a bug')) },
    );
    await expect(broken).rejects.toThrow('a bug');
    expect(await queue.run<string, string, Failure>({}, { timeUp, connect, work: async () => success('a') })).toEqual(
      success('a'),
    );
  });

  it('ends every call when it closes', async () => {
    const queue = new CallQueue(new FakeClock());
    const waiting = queue.run<string, string, Failure>(
      {},
      {
        timeUp,
        connect,
        work: (_reader, signal) =>
          new Promise((resolve) => signal.addEventListener('abort', () => resolve(success('stopped')))),
      },
    );
    await queue.close();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'aborted' } });
    expect(
      await queue.run<string, string, Failure>({}, { timeUp, connect, work: async () => success('a') }),
    ).toMatchObject({
      error: { code: 'aborted' },
    });
  });
});
