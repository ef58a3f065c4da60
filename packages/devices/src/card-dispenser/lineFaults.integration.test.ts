import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench, whenState } from '../core/testing.ts';
import { crt591 } from './crt591Mover.ts';
import { createCardDispenser } from './driver.ts';
import {
  createSimulatedCardDispenser,
  type SimulatedCardDispenser,
  type SimulatedDispenserOptions,
} from './simulator.ts';
import { FAST, opened, until, whenStatus } from './testing.ts';
import type { CardDispenser } from './types.ts';

/** What plug, power, line and host can do to the driver above the simulated CRT-591: one test a fault. */
describe('card-dispenser faults of line, plug, power and host', () => {
  let bench: Bench;
  let device: SimulatedCardDispenser;
  let dispenser: CardDispenser;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  const connect = (): CardDispenser => {
    const made = createCardDispenser({ port: bench.port, dialect: crt591() });
    bench.afterwards(() => made.close());
    return made;
  };
  const start = async (options: Partial<SimulatedDispenserOptions> = {}): Promise<void> => {
    const simulated = { link: bench.port, dialect: 'crt591' as const, pace: FAST, ...options };
    device = await opened(bench, createSimulatedCardDispenser(simulated));
    dispenser = connect();
    await whenState(dispenser, 'online');
  };
  const cardIsOnItsWay = (): Promise<void> =>
    until(() => device.mechanism.moving && device.mechanism.path !== undefined);
  const timed = async <Value>(work: Promise<Value>): Promise<{ value: Value; ms: number }> => {
    const begin = performance.now();
    const value = await work;
    return { value, ms: performance.now() - begin };
  };
  const dispense = () => dispenser.moveToChip({ from: 'stacker' });

  it('unplugged while idle: noDevice within a second, online within three of the plug', async () => {
    await start();
    const gone = timed(whenState(dispenser, 'noDevice'));
    await device.unplug();
    expect((await gone).ms).toBeLessThan(1_000);
    expect(dispenser.status).toMatchObject({ position: 'unknown', chip: 'unknown', stacker: 'unknown' });
    expect(await dispense()).toMatchObject({ error: { code: 'port-missing' } });
    await device.plug();
    expect((await timed(whenState(dispenser, 'online'))).ms).toBeLessThan(3_000);
    expect(dispenser.status).toMatchObject({ position: 'none', cardLeftInside: false });
  });

  it('unplugged while dispensing: outcome-unknown with the card found, and no second one', async () => {
    await start({ pace: 0.5 });
    const dispensed = dispense();
    await cardIsOnItsWay();
    await device.unplug();
    await until(() => !device.mechanism.moving);
    await device.plug();
    expect(await dispensed).toMatchObject({ error: { code: 'outcome-unknown', position: 'inside' } });
    expect(dispenser.status).toMatchObject({ state: 'online', position: 'inside', cardLeftInside: true });
    expect(await dispense()).toMatchObject({ error: { code: 'card-inside', position: 'inside' } });
    expect(await dispenser.moveToChip({ from: 'inside' })).toEqual({ ok: true, value: 'ic' });
    expect(dispenser.status.cardLeftInside).toBe(false);
    expect(device.state).toMatchObject({ given: 1, card: 'N0001' });
  });

  it('unplugged for good while dispensing: outcome-unknown, position unknown', async () => {
    await start();
    const dispensed = dispense();
    await cardIsOnItsWay();
    await device.unplug();
    expect(await dispensed).toMatchObject({ error: { code: 'outcome-unknown', position: 'unknown' } });
    await device.plug();
    await whenStatus(dispenser, ({ cardLeftInside, position }) => cardLeftInside && position === 'inside');
    expect(await dispenser.retain()).toEqual({ ok: true, value: 'retained' });
    expect(device.state).toMatchObject({ given: 1, bin: 1 });
  });

  it('unplugged while a card waits at the gate: unplugged, found there again, kept', async () => {
    await start();
    await dispense();
    await dispenser.present();
    const taken = dispenser.waitForTaken({ timeoutMs: 60_000 });
    await device.unplug();
    expect(await taken).toMatchObject({ error: { code: 'unplugged' } });
    await device.plug();
    await whenState(dispenser, 'online');
    expect(dispenser.status).toMatchObject({ position: 'gate', cardLeftInside: true });
    expect(await dispenser.waitForTaken({ timeoutMs: 100, orRetain: true })).toEqual({ ok: true, value: 'retained' });
  });

  it('power lost while dispensing: outcome-unknown, started anew without moving, kept on request', async () => {
    await start({ pace: 0.5 });
    const dispensed = dispense();
    await cardIsOnItsWay();
    device.cutPower();
    device.restorePower();
    expect(await dispensed).toMatchObject({ error: { code: 'outcome-unknown', position: 'inside' } });
    expect(dispenser.status).toMatchObject({ state: 'online', position: 'inside', cardLeftInside: true });
    expect(await dispense()).toMatchObject({ error: { code: 'card-inside' } });
    expect(await dispenser.retain()).toEqual({ ok: true, value: 'retained' });
    expect(device.state).toMatchObject({ given: 1, bin: 1, position: 'none' });
  });

  it('power lost while idle and back: noticed by asking, started anew, the card inside told of', async () => {
    await start();
    await dispense();
    device.cutPower();
    device.restorePower();
    await whenStatus(dispenser, ({ cardLeftInside }) => cardLeftInside);
    expect(dispenser.status).toMatchObject({ state: 'online', position: 'inside', chip: 'poweredOff' });
    expect(await dispenser.moveToChip({ from: 'inside' })).toEqual({ ok: true, value: 'ic' });
  });

  it('power lost for good: offline within a second and a half, back when it is', async () => {
    await start();
    const gone = timed(whenState(dispenser, 'offline'));
    device.cutPower();
    expect((await gone).ms).toBeLessThan(1_500);
    device.restorePower();
    expect((await timed(whenState(dispenser, 'online'))).ms).toBeLessThan(3_000);
  });

  it('silent: offline within a second and a half, no-answer, back when it speaks', async () => {
    await start();
    const gone = timed(whenState(dispenser, 'offline'));
    device.fault('silent');
    expect((await gone).ms).toBeLessThan(1_500);
    expect(await dispense()).toMatchObject({ error: { code: 'no-answer' } });
    device.fault('none');
    expect((await timed(whenState(dispenser, 'online'))).ms).toBeLessThan(3_000);
    expect(device.state.given).toBe(0);
  });

  it('slow: waited for', async () => {
    await start();
    device.slow(10);
    const { value, ms } = await timed(dispense());
    expect(value).toEqual({ ok: true, value: 'ic' });
    expect(ms).toBeGreaterThan(1_000);
  });

  it.each(['garbled', 'checksum', 'partial'] as const)(
    '%s once while dispensing: said again, not done again',
    async (fault) => {
      await start();
      const dispensed = dispense();
      await until(() => device.mechanism.moving);
      device.fault(fault, 1);
      expect(await dispensed).toEqual({ ok: true, value: 'ic' });
      expect(device.state).toMatchObject({ given: 1, fault: 'none' });
    },
  );

  it.each(['garbled', 'checksum', 'partial'] as const)(
    '%s for good: bad-frame, offline, back when it is over',
    async (fault) => {
      await start();
      device.fault(fault);
      await whenState(dispenser, 'offline');
      expect(await dispense()).toMatchObject({ error: { code: 'bad-frame' } });
      device.fault('none');
      await whenState(dispenser, 'online');
      expect(device.state.given).toBe(0);
    },
  );

  it('spoilt for good while dispensing: outcome-unknown, and no second card once it is over', async () => {
    await start();
    const dispensed = dispense();
    await until(() => device.mechanism.moving);
    device.fault('checksum');
    await until(() => !device.mechanism.moving);
    expect(await dispensed).toMatchObject({ error: { code: 'outcome-unknown', position: 'unknown' } });
    device.fault('none');
    await whenStatus(dispenser, ({ cardLeftInside }) => cardLeftInside);
    expect(await dispense()).toMatchObject({ error: { code: 'card-inside' } });
    expect(device.state.given).toBe(1);
  });

  it('NAK twice: sent again, one card', async () => {
    await start();
    device.fault('nak', 2);
    expect(await dispense()).toEqual({ ok: true, value: 'ic' });
    expect(device.state.given).toBe(1);
  });

  it('NAK to everything: bad-frame, nothing moved', async () => {
    await start();
    device.fault('nak');
    expect(await dispense()).toMatchObject({ error: { code: 'bad-frame' } });
    expect(device.state).toMatchObject({ given: 0, stacker: 20 });
    device.fault('none');
    await whenState(dispenser, 'online');
    expect(await dispense()).toEqual({ ok: true, value: 'ic' });
  });

  it('ACK of the dispensing lost: never sent again, the card is looked for and found', async () => {
    await start({ pace: 0.5 });
    // The look before the movement has its ACK.
    const dispensed = dispense();
    device.fault('no-ack');
    await until(() => device.mechanism.moving);
    device.fault('none');
    expect(await dispensed).toEqual({ ok: true, value: 'ic' });
    expect(device.state).toMatchObject({ given: 1, position: 'ic' });
  });

  it('response to the dispensing lost: the card is looked for and found at the chip', async () => {
    await start();
    const dispensed = dispense();
    await until(() => device.mechanism.moving);
    device.fault('no-reply', 1);
    expect(await dispensed).toEqual({ ok: true, value: 'ic' });
    expect(device.state.given).toBe(1);
  });

  it('aborted while dispensing: aborted at once, the card told of as left inside', async () => {
    await start({ pace: 0.5 });
    const abort = new AbortController();
    const dispensed = dispenser.moveToChip({ from: 'stacker', signal: abort.signal });
    await cardIsOnItsWay();
    abort.abort();
    expect(await dispensed).toMatchObject({ error: { code: 'aborted' } });
    await whenStatus(dispenser, ({ cardLeftInside, position }) => cardLeftInside && position === 'ic');
    expect(await dispenser.retain()).toEqual({ ok: true, value: 'retained' });
    expect(device.state).toMatchObject({ given: 1, bin: 1 });
  });

  it('host killed while dispensing: the next one finds the card, and gives out no second one', async () => {
    const simulated = { link: bench.port, dialect: 'crt591' as const, pace: 1 };
    device = await opened(bench, createSimulatedCardDispenser(simulated));
    const host = spawn(process.execPath, [join(import.meta.dirname, 'hostTestProcess.ts'), bench.port]);
    bench.afterwards(() => host.kill('SIGKILL'));
    await cardIsOnItsWay();
    host.kill('SIGKILL');
    await once(host, 'exit');
    dispenser = connect();
    await whenStatus(dispenser, ({ cardLeftInside }) => cardLeftInside);
    expect(await dispense()).toMatchObject({ error: { code: 'card-inside' } });
    expect(await dispenser.retain()).toEqual({ ok: true, value: 'retained' });
    expect(device.state).toMatchObject({ given: 1, stacker: 19, bin: 1, position: 'none' });
  });

  it('closed while a card waits: everything ends with aborted, the card stays where it is', async () => {
    await start();
    await dispense();
    await dispenser.present();
    const taken = dispenser.waitForTaken({ timeoutMs: 60_000, orRetain: true });
    await dispenser.close();
    expect(await taken).toMatchObject({ error: { code: 'aborted' } });
    expect(device.state).toMatchObject({ position: 'gate', bin: 0 });
  });
});
