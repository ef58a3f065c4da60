import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { success } from '../core/result.ts';
import { Bench, whenState } from '../core/testing.ts';
import { pcscReaders } from '../transports/pcsc.ts';
import type { CardAuthenticator } from './authentication.ts';
import { createSocialCardReader, type SocialCardReaderOptions } from './driver.ts';
import { encipher } from './simulatedChip.ts';
import { type OtherCard, SimulatedSocialCardReader } from './simulator.ts';
import { connectReader, digits, holder, otherHolder, skipped } from './testing.ts';
import type { SocialCardReader } from './types.ts';

/** One test for each fault a card can play, above the simulated reader. Rows of docs/faults.md. */
describe.skipIf(skipped)(`social security card × fault of the card${skipped ? ` (skipped: ${skipped})` : ''}`, () => {
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
    simulator.setGarbled(false);
    simulator.setSilent(false);
    simulator.setSlow(1);
    await bench.clear();
  });
  const withCard = async (options: Partial<SocialCardReaderOptions> = {}): Promise<SocialCardReader> => {
    const reader = connectReader(bench, simulator.socket, options);
    expect(await reader.waitForCard({ timeoutMs: 10_000 })).toEqual({ ok: true, value: 'card' });
    return reader;
  };
  const cardBack = async (reader: SocialCardReader, person = holder): Promise<void> => {
    await reader.waitForRemoval({ timeoutMs: 5_000 });
    simulator.insert(person);
    expect(await reader.waitForCard({ timeoutMs: 5_000 })).toEqual({ ok: true, value: 'card' });
  };

  it.each<[OtherCard, string]>([
    ['bank-card', 'bank-card-only'],
    ['unknown-card', 'not-social-card'],
    ['contactless-card', 'contactless-card'],
  ])('%s: %s', async (kind, code) => {
    simulator.insertOther(kind);
    const reader = await withCard();
    expect(await reader.readCard()).toMatchObject({ ok: false, error: { code, next: expect.any(String) } });
    expect(await reader.verifyPin(digits('123456'))).toMatchObject({ ok: false, error: { code } });
    expect(reader.status.state).toBe('online');
    simulator.pull();
    await cardBack(reader);
    expect(await reader.readCard()).toMatchObject({ ok: true });
  });

  it('mute or wrong side up: card-mute', async () => {
    simulator.insertOther('mute-card');
    const reader = connectReader(bench, simulator.socket);
    expect(await reader.waitForCard({ timeoutMs: 10_000 })).toMatchObject({ ok: false, error: { code: 'card-mute' } });
    expect(reader.status).toEqual({ state: 'online', media: 'present', chipPower: 'hardwareError' });
    expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'card-mute' } });
    simulator.pull();
    await cardBack(reader);
    expect(await reader.readCard()).toMatchObject({ ok: true });
  });

  it('no card in the time given: no-card', async () => {
    const reader = connectReader(bench, simulator.socket);
    await whenState(reader, 'online');
    expect(await reader.waitForCard({ timeoutMs: 50 })).toMatchObject({ ok: false, error: { code: 'no-card' } });
    expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'no-card' } });
  });

  it('application locked by its issuer: card-locked', async () => {
    simulator.insert(holder);
    simulator.lock(true);
    const reader = await withCard();
    expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'card-locked', sw: '6283' } });
    simulator.lock(false);
    expect(await reader.readCard()).toMatchObject({ ok: true });
  });

  it('wrong PIN until blocked: attempts left, then blocked', async () => {
    simulator.insert(otherHolder, { withBankAccount: false });
    const reader = await withCard();
    const wrong = () => reader.verifyPin(digits('000000'));
    expect(await wrong()).toEqual({ ok: true, value: { outcome: 'wrong', attemptsLeft: 2 } });
    expect(await wrong()).toEqual({ ok: true, value: { outcome: 'wrong', attemptsLeft: 1 } });
    expect(await wrong()).toEqual({ ok: true, value: { outcome: 'blocked' } });
    expect(await reader.verifyPin(digits('123456'))).toEqual({ ok: true, value: { outcome: 'blocked' } });
    expect(await reader.changePin(digits('123456'), digits('201201'))).toEqual({
      ok: true,
      value: { outcome: 'blocked' },
    });
  });

  it('PIN blocked before: blocked, and still read', async () => {
    simulator.insert(holder, { withBankAccount: false });
    simulator.blockPin();
    const reader = await withCard();
    expect(await reader.verifyPin(digits('123456'))).toEqual({ ok: true, value: { outcome: 'blocked' } });
    expect(await reader.readCard()).toMatchObject({ ok: true });
  });

  it.each([1, 2, 5, 12, 18])('pulled in the middle of command %i of a reading: card-pulled', async (commands) => {
    simulator.insert(holder);
    const reader = await withCard();
    simulator.pullAfter({ commands });
    expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'card-pulled' } });
    expect(reader.status).toMatchObject({ state: 'online', media: 'notPresent' });
    await cardBack(reader);
    expect(await reader.readCard()).toMatchObject({ ok: true });
  });

  it('pulled while its PIN is verified: card-pulled', async () => {
    simulator.insert(holder);
    const reader = await withCard();
    simulator.pullAfter({ commands: 3 });
    expect(await reader.verifyPin(digits('123456'))).toMatchObject({ ok: false, error: { code: 'card-pulled' } });
    await cardBack(reader);
    expect(await reader.verifyPin(digits('123456'))).toEqual({ ok: true, value: { outcome: 'ok' } });
  });

  it('swapped between two commands: the other card is read', async () => {
    simulator.insert(holder);
    const reader = await withCard();
    expect(await reader.readCard()).toMatchObject({ ok: true, value: { holder: { name: holder.name } } });
    simulator.pull();
    await cardBack(reader, otherHolder);
    expect(await reader.readCard()).toMatchObject({ ok: true, value: { holder: { name: otherHolder.name } } });
  });

  it('slow (×10): waited for', async () => {
    simulator.insert(holder);
    simulator.setSlow(10);
    const reader = await withCard();
    expect(await reader.readCard()).toMatchObject({ ok: true });
  });

  it('garbled: bad-frame, and read when it is over', async () => {
    simulator.insert(holder);
    const reader = await withCard();
    simulator.setGarbled(true);
    expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'bad-frame' } });
    expect(reader.status).toMatchObject({ state: 'online', media: 'present' });
    simulator.setGarbled(false);
    expect(await reader.readCard()).toMatchObject({ ok: true });
  });

  it('silent in the middle of a command: answer-timeout, offline until the card is pulled', async () => {
    simulator.insert(holder);
    const openReader = pcscReaders({ socket: simulator.socket, answerMs: 500 });
    const reader = createSocialCardReader({ openReader });
    bench.afterwards(() => reader.close());
    expect(await reader.waitForCard({ timeoutMs: 10_000 })).toMatchObject({ ok: true });
    simulator.setSilent(true);
    expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'answer-timeout' } });
    expect(await whenState(reader, 'offline')).toMatchObject({ state: 'offline' });
    simulator.pull();
    simulator.setSilent(false);
    await whenState(reader, 'online');
    simulator.insert(holder);
    expect(await reader.waitForCard({ timeoutMs: 5_000 })).toMatchObject({ ok: true });
    expect(await reader.readCard()).toMatchObject({ ok: true });
  });

  describe('a card of the third generation', () => {
    const authentication = { algorithm: 'sm4', externalKey: 0x0a, internalKey: 0x02 } as const;
    const backOffice = (spoil = 0): CardAuthenticator => ({
      encipher: async ({ internal, external }) =>
        success({
          ...(internal ? { internal: encipher(authentication.internalKey, internal.factor, internal.original) } : {}),
          external: encipher(authentication.externalKey + spoil, external.factor, external.original),
        }),
    });

    it('without a back office: needs-authentication', async () => {
      simulator.insert(holder, { generation: 3 });
      const reader = await withCard();
      expect(reader.capabilities.authenticates).toBe(false);
      expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'needs-authentication', sw: '6982' } });
    });

    it('is read when the back office has proved itself', async () => {
      simulator.insert(holder, { generation: 3 });
      const reader = await withCard({ authenticator: backOffice(), authentication });
      expect(await reader.readCard({ bankAccount: true })).toMatchObject({
        ok: true,
        value: { generation: 3, version: '3.00', identificationCode: expect.stringMatching(/FFFFFFFF$/), holder },
      });
    });

    it('back office with the wrong key: authentication-failed', async () => {
      simulator.insert(holder, { generation: 3 });
      const reader = await withCard({ authenticator: backOffice(1), authentication });
      expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'authentication-failed' } });
    });

    it('pulled while the back office thinks: card-pulled', async () => {
      simulator.insert(holder, { generation: 3 });
      const slow: CardAuthenticator = {
        encipher: (factors, signal) => {
          simulator.pull();
          return backOffice().encipher(factors, signal);
        },
      };
      const reader = await withCard({ authenticator: slow, authentication });
      expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'card-pulled' } });
    });
  });
});
