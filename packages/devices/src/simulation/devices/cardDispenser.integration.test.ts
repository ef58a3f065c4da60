import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crt591 } from '../../card-dispenser/crt591Mover.ts';
import { createCardDispenser } from '../../card-dispenser/driver.ts';
import type { CardDispenser } from '../../card-dispenser/types.ts';
import { cardDispenser as kind } from '../../config/kinds/cardDispenser.ts';
import { whenState } from '../../core/testing.ts';
import type { ActResult } from '../control.ts';
import { cardDispenser } from './cardDispenser.ts';
import { prepareAction, type Started } from './deviceModel.ts';

/** The production driver above the simulator's process, as the control surface drives it. */
const runDir = mkdtempSync(join(tmpdir(), 'renshe-card-dispenser-'));
const people = { cardHolders: [], cardOf: () => undefined } as never;
let device: Started<{ port: string; dialect: 'crt591' | 'crt310' }>;
let dispenser: CardDispenser;

const act = async (name: string, choice?: string): Promise<ActResult> => {
  const prepared = prepareAction(cardDispenser.model(people), name, choice === undefined ? {} : { choice });
  return prepared.ok ? device.controlled.act(name, prepared.value) : prepared;
};

beforeAll(async () => {
  const started = await cardDispenser.start({ runDir, people, line: {}, onState: () => {} });
  if (!started.ok) throw new Error(started.error.message);
  device = started.value;
  dispenser = createCardDispenser({ port: device.endpoint.port, dialect: crt591() });
  await whenState(dispenser, 'online');
});
afterAll(async () => {
  await dispenser.close();
  await device.controlled.stop();
  rmSync(runDir, { recursive: true, force: true });
});

it('is where devices.yaml would find it', () => {
  const settings = cardDispenser.settings?.(device.endpoint);
  expect(kind.schema.parse(settings)).toEqual({ interface: 'serial', dialect: 'crt591', port: device.endpoint.port });
});

it('passes its own self-test: a card to the chip, and into the bin', async () => {
  const opened = { driver: dispenser, status: dispenser.status, onStatus: () => () => {}, close: async () => {} };
  for (const step of kind.selfTest(opened)) {
    expect(await step.run(new AbortController().signal)).toMatchObject({ ok: true });
  }
  expect(device.controlled.state).toMatchObject({ stacker: 19, bin: 1, position: 'none' });
});

it('does everything a hand, a technician or a line can do, and refuses the rest with what to do instead', async () => {
  expect(await act('take')).toMatchObject({ ok: false, error: { code: 'NO_CARD_AT_GATE', next: expect.any(String) } });
  expect(await act('insert', 'card')).toMatchObject({ ok: false, error: { code: 'ENTRY_CLOSED' } });
  expect(await act('insert', 'elephant')).toMatchObject({ ok: false, error: { code: 'BAD_ARGUMENTS' } });
  expect(await act('clear')).toMatchObject({ ok: false, error: { code: 'NO_CARD_IN_PATH' } });
  expect(await act('plug')).toMatchObject({ ok: false, error: { code: 'ALREADY_PLUGGED' } });
  expect(await act('restore-power')).toMatchObject({ ok: false, error: { code: 'ALREADY_ON' } });
  expect(await act('fill', '50')).toMatchObject({ ok: true, state: { stacker: 50 } });
  expect(await act('empty-bin')).toMatchObject({ ok: true, state: { bin: 0 } });
  expect(await act('slow', '2')).toMatchObject({ ok: true, state: { slowness: 2 } });
  expect(await act('slow', '1')).toMatchObject({ ok: true });
  expect(await act('jam', 'gate')).toMatchObject({ ok: true });
  expect(await dispenser.moveToChip({ from: 'stacker' })).toMatchObject({ ok: true });
  expect(await dispenser.present()).toMatchObject({ ok: false, error: { code: 'card-jam' } });
  expect(cardDispenser.model(people).summarise(device.controlled.state).en).toBe('jammed, stacker 49, bin 0');
  expect(await act('clear')).toMatchObject({ ok: true, state: { jammed: false } });
  expect(await act('cut-power')).toMatchObject({ ok: true, state: { power: 'off' } });
  expect(await act('restore-power')).toMatchObject({ ok: true });
  expect(await act('unplug')).toMatchObject({ ok: true, state: { connection: 'unplugged' } });
  await whenState(dispenser, 'noDevice');
  expect(await act('plug')).toMatchObject({ ok: true });
  await whenState(dispenser, 'online');
  expect(await act('fault', 'silent')).toMatchObject({ ok: true, state: { fault: 'silent' } });
  expect(await act('fault', 'none')).toMatchObject({ ok: true });
});
