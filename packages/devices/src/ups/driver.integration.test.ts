import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench, whenState } from '../core/testing.ts';
import { openPty } from '../transports/pty.ts';
import { createUps, type UpsOptions } from './driver.ts';
import { createSimulatedUps, type SimulatedUps, type SimulatedUpsOptions } from './simulator.ts';
import type { Ups, UpsStatus } from './types.ts';

function when(ups: Ups, so: (status: UpsStatus) => boolean): Promise<UpsStatus> {
  return new Promise((resolve) => {
    const stop = ups.onStatus(look);
    function look(status: UpsStatus): void {
      if (!so(status)) return;
      stop();
      resolve(status);
    }
    look(ups.status);
  });
}

describe('the driver of a UPS', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  const connect = (options: Partial<UpsOptions> = {}): Ups => {
    const ups = createUps({ port: bench.port, ...options });
    bench.afterwards(() => ups.close());
    return ups;
  };

  describe('above the simulated one', () => {
    const simulate = async (options: Partial<SimulatedUpsOptions> = {}): Promise<SimulatedUps> => {
      const created = await createSimulatedUps({ link: bench.port, ...options });
      if (!created.ok) throw new Error(created.error.message);
      bench.afterwards(() => created.value.close());
      return created.value;
    };

    it.each(['q1', 'qgs'] as const)(
      'finds out that it speaks %s, and tells mains from battery',
      async (dialect) => {
        const simulator = await simulate({ dialect });
        const ups = connect();
        expect(await whenState(ups, 'online')).toEqual({
          state: 'online',
          power: 'mains',
          battery: 'ok',
          shutdown: 'none',
        });
        expect(ups.dialect).toBe(dialect);
        simulator.setMains(false);
        expect(await ups.read()).toMatchObject({
          ok: true,
          value: { onBattery: true, batteryLow: false, loadPercent: 15 },
        });
        expect(ups.status).toMatchObject({ power: 'battery', battery: 'ok' });
        simulator.setBattery(19);
        await ups.read();
        expect(ups.status).toMatchObject({ power: 'battery', battery: 'low' });
      },
      15_000,
    );

    it('notices by itself within its five seconds, and tells once for each change', async () => {
      const simulator = await simulate();
      const ups = connect();
      await whenState(ups, 'online');
      const seen: UpsStatus[] = [];
      ups.onStatus((status) => seen.push(status));
      simulator.setMains(false);
      await when(ups, ({ power }) => power === 'battery');
      await ups.read();
      await ups.read();
      expect(seen).toHaveLength(1);
    }, 15_000);

    it('is told to switch off, and not to', async () => {
      const simulator = await simulate();
      const ups = connect();
      expect(await ups.shutdown({ afterSeconds: 120, returnAfterMinutes: 3 })).toEqual({
        ok: true,
        value: 'confirmed',
      });
      expect(simulator.state.shutdown).toBe('pending');
      expect(ups.status.shutdown).toBe('pending');
      expect(await ups.cancelShutdown()).toEqual({ ok: true, value: 'confirmed' });
      expect(simulator.state.shutdown).toBe('none');
    });

    it.each([
      [{ afterSeconds: 5 }],
      [{ afterSeconds: 601 }],
      [{ afterSeconds: Number.NaN }],
      [{ afterSeconds: 60, returnAfterMinutes: 0.5 }],
      [{ afterSeconds: 60, returnAfterMinutes: 10_000 }],
    ])('is not told %j', async (options) => {
      const simulator = await simulate();
      const ups = connect();
      expect(await ups.shutdown(options)).toMatchObject({ ok: false, error: { code: 'out-of-range' } });
      expect(simulator.state.shutdown).toBe('none');
    });

    it('broken: says so, and still which power it has', async () => {
      const simulator = await simulate();
      simulator.setFailed(true);
      expect(await whenState(connect(), 'hardwareError')).toMatchObject({ power: 'mains' });
    });

    it('unplugged: notices at once, knows nothing, and is back when it is', async () => {
      const simulator = await simulate();
      const ups = connect();
      await whenState(ups, 'online');
      const pulled = performance.now();
      await simulator.unplug();
      expect(await whenState(ups, 'noDevice')).toMatchObject({ power: 'unknown', battery: 'unknown' });
      expect(performance.now() - pulled).toBeLessThan(1_000);
      expect(await ups.read()).toMatchObject({ ok: false, error: { code: 'port-missing' } });
      const plugged = performance.now();
      await simulator.plug();
      await whenState(ups, 'online');
      expect(performance.now() - plugged).toBeLessThan(3_000);
    });

    it.each([
      ['silent', 'answer-timeout'],
      ['garbled', 'bad-frame'],
      ['partial', 'bad-frame'],
    ] as const)(
      '%s: says %s, is offline soon, and online again afterwards',
      async (fault, code) => {
        const simulator = await simulate();
        const ups = connect();
        await whenState(ups, 'online');
        simulator.setFault(fault);
        expect(await ups.read()).toMatchObject({ ok: false, error: { code } });
        await whenState(ups, 'offline');
        simulator.setFault('none');
        await whenState(ups, 'online');
        expect(await ups.read()).toMatchObject({ ok: true });
      },
      30_000,
    );

    it('slow: is waited for', async () => {
      const simulator = await simulate();
      const ups = connect();
      await whenState(ups, 'online');
      simulator.setFault('slow');
      expect(await ups.read()).toMatchObject({ ok: true });
    });

    it('refuses what cannot be', async () => {
      const simulator = await simulate();
      expect(simulator.setMains(true)).toMatchObject({ ok: false, error: { code: 'SO_ALREADY' } });
      expect(simulator.setBattery(101)).toMatchObject({ ok: false, error: { code: 'BAD_CHARGE' } });
      simulator.setBattery(0);
      expect(simulator.setMains(false)).toMatchObject({ ok: false, error: { code: 'BATTERY_EMPTY' } });
    });
  });

  /** Lines as they stand in manuals, and nothing of our codec. */
  describe('above a peer of few lines', () => {
    const script = async (answer: (heard: string) => readonly string[]): Promise<string[]> => {
      const heard: string[] = [];
      let rest = '';
      const made = await openPty({
        link: bench.port,
        baudRate: 2_400,
        onLost: () => {},
        onData: (bytes) => {
          const parts = (rest + Buffer.from(bytes).toString('latin1')).split('\r');
          rest = parts.pop() ?? '';
          for (const part of parts) {
            heard.push(part);
            if (made.ok) for (const piece of answer(part)) made.value.write(Buffer.from(piece, 'latin1'));
          }
        },
      });
      if (!made.ok) throw new Error(made.error.message);
      bench.afterwards(() => made.value.close());
      return heard;
    };
    const ON_BATTERY = '(000.0 220.5 220.0 015 50.0 12.1 25.0 10001000\r';

    it('reads a status in single characters behind an echo of the question', async () => {
      await script((heard) => (heard === 'Q1' ? ['Q1\r', ...ON_BATTERY] : []));
      expect(await whenState(connect(), 'online')).toMatchObject({ power: 'battery', battery: 'ok' });
    });

    it('knows no more than that it told a unit whose status says nothing of a shutdown', async () => {
      const heard = await script((said) => (said === 'Q1' ? [ON_BATTERY] : ['ACK\r']));
      const ups = connect();
      expect(await ups.shutdown({ afterSeconds: 30 })).toEqual({ ok: true, value: 'sent' });
      expect(heard).toContain('S.5');
    });

    it('says when a shutdown is not taken back', async () => {
      await script((said) => (said === 'Q1' ? ['(220.5 220.5 220.0 015 50.0 13.6 25.0 00001010\r'] : []));
      expect(await connect().cancelShutdown()).toMatchObject({ ok: false, error: { code: 'not-taken' } });
    });

    it('aborts at once, and is not fooled by who says NAK to everything', async () => {
      await script(() => ['NAK\r']);
      const ups = connect();
      const abort = new AbortController();
      const waiting = ups.read({ signal: abort.signal });
      abort.abort();
      expect(await waiting).toMatchObject({ ok: false, error: { code: 'aborted' } });
      await whenState(ups, 'offline');
      expect(ups.status.power).toBe('unknown');
    });
  });
});
