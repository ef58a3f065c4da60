import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { submitVerification } from '../applications/submitVerification.ts';
import { failure } from '../result.ts';
import { describeEachStore, startTime } from '../testing/describeEachStore.ts';
import { addApplication, addCard, chen, li, request } from '../testing/synthetic.ts';
import { answerChallenge } from './answerChallenge.ts';
import { SandboxSmsGateway } from './sandboxSmsGateway.ts';
import type { SmsGateway } from './smsGateway.ts';
import { startChallenge } from './startChallenge.ts';

const later = (ms: number) => new Date(startTime.getTime() + ms);

describeEachStore('SMS challenge', (world) => {
  const start = (person = chen, gateway?: SmsGateway) => {
    const { db } = world.store;
    const sandbox = new SandboxSmsGateway(db, () => world.now);
    return startChallenge({ db, gateway: gateway ?? sandbox, now: world.now }, { person, terminalId: 'T1' });
  };
  const answer = (challengeId: string, code: string, terminalId = 'T1') =>
    answerChallenge(world.store.db, { challengeId, code, terminalId }, world.now);
  const lastCode = async () => {
    const row = await world.store.db
      .selectFrom('sms_outbox')
      .selectAll()
      .orderBy('message_id', 'desc')
      .executeTakeFirst();
    return { phone: row?.phone, code: /\d{6}/.exec(row?.text ?? '')?.[0] ?? '' };
  };
  const wrongOf = (code: string) => (code === '000000' ? '000001' : '000000');
  const started = async (person = chen) => {
    const result = await start(person);
    if (!result.ok) throw new Error(result.error.code);
    return { ...result.value, ...(await lastCode()) };
  };
  const passed = async (person = chen) => {
    const challenge = await started(person);
    expect(await answer(challenge.challengeId, challenge.code)).toMatchObject({ value: { result: 'passed' } });
    return challenge.challengeId;
  };
  const submitSms = (challengeId: string, change: Parameters<typeof request>[0] = {}) =>
    submitVerification(world.store.db, request({ evidence: { method: 'sms', challengeId }, ...change }), world.now);

  it('sends six digits to the phone of the oldest waiting application that has one, and keeps only a hash', async () => {
    await addApplication(world.store.db, chen, { phone: null });
    await addApplication(world.store.db, chen, {
      phone: '13900000009',
      submitted_at: new Date('2026-11-19T00:00:00Z'),
    });
    await addApplication(world.store.db, chen, {
      phone: '13700000007',
      submitted_at: new Date('2026-11-20T00:00:00Z'),
    });
    const { phone, code, phoneMasked, expiresAt, resendAfterSeconds } = await started();
    expect(phone).toBe('13900000009');
    expect(code).toMatch(/^\d{6}$/);
    expect(phoneMasked).toBe('139****0009');
    expect({ expiresAt, resendAfterSeconds }).toEqual({
      expiresAt: later(300_000).toISOString(),
      resendAfterSeconds: 60,
    });
    const stored = await world.store.db.selectFrom('sms_challenges').selectAll().executeTakeFirstOrThrow();
    expect(JSON.stringify({ ...stored, challenge_id: '' })).not.toContain(code);
  });

  it('has nowhere to send when nothing waits, or the application has no phone', async () => {
    expect(await start()).toMatchObject({ error: { code: 'NO_PHONE', reason: 'no-application-waiting' } });
    await addApplication(world.store.db, chen, { phone: null });
    expect(await start()).toMatchObject({ error: { code: 'NO_PHONE', reason: 'application-without-phone' } });
  });

  it('sends to the phone of the card a person holds when no application waits', async () => {
    const { db } = world.store;
    await addCard(db, chen, { phone: '13500000005', status: 'lost', issued_on: '2026-01-01' });
    await addCard(db, { ...chen, name: '陈建华' }, { phone: '13500000006', issued_on: '2025-06-01' });
    expect(await start()).toMatchObject({ error: { code: 'NO_PHONE', reason: 'no-application-waiting' } });
    await addCard(db, chen, { phone: '13500000007' });
    expect((await started()).phone).toBe('13500000007');
  });

  it('locks after three wrong codes, also for the right one', async () => {
    await addApplication(world.store.db, chen);
    const { challengeId, code } = await started();
    const wrong = wrongOf(code);
    expect(await answer(challengeId, wrong)).toEqual({ ok: true, value: { result: 'wrong', attemptsLeft: 2 } });
    expect(await answer(challengeId, wrong)).toEqual({ ok: true, value: { result: 'wrong', attemptsLeft: 1 } });
    expect(await answer(challengeId, wrong)).toEqual({ ok: true, value: { result: 'locked', attemptsLeft: 0 } });
    expect(await answer(challengeId, code)).toEqual({ ok: true, value: { result: 'locked', attemptsLeft: 0 } });
    expect(await submitSms(challengeId)).toMatchObject({ error: { reason: 'challenge-not-passed' } });
  });

  it('counts every wrong code when many are tried at once', async () => {
    await addApplication(world.store.db, chen);
    const { challengeId, code } = await started();
    const answers = await Promise.all(Array.from({ length: 6 }, () => answer(challengeId, wrongOf(code))));
    expect(answers.filter((given) => given.ok && given.value.result === 'wrong')).toHaveLength(2);
    expect(answers.filter((given) => given.ok && given.value.result === 'locked')).toHaveLength(4);
  });

  it('expires after five minutes', async () => {
    await addApplication(world.store.db, chen);
    const { challengeId, code } = await started();
    world.now = later(300_000);
    expect(await answer(challengeId, code)).toMatchObject({ value: { result: 'expired' } });
  });

  it('knows no challenge of another terminal', async () => {
    await addApplication(world.store.db, chen);
    const { challengeId, code } = await started();
    expect(await answer(challengeId, code, 'T2')).toEqual({ ok: false, error: 'challenge-unknown' });
    expect(await answer(randomUUID(), code)).toEqual({ ok: false, error: 'challenge-unknown' });
  });

  it('passes again when the answer to the right code got lost', async () => {
    await addApplication(world.store.db, chen);
    const { challengeId, code } = await started();
    await answer(challengeId, code);
    expect(await answer(challengeId, code)).toMatchObject({ value: { result: 'passed' } });
  });

  it('sends again after a minute, five times an hour, and only the newest code counts', async () => {
    await addApplication(world.store.db, chen);
    const first = await started();
    world.now = later(30_000);
    expect(await start()).toEqual({
      ok: false,
      error: { code: 'TOO_MANY_REQUESTS', reason: 'resend-too-soon', retryAfterSeconds: 30 },
    });
    for (let sent = 1; sent < 5; sent += 1) {
      world.now = later(sent * 60_000);
      expect((await start()).ok).toBe(true);
    }
    expect(await answer(first.challengeId, first.code)).toMatchObject({ value: { result: 'expired' } });
    world.now = later(10 * 60_000);
    expect(await start()).toMatchObject({ error: { reason: 'too-many-codes', retryAfterSeconds: 50 * 60 } });
    world.now = later(60 * 60_000 + 1000);
    expect((await start()).ok).toBe(true);
  });

  it('sends one message when two terminals ask for the same citizen at once', async () => {
    await addApplication(world.store.db, chen);
    const results = await Promise.all([start(), start(), start()]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await world.store.db.selectFrom('sms_outbox').selectAll().execute()).toHaveLength(1);
  });

  it('lets the citizen try again at once when the gateway took nothing', async () => {
    await addApplication(world.store.db, chen);
    const failing: SmsGateway = { send: async () => failure('unavailable') };
    expect(await start(chen, failing)).toEqual({
      ok: false,
      error: { code: 'SMS_UNAVAILABLE', reason: 'gateway-refused' },
    });
    expect((await start()).ok).toBe(true);
  });

  it('vouches for one verification of the same person at the same terminal', async () => {
    const applicationId = await addApplication(world.store.db, chen);
    const liApplication = await addApplication(world.store.db, li, { phone: '13600000006' });
    const challengeId = await passed();
    const refused = (reason: string) => ({ ok: false, error: { code: 'EVIDENCE_REFUSED', reason } });
    expect(await submitSms(randomUUID(), { applicationId })).toEqual(refused('challenge-unknown'));
    expect(await submitSms(challengeId, { person: li, applicationId: liApplication })).toEqual(
      refused('challenge-of-another-person'),
    );
    expect(await submitSms(challengeId, { terminalId: 'T2' })).toEqual(refused('challenge-of-another-terminal'));
    const asked = { idempotencyKey: randomUUID(), applicationId };
    expect(await submitSms(challengeId, asked)).toMatchObject({ ok: true, value: { outcome: 'verified' } });
    expect(await submitSms(challengeId, asked)).toMatchObject({ ok: true, value: { duplicate: true } });
    expect(await submitSms(challengeId)).toEqual(refused('challenge-already-used'));
  });

  it('vouches once when two requests claim it at once', async () => {
    await addApplication(world.store.db, chen);
    await addApplication(world.store.db, chen);
    const challengeId = await passed();
    const results = await Promise.all([submitSms(challengeId), submitSms(challengeId), submitSms(challengeId)]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
  });

  it('vouches for a confirmation of the same visit, whenever that is delivered', async () => {
    const applicationId = await addApplication(world.store.db, chen);
    const challengeId = await passed();
    world.now = later(3 * 24 * 3_600_000);
    const confirmed = (ms: number) => submitSms(challengeId, { applicationId, confirmedAt: later(ms).toISOString() });
    expect(await confirmed(18 * 60_000)).toMatchObject({ error: { reason: 'challenge-too-old' } });
    expect(await confirmed(-3 * 60_000)).toMatchObject({ error: { reason: 'confirmed-before-challenge' } });
    expect(await confirmed(14 * 60_000)).toMatchObject({ ok: true, value: { outcome: 'verified' } });
  });
});
