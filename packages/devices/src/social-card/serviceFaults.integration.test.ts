import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceStatus } from '../core/device.ts';
import { Bench, whenState } from '../core/testing.ts';
import { type CardReaderPort, pcscReaders } from '../transports/pcsc.ts';
import { loadPcscLibrary } from '../transports/pcscLibrary.ts';
import { SimulatedSocialCardReader } from './simulator.ts';
import { connectReader, holder, skipped } from './testing.ts';
import type { SocialCardReader } from './types.ts';

/** A hot-unplug is noticed within this time, and what is back is found within the other. */
const NOTICED_MS = 1_000;
const BACK_MS = 3_000;

/** One test for each fault of reader and PC/SC service. Rows of docs/faults.md. */
describe.skipIf(skipped)(
  `social security card × fault of reader and service${skipped ? ` (skipped: ${skipped})` : ''}`,
  () => {
    let simulator: SimulatedSocialCardReader;
    let bench: Bench;
    beforeAll(async () => {
      const started = await SimulatedSocialCardReader.start();
      if (!started.ok) throw new Error(started.error.message);
      simulator = started.value;
    });
    afterAll(() => simulator?.close());
    beforeEach(() => {
      bench = new Bench();
    });
    afterEach(async () => {
      simulator.pull();
      simulator.setSlow(1);
      await bench.clear();
      if (!(await simulator.setPlugged(true)).ok) await simulator.restartService();
    });
    const connect = (): SocialCardReader => connectReader(bench, simulator.socket);
    const withCard = async (): Promise<SocialCardReader> => {
      simulator.insert(holder);
      const reader = connect();
      expect(await reader.waitForCard({ timeoutMs: 10_000 })).toEqual({ ok: true, value: 'card' });
      return reader;
    };
    const within = async (ms: number, reader: SocialCardReader, ...states: DeviceStatus['state'][]) => {
      const from = performance.now();
      const status = await whenState(reader, ...states);
      expect(performance.now() - from).toBeLessThan(ms);
      return status;
    };
    /** Another program that uses the same reader. */
    const otherProgram = async (): Promise<CardReaderPort> => {
      const opened = await pcscReaders({ socket: simulator.socket })('simulated');
      if (!opened.ok) throw new Error(opened.error.detail);
      bench.afterwards(() => opened.value.close());
      return opened.value;
    };

    it('service not running at the start: port-failed, offline, found when it is started', async () => {
      await simulator.stopService();
      const reader = connect();
      expect(await reader.readCard()).toMatchObject({
        ok: false,
        error: { code: 'port-failed', next: expect.any(String) },
      });
      expect(reader.status).toMatchObject({ state: 'offline', media: 'unknown', chipPower: 'unknown' });
      await simulator.restartService();
      await within(BACK_MS, reader, 'online');
    });

    it('no reader at the start: port-missing, noDevice, found when it is plugged in', async () => {
      await simulator.setPlugged(false);
      const reader = connect();
      expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'port-missing' } });
      expect(reader.status.state).toBe('noDevice');
      await simulator.setPlugged(true);
      await within(BACK_MS, reader, 'online');
    });

    it('reader of another name only: port-missing, and the names there are', async () => {
      const reader = connectReader(bench, simulator.socket, { reader: 'ACR39U' });
      const read = await reader.readCard();
      expect(read).toMatchObject({ ok: false, error: { code: 'port-missing' } });
      expect(read.ok ? '' : read.error.detail).toContain('Simulated Card Reader 00 00');
    });

    it('reader unplugged while idle: noDevice, back by itself, card read anew', async () => {
      const reader = await withCard();
      expect(await reader.readCard()).toMatchObject({ ok: true });
      const noticed = within(NOTICED_MS, reader, 'noDevice');
      await simulator.setPlugged(false);
      await noticed;
      expect(await reader.waitForCard()).toMatchObject({ ok: false, error: { code: 'port-missing' } });
      await simulator.setPlugged(true);
      await within(BACK_MS, reader, 'online');
      expect(await reader.waitForCard({ timeoutMs: 5_000 })).toMatchObject({ ok: true });
      expect(await reader.readCard()).toMatchObject({ ok: true });
    });

    it('reader unplugged while waited at: unplugged', async () => {
      const reader = connect();
      await whenState(reader, 'online');
      const waiting = reader.waitForCard();
      await simulator.setPlugged(false);
      expect(await waiting).toMatchObject({ ok: false, error: { code: 'unplugged' } });
    });

    it('service killed while idle: noDevice, back by itself, card read anew', async () => {
      const reader = await withCard();
      expect(await reader.readCard()).toMatchObject({ ok: true });
      for (let times = 1; times <= 3; times += 1) {
        const noticed = within(NOTICED_MS, reader, 'noDevice', 'offline');
        await simulator.stopService();
        await noticed;
        await simulator.restartService();
        await within(BACK_MS, reader, 'online');
      }
      expect(await reader.waitForCard({ timeoutMs: 5_000 })).toMatchObject({ ok: true });
      expect(await reader.readCard()).toMatchObject({ ok: true });
    });

    it('service killed in the middle of a reading: unplugged, read when it is back', async () => {
      const reader = await withCard();
      simulator.setSlow(20);
      const reading = reader.readCard();
      const { commands } = simulator.state;
      await expect.poll(() => simulator.state.commands, { timeout: 10_000 }).toBeGreaterThan(commands);
      await simulator.stopService();
      expect(await reading).toMatchObject({ ok: false, error: { code: 'unplugged' } });
      simulator.setSlow(1);
      await simulator.restartService();
      await within(BACK_MS, reader, 'online');
      expect(await reader.waitForCard({ timeoutMs: 5_000 })).toMatchObject({ ok: true });
      expect(await reader.readCard()).toMatchObject({ ok: true });
    });

    it('another program keeps the card to itself: port-busy until it lets go', async () => {
      const other = await otherProgram();
      simulator.insert(holder);
      const reader = connect();
      await reader.waitForCard({ timeoutMs: 5_000 });
      await expect.poll(() => other.slot.card).toBe('present');
      const link = await other.connect('exclusive');
      if (!link.ok) throw new Error(link.error.detail);
      expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'port-busy' } });
      await link.value.close('as-is');
      expect(await reader.readCard()).toMatchObject({ ok: true });
    });

    it('another program resets the card between two commands: connected anew', async () => {
      const reader = await withCard();
      expect(await reader.readCard()).toMatchObject({ ok: true });
      const other = await otherProgram();
      const link = await other.connect('shared');
      if (!link.ok) throw new Error(link.error.detail);
      await link.value.close('reset');
      expect(await reader.readCard()).toMatchObject({ ok: true });
    });

    it('two drivers share a reader, one command at a time', async () => {
      const [first, second] = [await withCard(), connect()];
      await second.waitForCard({ timeoutMs: 5_000 });
      const [one, two] = await Promise.all([first.readCard(), second.readCard()]);
      expect([one, two]).toMatchObject([{ ok: true }, { ok: true }]);
    });

    it('closes in the middle of everything', async () => {
      const reader = await withCard();
      const reading = reader.readCard();
      const waiting = reader.waitForRemoval();
      await reader.close();
      expect(await reading).toMatchObject({ ok: false, error: { code: 'aborted', next: expect.any(String) } });
      expect(await waiting).toMatchObject({ ok: false, error: { code: 'aborted' } });
    });

    it('looks 10,000 times without growing', async () => {
      const library = loadPcscLibrary();
      const { context } = await library.establishContext();
      bench.afterwards(() => library.releaseContext(context));
      const look = async (times: number): Promise<void> => {
        for (let count = 0; count < times; count += 1) {
          expect((await library.slotState(context, 'Simulated Card Reader 00 00')).code).toBe(0);
        }
      };
      await look(2_000);
      const before = { memory: process.memoryUsage().rss, handles: process.getActiveResourcesInfo().length };
      await look(10_000);
      expect(process.memoryUsage().rss - before.memory).toBeLessThan(20_000_000);
      expect(process.getActiveResourcesInfo().length - before.handles).toBeLessThan(5);
    });
  },
);
