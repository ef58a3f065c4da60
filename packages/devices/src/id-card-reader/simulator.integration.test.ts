import { existsSync, lstatSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench, whenState } from '../core/testing.ts';
import { createIdCardReader } from './driver.ts';
import { createSimulatedIdCardReader, type SimulatedIdCardReader, type SimulatedReaderOptions } from './simulator.ts';
import { cards, photo, residentText } from './testing.ts';
import type { IdCardReader, ReadTimings } from './types.ts';

/** The production driver above the simulated reader, and what the simulator promises. */
/** Three timers, each exact to a millisecond. */
const TIMER_MS = 3;

describe('the simulated ID card reader', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  const simulate = async (options: Partial<SimulatedReaderOptions> = {}): Promise<SimulatedIdCardReader> => {
    const created = await createSimulatedIdCardReader({ link: bench.port, baudRate: 115_200, ...options });
    if (!created.ok) throw new Error(created.error.message);
    bench.afterwards(() => created.value.close());
    return created.value;
  };
  const connect = (baudRate?: number): IdCardReader => {
    const reader = createIdCardReader({ port: bench.port, ...(baudRate === undefined ? {} : { baudRate }) });
    bench.afterwards(() => reader.close());
    return reader;
  };
  const card = { text: residentText, photo };
  /**
   * What the driver adds to wire and radio, as a share of both: the lower quartile, for whatever else the machine has to
   * do only ever adds.
   */
  const overhead = (timings: readonly ReadTimings[], rfMs: number): number => {
    const shares = timings.map(({ totalMs, wireMs }) => totalMs / (wireMs + rfMs) - 1).sort((a, b) => a - b);
    return shares[Math.floor(shares.length / 4)] ?? Number.NaN;
  };
  const readTimes = async (reader: IdCardReader, times: number): Promise<ReadTimings[]> => {
    const timings: ReadTimings[] = [];
    for (let count = 0; count < times; count += 1) {
      const reading = await reader.readCard({ timeoutMs: 10_000 });
      if (!reading.ok) throw new Error(reading.error.detail);
      timings.push(reading.value.timings);
    }
    return timings;
  };

  it('is read by the production driver, which adds at most 15 % to wire and radio', async () => {
    const simulator = await simulate();
    expect(simulator.place(card)).toMatchObject({ ok: true, value: { card: 'present' } });
    const timings = await readTimes(connect(), 8);
    expect(overhead(timings, simulator.rfMs)).toBeLessThanOrEqual(0.15);
    expect(simulator.state.reads).toBe(8);
    // Never less than it states, and it tells its own lateness.
    expect(simulator.state.lastReadingMs).toBeGreaterThanOrEqual(simulator.rfMs);
  });

  it('keeps the pace of 9600 baud and is deaf at any other', async () => {
    const simulator = await simulate({ baudRate: 9_600 });
    simulator.place(card);
    const timings = await readTimes(connect(), 4);
    expect(timings[0]).toMatchObject({ baudRate: 9_600, bytes: 1_359 });
    // Timers may fire a fraction of a millisecond early, once for each of the three commands.
    for (const { totalMs, wireMs } of timings) expect(totalMs).toBeGreaterThan(wireMs + simulator.rfMs - TIMER_MS);
    expect(overhead(timings, simulator.rfMs)).toBeLessThanOrEqual(0.15);
  });

  it('answers nobody who speaks at the wrong rate', async () => {
    await simulate({ baudRate: 9_600 });
    expect(await connect(115_200).readCard()).toMatchObject({ ok: false, error: { code: 'no-answer' } });
  });

  it('slows its radio link down', async () => {
    const simulator = await simulate();
    simulator.place(card);
    expect(simulator.setRfFactor(3)).toMatchObject({ ok: true, value: { rfFactor: 3 } });
    const [timings] = await readTimes(connect(), 1);
    expect(timings?.totalMs).toBeGreaterThan(3 * simulator.rfMs);
  });

  it('spoils everything it sends, until it does not', async () => {
    const simulator = await simulate();
    const reader = connect();
    await whenState(reader, 'online');
    simulator.setCorrupt(true);
    simulator.place(card);
    expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'bad-frame' } });
    simulator.setCorrupt(false);
    expect(await reader.readCard()).toMatchObject({ ok: true, value: { credential: cards[0]?.credential } });
  });

  it('falls silent and speaks again', async () => {
    const simulator = await simulate();
    const reader = connect();
    await whenState(reader, 'online');
    simulator.setSilent(true);
    expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'answer-timeout' } });
    simulator.setSilent(false);
    await whenState(reader, 'online');
  });

  it('is unplugged in the middle of a reading, and comes back at the same path', async () => {
    const simulator = await simulate();
    simulator.place(card);
    const reader = connect();
    const reading = reader.readCard({
      onProgress: (progress) => {
        if (progress === 'reading') void simulator.unplug();
      },
    });
    expect(await reading).toMatchObject({ ok: false, error: { code: 'unplugged' } });
    await whenState(reader, 'noDevice');
    expect(existsSync(bench.port)).toBe(false);
    expect(simulator.state).toMatchObject({ connection: 'unplugged', card: 'present' });
    expect(await simulator.plug()).toMatchObject({ ok: true, value: { connection: 'plugged' } });
    await whenState(reader, 'online');
    expect(await reader.readCard()).toMatchObject({ ok: true });
  });

  it('shows a card that is taken away, and hides one when told to', async () => {
    const simulator = await simulate();
    simulator.place(card);
    const reader = connect();
    await reader.readCard();
    // Nobody is so quick as to lift the card before the driver has looked at it once more.
    expect(await reader.waitForRemoval({ timeoutMs: 50 })).toMatchObject({ error: { code: 'aborted' } });
    const removal = reader.waitForRemoval();
    expect(simulator.take()).toMatchObject({ ok: true, value: { card: 'none' } });
    expect(await removal).toEqual({ ok: true, value: 'removed' });
    await reader.close();
    await simulator.close();

    const hiding = await simulate({ hidesReadCard: true });
    hiding.place(card);
    const other = connect();
    await other.readCard();
    expect(await other.waitForRemoval()).toEqual({ ok: true, value: 'unknown' });
    expect(await other.readCard({ timeoutMs: 100 })).toMatchObject({ error: { code: 'no-card' } });
  });

  it('refuses what nobody could do', async () => {
    const simulator = await simulate();
    const code = (result: unknown) => expect(result).toMatchObject({ ok: false, error: { code: expect.any(String) } });
    code(simulator.take());
    code(await simulator.plug());
    code(simulator.setRfFactor(0));
    code(simulator.place({ text: new Uint8Array(65_000), photo }));
    simulator.place(card);
    code(simulator.place(card));
    await simulator.unplug();
    code(await simulator.unplug());
    expect(simulator.state).toMatchObject({ connection: 'unplugged', card: 'present' });
  });

  it('takes the place of a link left behind, and of nothing else', async () => {
    symlinkSync('/dev/pts/none', bench.port);
    const simulator = await simulate();
    expect(lstatSync(bench.port).isSymbolicLink()).toBe(true);
    await simulator.close();
    expect(existsSync(bench.port)).toBe(false);
    writeFileSync(bench.path('file'), 'kept');
    const refused = await createSimulatedIdCardReader({ link: bench.path('file'), baudRate: 9_600 });
    expect(refused).toMatchObject({ ok: false, error: { code: 'LINK_TAKEN' } });
  });
});
