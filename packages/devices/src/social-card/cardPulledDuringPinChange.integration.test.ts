import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Bench } from '../core/testing.ts';
import { pcscReaders } from '../transports/pcsc.ts';
import { createSocialCardReader } from './driver.ts';
import { SimulatedSocialCardReader } from './simulator.ts';
import { connectReader, digits, otherHolder, skipped } from './testing.ts';
import type { SocialCardReader } from './types.ts';

/** Commands of a change: select, its answer, EF05, identification code, verify, change. */
const VERIFY = 5;
const CHANGE = 6;

describe.skipIf(skipped)(`a PIN change that is interrupted${skipped ? ` (skipped: ${skipped})` : ''}`, () => {
  let simulator: SimulatedSocialCardReader;
  let bench: Bench;
  let reader: SocialCardReader;
  /** Each test has a card of its own, with its first PIN. */
  let person = otherHolder;
  let count = 0;
  beforeAll(async () => {
    const started = await SimulatedSocialCardReader.start();
    if (!started.ok) throw new Error(started.error.message);
    simulator = started.value;
  });
  afterAll(() => simulator?.close());
  beforeEach(async () => {
    bench = new Bench();
    count += 1;
    person = { ...otherHolder, citizenNumber: `1101051998110200${String(count).padStart(2, '0')}` };
    simulator.insert(person);
    reader = connectReader(bench, simulator.socket);
    expect(await reader.waitForCard({ timeoutMs: 10_000 })).toEqual({ ok: true, value: 'card' });
  });
  afterEach(async () => {
    simulator.pull();
    simulator.setGarbled(false);
    simulator.setSilent(false);
    simulator.setSlow(1);
    await simulator.restartService();
    await bench.clear();
  });
  const OLD = '123456';
  const NEW = '201201';
  const change = (signal?: AbortSignal) =>
    reader.changePin(digits(OLD), digits(NEW), signal === undefined ? {} : { signal });
  const resolve = () => reader.resolvePinChange(digits(OLD), digits(NEW));
  const cardBack = async (whose = person): Promise<void> => {
    simulator.pull();
    expect(await reader.waitForRemoval({ timeoutMs: 5_000 })).toEqual({ ok: true, value: 'removed' });
    simulator.insert(whose);
    expect(await reader.waitForCard({ timeoutMs: 5_000 })).toEqual({ ok: true, value: 'card' });
  };
  const pulledUnknown = { ok: true, value: { outcome: 'interrupted', cause: 'card-pulled', pin: 'unknown' } };

  it('pulled after the card had done it: the new PIN is found to hold, and no attempt is spent', async () => {
    simulator.pullAfter({ commands: CHANGE, done: true });
    expect(await change()).toMatchObject(pulledUnknown);
    await cardBack();
    expect(await resolve()).toEqual({ ok: true, value: { holds: 'new' } });
    expect(simulator.state.pinAttemptsLeft).toBe(3);
  });

  it('pulled before the card had done it: the old PIN is confirmed, and the attempt comes back', async () => {
    simulator.pullAfter({ commands: CHANGE, done: false });
    expect(await change()).toMatchObject(pulledUnknown);
    await cardBack();
    expect(await resolve()).toEqual({ ok: true, value: { holds: 'old', confirmed: true } });
    expect(simulator.state.pinAttemptsLeft).toBe(3);
    expect(await change()).toEqual({ ok: true, value: { outcome: 'changed' } });
  });

  it.each([1, 3, VERIFY])('pulled in command %i, before the new PIN was sent: unchanged', async (commands) => {
    simulator.pullAfter({ commands });
    expect(await change()).toMatchObject({ ok: true, value: { outcome: 'interrupted', pin: 'unchanged' } });
    await cardBack();
    expect(await reader.verifyPin(digits(OLD))).toEqual({ ok: true, value: { outcome: 'ok' } });
  });

  it('another card comes back: nothing is tried on it', async () => {
    simulator.pullAfter({ commands: CHANGE });
    expect(await change()).toMatchObject(pulledUnknown);
    await cardBack({ ...person, citizenNumber: '110105197903120017' });
    expect(await resolve()).toMatchObject({ ok: false, error: { code: 'other-card' } });
    expect(simulator.state.pinAttemptsLeft).toBe(3);
    await cardBack();
    expect(await resolve()).toEqual({ ok: true, value: { holds: 'new' } });
  });

  it('pulled again while it is found out: asked for again, nothing is lost', async () => {
    simulator.pullAfter({ commands: CHANGE, done: false });
    expect(await change()).toMatchObject(pulledUnknown);
    await cardBack();
    simulator.pullAfter({ commands: VERIFY });
    expect(await resolve()).toMatchObject({ ok: false, error: { code: 'card-pulled' } });
    await cardBack();
    expect(await resolve()).toMatchObject({ ok: true, value: { holds: 'old' } });
  });

  it('with one attempt left the old PIN is not tried', async () => {
    simulator.pullAfter({ commands: CHANGE, done: false });
    expect(await change()).toMatchObject(pulledUnknown);
    await cardBack();
    await reader.verifyPin(digits('000000'));
    expect(await resolve()).toEqual({ ok: true, value: { holds: 'old', confirmed: false, attemptsLeft: 1 } });
    expect(simulator.state.pinAttemptsLeft).toBe(1);
  });

  it('by a driver that did not see the change only the new PIN is tried', async () => {
    expect(await resolve()).toEqual({ ok: true, value: { holds: 'old', confirmed: false, attemptsLeft: 2 } });
  });

  it('the service is killed in the middle: reader-lost, found out when it is back', async () => {
    simulator.setSlow(20);
    const changing = change();
    await heard(CHANGE);
    await simulator.stopService();
    expect(await changing).toMatchObject({
      ok: true,
      value: { outcome: 'interrupted', cause: 'reader-lost', pin: 'unknown' },
    });
    simulator.setSlow(1);
    await simulator.restartService();
    expect(await reader.waitForCard({ timeoutMs: 5_000 })).toMatchObject({ ok: true });
    expect(await resolve()).toMatchObject({ ok: true });
  });

  it('garbled: bad-answer, found out when it is over', async () => {
    simulator.setSlow(5);
    const changing = change();
    await heard(CHANGE);
    simulator.setGarbled(true);
    expect(await changing).toMatchObject({ ok: true, value: { cause: 'bad-answer', pin: 'unknown' } });
    simulator.setGarbled(false);
    expect(await resolve()).toEqual({ ok: true, value: { holds: 'new' } });
  });

  it('silent: no-answer, found out when the card was out and is back', async () => {
    await reader.close();
    reader = createSocialCardReader({ openReader: pcscReaders({ socket: simulator.socket, answerMs: 600 }) });
    bench.afterwards(() => reader.close());
    await reader.waitForCard({ timeoutMs: 5_000 });
    simulator.setSlow(5);
    const changing = change();
    await heard(CHANGE);
    simulator.setSilent(true);
    expect(await changing).toMatchObject({ ok: true, value: { cause: 'no-answer', pin: 'unknown' } });
    simulator.setSilent(false);
    simulator.pull();
    await expect.poll(() => reader.status.state, { timeout: 5_000 }).toBe('online');
    await cardBack();
    expect(await resolve()).toMatchObject({ ok: true });
  });

  it('an abort after the new PIN was sent does not lose the outcome; one before does nothing to the card', async () => {
    simulator.setSlow(5);
    const abort = new AbortController();
    const changing = change(abort.signal);
    await heard(CHANGE);
    abort.abort();
    expect(await changing).toEqual({ ok: true, value: { outcome: 'changed' } });
    const early = new AbortController();
    early.abort();
    const old = digits(NEW);
    const next = digits(OLD);
    expect(await reader.changePin(old, next, { signal: early.signal })).toMatchObject({ error: { code: 'aborted' } });
    expect([...old, ...next]).toEqual(new Array(12).fill(0));
    expect(await reader.verifyPin(digits(NEW))).toEqual({ ok: true, value: { outcome: 'ok' } });
  });

  it('closing the driver waits for the outcome', async () => {
    simulator.setSlow(5);
    const changing = change();
    await heard(CHANGE);
    await reader.close();
    expect(await changing).toEqual({ ok: true, value: { outcome: 'changed' } });
  });

  /** The card has heard so many commands from now on. */
  async function heard(commands: number): Promise<void> {
    const from = simulator.state.commands;
    await expect.poll(() => simulator.state.commands - from, { interval: 5, timeout: 20_000 }).toBe(commands);
  }
});
