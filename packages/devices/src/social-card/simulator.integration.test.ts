import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Bench } from '../core/testing.ts';
import { SimulatedSocialCardReader } from './simulator.ts';
import { connectReader, digits, holder, otherHolder, skipped } from './testing.ts';
import type { SocialCardReader } from './types.ts';

/** What the simulator promises, seen through the production driver. */
describe.skipIf(skipped)(`the simulated social security card${skipped ? ` (skipped: ${skipped})` : ''}`, () => {
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
    await bench.clear();
  });
  const connect = async (): Promise<SocialCardReader> => {
    const reader = connectReader(bench, simulator.socket);
    expect(await reader.waitForCard({ timeoutMs: 10_000 })).toEqual({ ok: true, value: 'card' });
    return reader;
  };

  it('is read whole in the second generation', async () => {
    simulator.insert(holder);
    const reader = await connect();
    expect(reader.status).toEqual({ state: 'online', media: 'present', chipPower: 'online' });
    expect(await reader.readCard({ bankAccount: true })).toMatchObject({
      ok: true,
      value: {
        generation: 2,
        version: '2.00',
        regionCode: '110100',
        holder: { ...holder, birthPlaceCode: '110105' },
        resetInformation: expect.stringMatching(/^0081543100866015060[0-9A-F]{7}$/),
        bankAccount: { kind: 'debit', maskedNumber: expect.stringMatching(/^622800\*{9}\d{4}$/), expires: '2031-06' },
      },
    });
  });

  it('holds names with characters that GBK does not have', async () => {
    simulator.insert(otherHolder);
    expect(await (await connect()).readCard()).toMatchObject({ ok: true, value: { holder: otherHolder } });
  });

  it('keeps PIN and attempts while it is out', async () => {
    simulator.insert(otherHolder);
    const reader = await connect();
    expect(await reader.changePin(digits('123456'), digits('201201'))).toMatchObject({ value: { outcome: 'changed' } });
    expect(await reader.verifyPin(digits('123456'))).toEqual({
      ok: true,
      value: { outcome: 'wrong', attemptsLeft: 2 },
    });
    simulator.pull();
    expect(await reader.waitForRemoval({ timeoutMs: 5_000 })).toEqual({ ok: true, value: 'removed' });
    expect(simulator.insert(otherHolder)).toMatchObject({ ok: true, value: { pinAttemptsLeft: 2 } });
    expect(await reader.waitForCard({ timeoutMs: 5_000 })).toMatchObject({ ok: true });
    expect(await reader.verifyPin(digits('201201'))).toEqual({ ok: true, value: { outcome: 'ok' } });
    expect(simulator.state.pinAttemptsLeft).toBe(3);
  });

  it('refuses what is impossible, with what to do instead', async () => {
    expect(simulator.pull()).toMatchObject({ ok: false, error: { code: 'NO_CARD_IN', next: expect.any(String) } });
    expect(simulator.pullAfter({ commands: 1 })).toMatchObject({ ok: false, error: { code: 'NO_CARD_IN' } });
    expect(simulator.blockPin()).toMatchObject({ ok: false, error: { code: 'NO_SOCIAL_CARD_IN' } });
    expect(simulator.setSlow(0)).toMatchObject({ ok: false, error: { code: 'BAD_NUMBER' } });
    expect(await simulator.setPlugged(true)).toMatchObject({ ok: false, error: { code: 'ALREADY_PLUGGED' } });
    simulator.insertOther('bank-card');
    expect(simulator.insert(holder)).toMatchObject({ ok: false, error: { code: 'CARD_IN_ALREADY' } });
    expect(simulator.lock(true)).toMatchObject({ ok: false, error: { code: 'NO_SOCIAL_CARD_IN' } });
    expect(simulator.pullAfter({ commands: 0 })).toMatchObject({ ok: false, error: { code: 'BAD_NUMBER' } });
  });

  it('stands beside another one, and leaves nothing behind', async () => {
    const second = await SimulatedSocialCardReader.start();
    if (!second.ok) throw new Error(second.error.message);
    const { socket, servicePid } = second.value;
    expect(socket).not.toBe(simulator.socket);
    expect(readFileSync(`/proc/${servicePid}/comm`, 'utf8').trim()).toBe('pcscd');
    second.value.insert(otherHolder);
    // A card in the other reader is not in this one.
    const reader = connectReader(bench, simulator.socket);
    expect(await reader.readCard({ timeoutMs: 5_000 })).toMatchObject({ ok: false, error: { code: 'no-card' } });
    await second.value.close();
    expect(existsSync(`/proc/${servicePid}`)).toBe(false);
    expect(existsSync(socket)).toBe(false);
  });
});
