import { failure } from '@renshe/devices';
import { beforeEach, describe, expect, it } from 'vitest';
import { application } from '../testing/fakeCentral.ts';
import { settle } from '../testing/fakeClock.ts';
import { citizen, FakeWorld } from '../testing/fakeWorld.ts';

/** The journey "verify an online application", its happy way and every "no" on it, each as the citizen sees it. */
let world: FakeWorld;
beforeEach(async () => {
  world = new FakeWorld();
  await settle();
});

describe('the way that everybody hopes for', () => {
  it('goes from attract to wiped', async () => {
    expect(world.screen).toBe('attract');
    await world.toPlaceCard();
    expect(world.screen).toBe('place-card');
    await world.layCard();
    expect(world.screen).toBe('capture');
    await world.frame();
    expect(world.attendant.current.view).toMatchObject({
      screen: 'confirm',
      citizen: { name: '陈建国', idNumberMasked: expect.not.stringContaining('19790312') },
      application: { acceptanceNumber: application.acceptanceNumber },
    });
    await world.act({ type: 'confirm' });
    expect(world.attendant.current.view).toMatchObject({ screen: 'receipt', outcome: 'verified', print: 'printed' });
    await world.act({ type: 'done' });
    expect(world.screen).toBe('take-card');
    world.reader.lift();
    await settle();
    expect(world.attendant.current.view).toEqual({ screen: 'goodbye', served: true });
    await world.clock.advance(4_000);
    expect(world.screen).toBe('attract');
    expect(world.enqueued).toHaveLength(1);
  });

  it('leaves nothing of the citizen behind', async () => {
    await world.toConfirm();
    await world.act({ type: 'leave' });
    world.reader.lift();
    await settle();
    await world.clock.advance(4_000);
    expect(JSON.stringify(world.attendant.current)).not.toMatch(/陈建国|110105/);
    expect(world.reader.photos.every((photo) => photo.every((byte) => byte === 0))).toBe(true);
    expect(world.face.calls.at(-1)).toBe('clear');
  });

  it('numbers its snapshots without a gap and counts citizens', async () => {
    await world.toConfirm();
    expect(world.snapshots.map(({ seq }) => seq)).toEqual(world.snapshots.map((_, index) => index + 1));
    expect(world.attendant.current.session).toBe(1);
  });

  it('drops an intent made for a screen that has gone', async () => {
    const { seq } = world.attendant.current;
    await world.act({ type: 'start' });
    expect(world.attendant.act(seq, { type: 'choose-service', service: 'verify-application' })).toBe(false);
    expect(world.screen).toBe('services');
  });

  it('lets a citizen with two applications choose, and choose again', async () => {
    const second = { ...application, applicationId: '6e0f7d5c-6f3c-4a53-9c1e-0a4a7f3f0009' };
    world.central.applications = [application, second];
    await world.toConfirm();
    expect(world.screen).toBe('choose-application');
    expect(
      world.attendant.act(world.attendant.current.seq, { type: 'choose-application', applicationId: 'not-offered' }),
    ).toBe(false);
    await world.act({ type: 'choose-application', applicationId: second.applicationId });
    expect(world.attendant.current.view).toMatchObject({ canChooseAnother: true });
    await world.act({ type: 'back' });
    expect(world.screen).toBe('choose-application');
  });
});

describe('the equal path without a face', () => {
  it('asks for the code sent to the phone of the application', async () => {
    await world.toPlaceCard('sms');
    await world.layCard();
    expect(world.attendant.current.view).toMatchObject({
      screen: 'sms-code',
      phoneMasked: '138****0001',
      state: 'enter',
    });
    await world.act({ type: 'sms-answer', code: '123456' });
    expect(world.screen).toBe('confirm');
  });

  it('says how many tries are left after a wrong code, and ends honestly when locked', async () => {
    await world.toPlaceCard('sms');
    await world.layCard();
    world.central.smsAnswer = { result: 'wrong', attemptsLeft: 2 };
    await world.act({ type: 'sms-answer', code: '000000' });
    expect(world.attendant.current.view).toMatchObject({ screen: 'sms-code', state: 'wrong', attemptsLeft: 2 });
    world.central.smsAnswer = { result: 'locked', attemptsLeft: 0 };
    await world.act({ type: 'sms-answer', code: '000000' });
    expect(world.attendant.current.view).toEqual({ screen: 'sms-ended', reason: 'locked' });
  });

  it('sends a new code only after the wait', async () => {
    await world.toPlaceCard('sms');
    await world.layCard();
    expect(world.attendant.act(world.attendant.current.seq, { type: 'sms-resend' })).toBe(false);
    await world.clock.advance(60_000);
    expect(world.attendant.act(world.attendant.current.seq, { type: 'sms-resend' })).toBe(true);
  });

  it.each([
    ['NO_PHONE', 'no-phone'],
    ['TOO_MANY_REQUESTS', 'too-many'],
  ] as const)('ends with its true reason: %s', async (refusal, reason) => {
    world.central.smsRefusal = refusal;
    await world.toPlaceCard('sms');
    await world.layCard();
    expect(world.attendant.current.view).toEqual({ screen: 'sms-ended', reason });
  });

  it('says so when the central service cannot be reached, and tries again', async () => {
    world.central.reachable = false;
    await world.toPlaceCard('sms');
    await world.layCard();
    expect(world.attendant.current.view).toEqual({ screen: 'sms-ended', reason: 'central-unreachable' });
    world.central.reachable = true;
    await world.act({ type: 'retry' });
    expect(world.screen).toBe('sms-code');
  });

  it('remains when no face engine could be started', async () => {
    world = new FakeWorld({ withoutFace: true });
    await settle();
    await world.act({ type: 'start' });
    await world.act({ type: 'choose-service', service: 'verify-application' });
    expect(world.attendant.current.view).toEqual({ screen: 'consent', faceAvailable: false });
  });
});

describe('the card', () => {
  it.each([
    ['card-read-failed', 'read-failed'],
    ['bad-frame', 'read-failed'],
    ['card-rejected', 'card-rejected'],
    ['wrong-card-type', 'wrong-card-type'],
    ['bad-card-data', 'bad-card-data'],
  ] as const)('%s has a screen of its own and another try', async (code, problem) => {
    await world.toPlaceCard();
    world.reader.fail(code);
    await settle();
    expect(world.attendant.current.view).toEqual({ screen: 'card-problem', problem });
    await world.act({ type: 'retry' });
    expect(world.screen).toBe('place-card');
  });

  it('starts the next try by itself when the card is lifted', async () => {
    await world.toPlaceCard();
    world.reader.fail('card-read-failed');
    await settle();
    world.reader.lift();
    await settle();
    expect(world.screen).toBe('place-card');
  });

  it('keeps the session while an unplugged reader is looked for', async () => {
    await world.toPlaceCard();
    world.reader.become('noDevice');
    world.reader.fail('unplugged');
    await settle();
    expect(world.screen).toBe('reader-lost');
    world.reader.become('online');
    await settle();
    expect(world.screen).toBe('place-card');
    await world.layCard();
    expect(world.screen).toBe('capture');
  });

  it.each([
    [
      { ...citizen, validUntil: '2026-11-23' },
      { reason: 'expired', date: '2026-11-23' },
    ],
    [
      { ...citizen, validFrom: '2026-11-25' },
      { reason: 'not-yet-valid', date: '2026-11-25' },
    ],
    [{ ...citizen, idNumber: '110105197903120018' }, { reason: 'number-invalid' }],
    [
      { ...citizen, birthDate: '2014-04-05', idNumber: '110105201404050084', sex: '2' as const },
      { reason: 'under-age', minimumAge: 16 },
    ],
  ])('is refused with the rule that refuses it (%#)', async (credential, refusal) => {
    await world.toPlaceCard();
    await world.layCard(credential);
    expect(world.attendant.current.view).toEqual({ screen: 'card-refused', ...refusal });
  });

  it('is asked for louder the longer it lies there', async () => {
    await world.toPlaceCard();
    await world.layCard();
    await world.act({ type: 'leave' });
    expect(world.attendant.current.view).toMatchObject({ screen: 'take-card', alarm: 0, watched: true, served: false });
    await world.clock.advance(3_000);
    expect(world.attendant.current.view).toMatchObject({ alarm: 1 });
    await world.clock.advance(5_000);
    expect(world.attendant.current.view).toMatchObject({ alarm: 2 });
    await world.clock.advance(60_000);
    expect(world.screen).toBe('take-card');
    world.reader.lift();
    await settle();
    expect(world.screen).toBe('goodbye');
  });

  it('is the citizen’s word where the reader cannot see it', async () => {
    await world.toPlaceCard();
    await world.layCard();
    await world.act({ type: 'leave' });
    expect(world.attendant.act(world.attendant.current.seq, { type: 'card-taken' })).toBe(false);
    world.reader.lift('unknown');
    await settle();
    expect(world.attendant.current.view).toMatchObject({ screen: 'take-card', watched: false });
    await world.act({ type: 'card-taken' });
    expect(world.screen).toBe('goodbye');
  });
});

describe('the face', () => {
  it('gets three tries, then the other path', async () => {
    world.face.distances = [0.8];
    await world.toPlaceCard();
    await world.layCard();
    await world.frame();
    expect(world.attendant.current.view).toEqual({ screen: 'face-mismatch', attemptsLeft: 2 });
    await world.act({ type: 'retry' });
    await world.frame();
    expect(world.attendant.current.view).toEqual({ screen: 'face-mismatch', attemptsLeft: 1 });
    await world.act({ type: 'retry' });
    await world.frame();
    expect(world.attendant.current.view).toEqual({ screen: 'face-ended', reason: 'three-mismatches' });
    await world.act({ type: 'use-sms' });
    expect(world.screen).toBe('sms-code');
  });

  it('shows live advice while there are not enough good frames', async () => {
    world.face.collected = 1;
    world.face.advice = 'come-closer';
    await world.toPlaceCard();
    await world.layCard();
    expect(await world.frame()).toBe(true);
    expect(world.attendant.current.view).toMatchObject({ screen: 'capture', advice: 'come-closer', collected: 1 });
  });

  it('ends when the page finds no camera', async () => {
    await world.toPlaceCard();
    await world.layCard();
    await world.act({ type: 'camera-failed', detail: 'NotFoundError' });
    expect(world.attendant.current.view).toEqual({ screen: 'face-ended', reason: 'camera-missing' });
  });

  it('ends when the camera falls silent, also after it had delivered', async () => {
    world.face.collected = 1;
    await world.toPlaceCard();
    await world.layCard();
    await world.clock.advance(7_000);
    await world.frame();
    await world.clock.advance(7_000);
    expect(world.screen).toBe('capture');
    await world.clock.advance(1_500);
    expect(world.attendant.current.view).toEqual({ screen: 'face-ended', reason: 'camera-missing' });
  });

  it('goes on without one when the chip photo cannot be decoded', async () => {
    world.face.enrolment = 'photo-not-decodable';
    await world.toPlaceCard();
    await world.layCard();
    expect(world.attendant.current.view).toEqual({ screen: 'face-ended', reason: 'photo-unreadable' });
    await world.act({ type: 'use-sms' });
    expect(world.screen).toBe('sms-code');
  });

  it('zeroes a frame that nobody wants', async () => {
    const frame = new Uint8Array([1, 2, 3]);
    expect(await world.attendant.cameraFrame(frame)).toBe(false);
    expect([...frame]).toEqual([0, 0, 0]);
  });
});

describe('the application', () => {
  it.each([
    [{ applications: [], alreadyVerified: [], nameMismatch: false }, 'none'],
    [{ applications: [], alreadyVerified: [application], nameMismatch: false }, 'already-verified'],
    [{ applications: [], alreadyVerified: [], nameMismatch: true }, 'name-mismatch'],
  ])('missing: says why (%#)', async (found, reason) => {
    Object.assign(world.central, found);
    await world.toConfirm();
    expect(world.attendant.current.view).toMatchObject({ screen: 'no-application', reason });
  });

  it('is confirmed offline without claiming more', async () => {
    world.central.reachable = false;
    world.delivered = { outcome: 'received-here' };
    await world.toConfirm();
    expect(world.screen).toBe('confirm-offline');
    await world.act({ type: 'confirm' });
    expect(world.attendant.current.view).toMatchObject({ screen: 'receipt', outcome: 'received-here' });
    expect(world.enqueued).toHaveLength(1);
  });

  it.each([
    ['APPLICATION_NOT_OPEN', 'application-not-open'],
    ['APPLICATION_NOT_FOUND', 'application-not-found'],
    ['EVIDENCE_REFUSED', 'evidence-refused'],
    ['KEY_REUSED', 'terminal-trouble'],
  ] as const)('refused by the central service: %s', async (code, reason) => {
    world.delivered = { refused: code };
    await world.toConfirm();
    await world.act({ type: 'confirm' });
    expect(world.attendant.current.view).toEqual({ screen: 'submit-refused', reason });
  });
});

describe('the receipt', () => {
  it.each([
    ['paper-out', 'paper-out'],
    ['printer-unreachable', 'printer-trouble'],
    ['print-timeout', 'maybe-printed'],
  ] as const)('%s: the record stands, the paper is honest, printing again is offered', async (code, print) => {
    world.printed = failure({ code, detail: 'played by a test' });
    await world.toConfirm();
    await world.act({ type: 'confirm' });
    expect(world.attendant.current.view).toMatchObject({ screen: 'receipt', outcome: 'verified', print });
    await world.act({ type: 'print-again' });
    expect(world.screen).toBe('receipt');
    expect(world.enqueued).toHaveLength(1);
  });
});

describe('time', () => {
  it('warns at least 20 s before the end, gives it back by one touch, then ends and wipes', async () => {
    await world.toPlaceCard();
    await world.clock.advance(61_000);
    expect(world.attendant.current.timeLeft).toMatchObject({ warning: true });
    expect(world.attendant.current.timeLeft?.remainingMs).toBeGreaterThanOrEqual(20_000);
    await world.act({ type: 'more-time' });
    expect(world.attendant.current.timeLeft).toMatchObject({ warning: false });
    await world.clock.advance(91_000);
    expect(world.screen).toBe('goodbye');
    await world.clock.advance(4_000);
    expect(world.screen).toBe('attract');
  });

  it('ends a session on every screen that waits for the citizen', async () => {
    await world.toConfirm();
    await world.clock.advance(91_000);
    expect(world.screen).toBe('take-card');
    expect(JSON.stringify(world.attendant.current)).not.toContain('陈建国');
    expect(world.enqueued).toHaveLength(0);
  });
});

describe('a reader that is not there', () => {
  it('turns the attract screen honest, and back', async () => {
    world.reader.become('noDevice');
    await world.clock.advance(3_000);
    expect(world.attendant.current.view).toEqual({ screen: 'out-of-service', reason: 'card-reader-unavailable' });
    world.reader.become('online');
    await settle();
    expect(world.screen).toBe('attract');
  });

  it('does not flicker when a plug is loose', async () => {
    world.reader.become('noDevice');
    await world.clock.advance(2_000);
    world.reader.become('online');
    await world.clock.advance(10_000);
    expect(world.snapshots.some(({ view }) => view.screen === 'out-of-service')).toBe(false);
  });
});
