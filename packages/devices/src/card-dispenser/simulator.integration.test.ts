import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench, whenState } from '../core/testing.ts';
import { crt591 } from './crt591Mover.ts';
import { type CardDispenserOptions, createCardDispenser } from './driver.ts';
import {
  createSimulatedCardDispenser,
  numberedCard,
  type SimulatedCardDispenser,
  type SimulatedDispenserOptions,
} from './simulator.ts';
import { FAST, opened, until, whenStatus } from './testing.ts';
import type { CardDispenser } from './types.ts';

const SELECT = Buffer.concat([Uint8Array.of(0, 0xa4, 4, 0, 4), Buffer.from('CARD', 'latin1')]);
const READ = Uint8Array.of(0, 0xb2, 1, 4, 0);
const OK = [0x90, 0x00];

/** The production driver above the simulated CRT-591: one test a fault. */
describe('a CRT-591 at its driver', () => {
  let bench: Bench;
  let device: SimulatedCardDispenser;
  let dispenser: CardDispenser;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  const start = async (
    options: Partial<SimulatedDispenserOptions> = {},
    driver: Partial<CardDispenserOptions> = {},
  ): Promise<void> => {
    device = await simulate(options);
    dispenser = connect(driver);
    await whenState(dispenser, 'online', 'hardwareError');
  };
  const simulate = (options: Partial<SimulatedDispenserOptions> = {}): Promise<SimulatedCardDispenser> =>
    opened(bench, createSimulatedCardDispenser({ link: bench.port, dialect: 'crt591', pace: FAST, ...options }));
  const connect = (options: Partial<CardDispenserOptions> = {}): CardDispenser => {
    const made = createCardDispenser({ port: bench.port, dialect: crt591(), ...options });
    bench.afterwards(() => made.close());
    return made;
  };
  /** In the middle of the movement that has been asked for. */
  const whileMoving = (): Promise<void> => until(() => device.mechanism.moving && device.mechanism.path !== undefined);

  describe('without a fault', () => {
    it('goes the whole way: stacker, chip, gate, hand', async () => {
      await start();
      expect(dispenser.status).toMatchObject({ position: 'none', chip: 'noCard', stacker: 'ok', retainBin: 'ok' });
      const seen: string[] = [];
      dispenser.onStatus(({ state, position, chip }) => seen.push(`${state} ${position} ${chip}`));
      expect(await dispenser.moveToChip({ from: 'stacker' })).toEqual({ ok: true, value: 'ic' });
      expect(await dispenser.powerChip()).toMatchObject({ ok: true, value: { protocol: 'T=0' } });
      expect(await dispenser.transmit(SELECT)).toEqual({ ok: true, value: Uint8Array.from(OK) });
      const record = Uint8Array.of(...Buffer.from('N0001', 'latin1'), ...OK);
      expect(await dispenser.transmit(READ)).toEqual({ ok: true, value: record });
      expect(await dispenser.powerOffChip()).toEqual({ ok: true, value: 'off' });
      expect(await dispenser.present()).toEqual({ ok: true, value: 'gate' });
      const taken = dispenser.waitForTaken({ timeoutMs: 20_000 });
      expect(device.take()).toMatchObject({ ok: true, value: { taken: 1, given: 1, position: 'none' } });
      expect(await taken).toEqual({ ok: true, value: 'taken' });
      expect(dispenser.status).toMatchObject({
        counters: { dispensed: 1, taken: 1, retained: 0 },
        cardLeftInside: false,
      });
      expect(seen).toEqual([
        'busy none noCard',
        'online ic poweredOff',
        'online ic online',
        'online ic poweredOff',
        'busy ic poweredOff',
        'online gate poweredOff',
        'online none noCard',
      ]);
    });

    it('speaks T=1 to a chip of T=1', async () => {
      await start({ newCard: (number) => numberedCard(`T${number}`, 'T=1') });
      await dispenser.moveToChip({ from: 'stacker' });
      expect(await dispenser.powerChip()).toMatchObject({ ok: true, value: { protocol: 'T=1' } });
      expect(await dispenser.transmit(SELECT)).toEqual({ ok: true, value: Uint8Array.from(OK) });
    });

    it('takes a card in at the gate, and shuts the entry behind it', async () => {
      await start();
      expect(device.insert(numberedCard('mine'))).toMatchObject({ ok: false, error: { code: 'ENTRY_CLOSED' } });
      const accepted = dispenser.acceptCard({ timeoutMs: 20_000 });
      await until(() => device.mechanism.entryOpen);
      expect(device.insert(numberedCard('mine'))).toMatchObject({ ok: true });
      expect(await accepted).toMatchObject({ ok: true });
      expect(device.state.entry).toBe('closed');
      expect(await dispenser.moveToChip({ from: 'inside' })).toEqual({ ok: true, value: 'ic' });
      expect(device.state).toMatchObject({ card: 'mine', given: 0 });
      expect(await dispenser.acceptCard()).toMatchObject({ error: { code: 'card-inside', position: 'ic' } });
    });

    it('says no-card when nobody puts one in, and shuts the entry', async () => {
      await start();
      expect(await dispenser.acceptCard({ timeoutMs: 300 })).toMatchObject({ error: { code: 'no-card' } });
      expect(device.state.entry).toBe('closed');
    });

    it('draws a presented card back in to the chip', async () => {
      await start();
      await dispenser.moveToChip({ from: 'stacker' });
      expect(await dispenser.moveToChip({ from: 'gate' })).toMatchObject({ error: { code: 'card-inside' } });
      await dispenser.present();
      expect(await dispenser.moveToChip({ from: 'gate' })).toEqual({ ok: true, value: 'ic' });
      expect(device.state.given).toBe(1);
    });

    it('keeps a card that is not taken in time, when asked to, and counts it', async () => {
      await start();
      await dispenser.moveToChip({ from: 'stacker' });
      await dispenser.present();
      expect(await dispenser.waitForTaken({ timeoutMs: 200 })).toMatchObject({
        error: { code: 'not-taken', position: 'gate' },
      });
      expect(device.state).toMatchObject({ position: 'gate', bin: 0 });
      expect(await dispenser.waitForTaken({ timeoutMs: 200, orRetain: true })).toEqual({ ok: true, value: 'retained' });
      expect(device.state).toMatchObject({ position: 'none', bin: 1 });
      expect(await dispenser.countRetained()).toEqual({ ok: true, value: 1 });
      expect(dispenser.status.counters).toEqual({ dispensed: 1, taken: 0, retained: 1 });
      expect(await dispenser.resetRetained()).toEqual({ ok: true, value: 0 });
    });

    it('ejects a card so that it lies loose in the gate', async () => {
      await start();
      await dispenser.moveToChip({ from: 'stacker' });
      expect(await dispenser.eject()).toEqual({ ok: true, value: 'gate' });
      expect(device.mechanism.path?.held).toBe(false);
    });

    it('reads both heads of a refusal', async () => {
      await start({ cards: 0, failedHead: 'E' });
      expect(await dispenser.moveToChip({ from: 'stacker' })).toMatchObject({
        error: { code: 'stacker-empty', deviceCode: 'A0' },
      });
    });

    it('finds the device at another rate than the first', async () => {
      device = await simulate({ baudRate: 38_400 });
      dispenser = connect();
      await whenState(dispenser, 'online');
    });

    it('refuses what makes no sense without moving anything', async () => {
      await start();
      expect(await dispenser.present()).toMatchObject({ error: { code: 'no-card' } });
      expect(await dispenser.retain()).toMatchObject({ error: { code: 'no-card' } });
      expect(await dispenser.eject()).toMatchObject({ error: { code: 'no-card' } });
      expect(await dispenser.moveToChip({ from: 'inside' })).toMatchObject({ error: { code: 'no-card' } });
      expect(await dispenser.waitForTaken({ timeoutMs: 100 })).toMatchObject({ error: { code: 'no-card' } });
      expect(await dispenser.powerChip()).toMatchObject({ error: { code: 'no-card' } });
      expect(await dispenser.transmit(READ)).toMatchObject({ error: { code: 'chip-not-powered' } });
      expect(await dispenser.transmit(Uint8Array.of(1, 2, 3))).toMatchObject({ error: { code: 'bad-apdu' } });
      await dispenser.moveToChip({ from: 'stacker' });
      expect(await dispenser.moveToChip({ from: 'stacker' })).toMatchObject({
        error: { code: 'card-inside', position: 'ic' },
      });
      await dispenser.present();
      expect(await dispenser.powerChip()).toMatchObject({ error: { code: 'card-not-at-chip', position: 'gate' } });
      expect(device.state.given).toBe(1);
    });
  });

  describe('card-dispenser faults of the mechanism', () => {
    it('stacker empty: stacker-empty, level empty, refilled and going on', async () => {
      await start({ cards: 1 });
      expect(dispenser.status.stacker).toBe('low');
      await dispenser.moveToChip({ from: 'stacker' });
      await dispenser.retain();
      expect(dispenser.status).toMatchObject({ state: 'online', stacker: 'empty' });
      expect(await dispenser.moveToChip({ from: 'stacker' })).toMatchObject({
        error: { code: 'stacker-empty', position: 'none' },
      });
      expect(dispenser.status.state).toBe('online');
      device.fill(50);
      await whenStatus(dispenser, ({ stacker }) => stacker === 'ok');
      expect(await dispenser.moveToChip({ from: 'stacker' })).toMatchObject({ ok: true });
    });

    it('bin full: bin-full, the card stays at the gate, emptied and kept', async () => {
      await start({ binCapacity: 0 });
      expect(dispenser.status.retainBin).toBe('full');
      await dispenser.moveToChip({ from: 'stacker' });
      await dispenser.present();
      const full = await dispenser.waitForTaken({ timeoutMs: 100, orRetain: true });
      expect(full).toMatchObject({ error: { code: 'bin-full', position: 'gate', deviceCode: 'A1' } });
      expect(device.state).toMatchObject({ position: 'gate', bin: 0 });
      expect(await dispenser.eject()).toMatchObject({ ok: true });
    });

    it.each(['stacker', 'path'] as const)(
      'jam at the %s while dispensing: card-jam, jammed, cleared and started anew',
      async (place) => {
        await start();
        device.jam(place);
        expect(await dispenser.moveToChip({ from: 'stacker' })).toMatchObject({
          error: { code: 'card-jam', deviceCode: '10' },
        });
        expect(dispenser.status).toMatchObject({ state: 'hardwareError', position: 'jammed' });
        expect(await dispenser.moveToChip({ from: 'stacker' })).toMatchObject({ error: { code: 'card-jam' } });
        expect(await dispenser.initialise({ card: 'retain' })).toMatchObject({ error: { code: 'card-jam' } });
        expect(dispenser.status.state).toBe('hardwareError');
        expect(device.clear()).toMatchObject({ ok: true, value: { position: 'none', jammed: false } });
        expect(await dispenser.initialise({ card: 'leave' })).toEqual({ ok: true, value: 'none' });
        expect(dispenser.status).toMatchObject({ state: 'online', position: 'none' });
        expect(device.state.given).toBe(1);
      },
    );

    it('jam at the gate while presenting: card-jam, and the card is still known to be inside', async () => {
      await start();
      await dispenser.moveToChip({ from: 'stacker' });
      device.jam('gate');
      expect(await dispenser.present()).toMatchObject({ error: { code: 'card-jam' } });
      expect(dispenser.status).toMatchObject({ state: 'hardwareError', position: 'jammed' });
    });

    it('jam found at the start: hardwareError, and the driver is there to start it anew', async () => {
      device = await simulate();
      dispenser = connect();
      await whenState(dispenser, 'online');
      device.jam('path');
      await dispenser.moveToChip({ from: 'stacker' });
      await dispenser.close();
      const next = connect();
      expect(await whenState(next, 'hardwareError')).toMatchObject({ position: 'jammed', cardLeftInside: true });
      device.clear();
      expect(await next.initialise({ card: 'leave' })).toEqual({ ok: true, value: 'none' });
      expect(next.status).toMatchObject({ state: 'online', cardLeftInside: false });
    });

    it('card pulled while it is presented: taken, and nothing is left inside', async () => {
      await start({ pace: 0.5 });
      await dispenser.moveToChip({ from: 'stacker' });
      const presented = dispenser.present();
      await whileMoving();
      expect(device.take()).toMatchObject({ ok: true });
      expect(await presented).toEqual({ ok: true, value: 'none' });
      expect(await dispenser.waitForTaken({ timeoutMs: 20_000 })).toEqual({ ok: true, value: 'taken' });
      expect(dispenser.status.counters).toEqual({ dispensed: 1, taken: 1, retained: 0 });
      expect(dispenser.status).toMatchObject({ state: 'online', position: 'none', cardLeftInside: false });
    });

    it('card pulled while it is kept: taken, not retained', async () => {
      await start({ pace: 0.5 });
      await dispenser.moveToChip({ from: 'stacker' });
      await dispenser.present();
      const kept = dispenser.retain();
      await whileMoving();
      expect(device.take()).toMatchObject({ ok: true });
      expect(await kept).toEqual({ ok: true, value: 'taken' });
      expect(dispenser.status.counters).toEqual({ dispensed: 1, taken: 1, retained: 0 });
      expect(device.state.bin).toBe(0);
    });

    it('something too short is put in: wrong-card-length, and it can be ejected', async () => {
      await start();
      const accepted = dispenser.acceptCard({ timeoutMs: 20_000 });
      await until(() => device.mechanism.entryOpen);
      device.insert({ name: 'coin', wrongLength: true });
      await accepted;
      expect(await dispenser.moveToChip({ from: 'inside' })).toMatchObject({ error: { code: 'wrong-card-length' } });
      expect(dispenser.status.state).toBe('userError');
      expect(await dispenser.eject()).toEqual({ ok: true, value: 'gate' });
      expect(dispenser.status.state).toBe('online');
    });

    it('chip mute: chip-no-answer, and the card can still be kept', async () => {
      await start({ newCard: () => ({ name: 'mute' }) });
      await dispenser.moveToChip({ from: 'stacker' });
      expect(await dispenser.powerChip()).toMatchObject({ error: { code: 'chip-no-answer', deviceCode: '61' } });
      expect(dispenser.status).toMatchObject({ state: 'online', position: 'ic', chip: 'poweredOff' });
      expect(await dispenser.retain()).toEqual({ ok: true, value: 'retained' });
    });
  });
});
