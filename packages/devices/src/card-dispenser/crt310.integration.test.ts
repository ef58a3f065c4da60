import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench, whenState } from '../core/testing.ts';
import { crt310 } from './crt310Mover.ts';
import { createCardDispenser } from './driver.ts';
import {
  createSimulatedCardDispenser,
  numberedCard,
  type SimulatedCardDispenser,
  type SimulatedDispenserOptions,
} from './simulator.ts';
import { FAST, framed, opened, type Saying, startScriptedDevice, until, whenStatus } from './testing.ts';
import type { CardDispenser } from './types.ts';

const SELECT = Buffer.concat([Uint8Array.of(0, 0xa4, 4, 0, 4), Buffer.from('CARD', 'latin1')]);
const OK = Uint8Array.of(0x90, 0x00);

describe('a CRT-310 at its driver', () => {
  let bench: Bench;
  let device: SimulatedCardDispenser;
  let dispenser: CardDispenser;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  const connect = (): CardDispenser => {
    const made = createCardDispenser({ port: bench.port, dialect: crt310(), baudRate: 9_600 });
    bench.afterwards(() => made.close());
    return made;
  };
  const start = async (options: Partial<SimulatedDispenserOptions> = {}): Promise<void> => {
    const simulated = { link: bench.port, dialect: 'crt310' as const, pace: FAST, ...options };
    device = await opened(bench, createSimulatedCardDispenser(simulated));
    dispenser = connect();
    await whenState(dispenser, 'online');
  };
  const accept = async (card = numberedCard('mine')): Promise<unknown> => {
    const accepted = dispenser.acceptCard({ timeoutMs: 20_000 });
    await until(() => device.mechanism.entryOpen);
    device.insert(card);
    return accepted;
  };

  it('takes a card in, reads its chip, gives it back', async () => {
    await start();
    expect(dispenser.capabilities).toMatchObject({ hasStacker: false, countsRetained: false });
    expect(dispenser.status).toMatchObject({ position: 'none', stacker: 'missing', retainBin: 'unknown' });
    expect(await accept()).toEqual({ ok: true, value: 'rf' });
    expect(device.state.entry).toBe('closed');
    expect(await dispenser.moveToChip({ from: 'inside' })).toEqual({ ok: true, value: 'ic' });
    expect(await dispenser.powerChip()).toMatchObject({ ok: true, value: { protocol: 'T=0' } });
    expect(await dispenser.transmit(SELECT)).toEqual({ ok: true, value: OK });
    expect(await dispenser.present()).toEqual({ ok: true, value: 'gate' });
    const taken = dispenser.waitForTaken({ timeoutMs: 20_000 });
    device.take();
    expect(await taken).toEqual({ ok: true, value: 'taken' });
  });

  it('speaks T=1 to a chip that says Z', async () => {
    await start();
    await accept(numberedCard('mine', 'T=1'));
    await dispenser.moveToChip({ from: 'inside' });
    expect(await dispenser.powerChip()).toMatchObject({ ok: true, value: { protocol: 'T=1' } });
    expect(await dispenser.transmit(SELECT)).toEqual({ ok: true, value: OK });
  });

  it('says not-supported for what it has not', async () => {
    await start();
    for (const refused of [
      dispenser.moveToChip({ from: 'stacker' }),
      dispenser.countRetained(),
      dispenser.resetRetained(),
    ]) {
      expect(await refused).toMatchObject({ error: { code: 'not-supported' } });
    }
  });

  it('keeps a card that is not taken in time', async () => {
    await start();
    await accept();
    await dispenser.present();
    expect(await dispenser.waitForTaken({ timeoutMs: 200, orRetain: true })).toEqual({ ok: true, value: 'retained' });
    expect(device.state.bin).toBe(1);
  });

  it('jam: card-jam, jammed, cleared and started anew', async () => {
    await start();
    await accept();
    device.jam('path');
    expect(await dispenser.moveToChip({ from: 'inside' })).toMatchObject({
      error: { code: 'card-jam', deviceCode: 'N' },
    });
    expect(dispenser.status).toMatchObject({ state: 'hardwareError', position: 'jammed' });
    device.clear();
    expect(await dispenser.initialise({ card: 'leave' })).toEqual({ ok: true, value: 'none' });
    expect(dispenser.status.state).toBe('online');
  });

  it('something too short is put in: jammed, and pushed out as abnormal', async () => {
    await start();
    await accept({ name: 'coin', wrongLength: true });
    await whenStatus(dispenser, ({ position }) => position === 'jammed');
    expect(dispenser.status.state).toBe('userError');
    expect(await dispenser.moveToChip({ from: 'inside' })).toMatchObject({
      error: { code: 'wrong-card-length', deviceCode: '06' },
    });
    expect(await dispenser.eject()).toEqual({ ok: true, value: 'gate' });
    expect(device.take()).toMatchObject({ ok: true });
  });

  it('chip mute: chip-no-answer', async () => {
    await start();
    await accept({ name: 'mute' });
    await dispenser.moveToChip({ from: 'inside' });
    expect(await dispenser.powerChip()).toMatchObject({ error: { code: 'chip-no-answer' } });
    expect(dispenser.status.state).toBe('online');
  });

  it('unplugged in the middle of a movement: outcome-unknown with the card found', async () => {
    await start({ pace: 0.5 });
    await accept();
    const moved = dispenser.moveToChip({ from: 'inside' });
    await until(() => device.mechanism.moving);
    await device.unplug();
    await until(() => !device.mechanism.moving);
    await device.plug();
    expect(await moved).toMatchObject({ error: { code: 'outcome-unknown', position: 'ic' } });
    expect(dispenser.status).toMatchObject({ position: 'ic', cardLeftInside: true });
  });

  it('power lost in the middle of a movement: outcome-unknown or the card where it was, never silence', async () => {
    await start({ pace: 0.5 });
    await accept();
    const moved = dispenser.moveToChip({ from: 'inside' });
    await until(() => device.mechanism.moving);
    device.cutPower();
    device.restorePower();
    // What it was told is forgotten, and asked again with the card still inside it can be finished.
    expect(await moved).toEqual({ ok: true, value: 'ic' });
  });

  it.each(['garbled', 'checksum', 'partial', 'no-reply'] as const)(
    '%s once in a movement: looked for, not done twice',
    async (fault) => {
      await start();
      await accept();
      const moved = dispenser.moveToChip({ from: 'inside' });
      await until(() => device.mechanism.moving);
      device.fault(fault, 1);
      expect(await moved).toEqual({ ok: true, value: 'ic' });
    },
  );

  it('NAK twice, and an ACK lost: sent again', async () => {
    await start();
    await accept();
    device.fault('nak', 2);
    expect(await dispenser.moveToChip({ from: 'inside' })).toEqual({ ok: true, value: 'ic' });
    device.fault('no-ack', 1);
    expect(await dispenser.present()).toEqual({ ok: true, value: 'gate' });
  });

  it('silent: offline, back when it speaks', async () => {
    await start();
    device.fault('silent');
    await whenState(dispenser, 'offline');
    device.fault('none');
    await whenState(dispenser, 'online');
  });

  describe('that is not our simulator', () => {
    const f = (text: string): string => framed('02', text);
    const script = async (replies: Readonly<Record<string, string | undefined>>, single: Saying = undefined) => {
      let pending: string | undefined;
      const scripted = await startScriptedDevice(bench.port, {
        headBytes: 3,
        script: (text) => {
          pending = text;
          return ['06'];
        },
        single: (byte) => {
          if (byte === '04') return ['04'];
          if (byte !== '05' || pending === undefined) return single;
          const text = pending;
          pending = undefined;
          const reply = text in replies ? replies[text] : GOOD[text];
          return reply === undefined ? undefined : [20, reply.startsWith('02') ? reply : f(reply)];
        },
      });
      bench.afterwards(() => scripted.unplug());
      dispenser = connect();
      return scripted;
    };
    const GOOD: Readonly<Record<string, string>> = {
      '3130': '31304B4E4E',
      '3030': '3030435254203331302056332E30',
      '2F3131': '2F3159',
      '322F': '322F59',
      '3730': '37305900043B025353',
      '373100050084000008': '37315900029000',
      '3331': '333159',
    };

    it('is spoken with in printed frames', async () => {
      const scripted = await script({});
      await whenState(dispenser, 'online');
      expect(dispenser.status).toMatchObject({ position: 'ic', cardLeftInside: true });
      expect(await dispenser.powerChip()).toMatchObject({ ok: true });
      expect(await dispenser.transmit(Uint8Array.of(0, 0x84, 0, 0, 8))).toEqual({ ok: true, value: OK });
      expect(scripted.heard).toContain('373100050084000008');
    });

    it('says Y and N the other way round when its entry is set', async () => {
      await script({ '2F3131': '2F314E' });
      expect(await whenState(dispenser, 'online')).toMatchObject({ position: 'ic' });
    });

    it.each([
      ['322F4E', 'card-jam'],
      ['322F45', 'no-card'],
      ['322F57', 'command-refused'],
      ['4E3206', 'wrong-card-length'],
      ['4E3205', 'power-fault'],
      ['4E3207', 'power-fault'],
      ['4E3202', 'command-refused'],
    ])('answers a movement with %s: %s', async (reply, code) => {
      await script({ '322F': reply });
      expect(await dispenser.moveToChip({ from: 'inside' })).toMatchObject({
        error: { code, position: expect.any(String) },
      });
    });

    it.each([
      ['373057', 'card-not-at-chip'],
      ['373045', 'no-card'],
      ['37304E', 'chip-no-answer'],
      ['373059', 'bad-frame'],
      ['37305900053B025353', 'bad-frame'],
    ])('answers a cold reset with %s: %s', async (reply, code) => {
      await script({ '3730': reply });
      expect(await dispenser.powerChip()).toMatchObject({ error: { code } });
    });

    it('tells where it sees a card with each letter', async () => {
      for (const [s1, position] of [
        ['49', 'gate'],
        ['4C', 'inside'],
        ['46', 'jammed'],
        ['99', 'unknown'],
      ] as const) {
        const scripted = await script({ '3130': `3130${s1}4E4E` });
        await whenStatus(dispenser, (status) => status.state !== 'starting' && status.position === position);
        await dispenser.close();
        await scripted.unplug();
      }
    });
  });
});
