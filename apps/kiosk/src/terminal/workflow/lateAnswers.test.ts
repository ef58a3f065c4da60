import { beforeEach, describe, expect, it } from 'vitest';
import { application } from '../testing/fakeCentral.ts';
import { settle } from '../testing/fakeClock.ts';
import { citizen, FakeWorld } from '../testing/fakeWorld.ts';

/** Answers that come when the citizen who asked has gone. None of them may reach the next one, or stay. */
let world: FakeWorld;
beforeEach(async () => {
  world = new FakeWorld();
  await settle();
});

const other = {
  ...citizen,
  name: '赵敏',
  sex: '2' as const,
  birthDate: '1990-06-15',
  idNumber: '110105199006150063',
};

it('a look-up: its application is not the next citizen’s, who confirms offline', async () => {
  const release = world.central.answering.hold();
  await world.toConfirm();
  expect(world.screen).toBe('finding');
  await world.act({ type: 'leave' });
  await world.takeCardAndGo();

  await world.toPlaceCard();
  await world.layCard(other);
  const releaseNext = world.central.answering.hold();
  await world.frame();
  expect(world.screen).toBe('finding');
  release();
  await settle();
  world.central.reachable = false;
  releaseNext();
  await settle();
  world.delivered = { outcome: 'received-here' };
  await world.act({ type: 'confirm' });
  expect(world.enqueued).toMatchObject([{ person: { name: other.name, idNumber: other.idNumber } }]);
  expect(world.enqueued[0]).not.toHaveProperty('applicationId');
  expect(JSON.stringify(world.attendant.current.view)).not.toContain(application.acceptanceNumber);
});

it('a code that was sent: it does not take the place of the next citizen’s', async () => {
  const release = world.central.answering.hold();
  await world.toPlaceCard('sms');
  await world.layCard();
  expect(world.screen).toBe('sms-sending');
  await world.act({ type: 'leave' });
  await world.takeCardAndGo();

  world.central.answering.open();
  await world.toPlaceCard('sms');
  await world.layCard(other);
  expect(world.attendant.current.view).toMatchObject({ screen: 'sms-code', phoneMasked: '138****0001' });
  world.central.phoneMasked = '139****9999';
  release();
  await settle();
  world.central.smsAnswer = { result: 'wrong', attemptsLeft: 2 };
  await world.act({ type: 'sms-answer', code: '000000' });
  expect(world.attendant.current.view).toMatchObject({ state: 'wrong', phoneMasked: '138****0001' });
});

it('a code that the service has forgotten has run out: a new one can be sent', async () => {
  await world.toPlaceCard('sms');
  await world.layCard();
  world.central.challengeForgotten = true;
  await world.act({ type: 'sms-answer', code: '123456' });
  expect(world.attendant.current.view).toEqual({ screen: 'sms-ended', reason: 'expired' });
  await world.act({ type: 'retry' });
  expect(world.screen).toBe('sms-code');
});

it('a second touch on a code that was judged meanwhile costs no further try', async () => {
  await world.toPlaceCard('sms');
  await world.layCard();
  world.central.smsAnswer = { result: 'wrong', attemptsLeft: 2 };
  const { seq } = world.attendant.current;
  await world.act({ type: 'sms-answer', code: '000000' });
  expect(world.attendant.current.view).toMatchObject({ state: 'wrong', attemptsLeft: 2 });
  expect(world.attendant.act(seq, { type: 'sms-answer', code: '000000' })).toBe(false);
});

it('a reading: the photo is zeroed and nobody is served by it', async () => {
  world.reader.tooLateToAbort = true;
  await world.toPlaceCard();
  await world.act({ type: 'leave' });
  await world.layCard();
  expect(world.reader.photos).toHaveLength(1);
  expect(world.reader.photos[0]?.every((byte) => byte === 0)).toBe(true);
  await world.clock.advance(4_000);
  expect(world.screen).toBe('attract');
});

it('another card in the place of the first: nothing of the first stays', async () => {
  await world.toPlaceCard();
  await world.layCard({ ...citizen, validUntil: '2020-01-01' });
  await world.act({ type: 'retry' });
  await world.layCard(other);
  expect(world.screen).toBe('capture');
  expect(world.reader.photos.map((photo) => photo[0])).toEqual([0, 7]);
  await world.frame();
  expect(world.attendant.current.view).toMatchObject({ citizen: { name: '赵敏' } });
});

describe('the face engine', () => {
  it('does not learn a face after it was told to forget: the citizen chose the other path meanwhile', async () => {
    const release = world.face.clearing.hold();
    await world.toPlaceCard();
    await world.layCard();
    expect(world.screen).toBe('reading-card');
    await world.act({ type: 'use-sms' });
    release();
    await settle();
    expect(world.screen).toBe('sms-code');
    expect(world.face.calls).not.toContain('enrol');
  });

  it('looked at a frame of the citizen before: it is not counted for the next', async () => {
    const release = world.face.looking.hold();
    await world.toPlaceCard();
    await world.layCard();
    const late = world.frame();
    await settle();
    await world.act({ type: 'leave' });
    await world.takeCardAndGo();
    await world.toPlaceCard();
    await world.layCard(other);
    expect(world.screen).toBe('capture');
    release();
    await late;
    expect(world.attendant.current.view).toMatchObject({ screen: 'capture', advice: 'starting', collected: 0 });
  });

  it('that breaks says so, offers the other path, and its failure to forget stops nothing', async () => {
    await world.toPlaceCard();
    await world.layCard();
    world.face.broken = true;
    await world.frame();
    expect(world.attendant.current.view).toEqual({ screen: 'face-ended', reason: 'engine-trouble' });
    await world.act({ type: 'use-sms' });
    expect(world.screen).toBe('sms-code');
  });
});

describe('the camera', () => {
  it('that failed is told to the next citizen, and taken back with the first picture', async () => {
    await world.toPlaceCard();
    await world.layCard();
    await world.clock.advance(8_500);
    expect(world.attendant.current.view).toEqual({ screen: 'face-ended', reason: 'camera-missing' });
    expect(world.cameraSeen).toEqual([false]);
    await world.act({ type: 'leave' });
    await world.takeCardAndGo();
    await world.toPlaceCard();
    await world.layCard();
    await world.frame();
    expect(world.cameraSeen.at(-1)).toBe(true);
  });

  it('that delivers and sees nothing is told as well: the other path is one touch away', async () => {
    await world.toPlaceCard();
    await world.layCard();
    world.face.advice = 'camera-trouble';
    world.face.collected = 0;
    await world.frame();
    expect(world.cameraSeen).toEqual([false]);
    expect(world.attendant.current.view).toMatchObject({ screen: 'capture', advice: 'camera-trouble' });
    await world.act({ type: 'use-sms' });
    expect(world.screen).toBe('sms-code');
  });

  it('that failed for a screen that has gone says nothing', async () => {
    await world.toPlaceCard();
    expect(world.offers({ type: 'camera-failed', detail: 'late' })).toBe(false);
    expect(world.cameraSeen).toEqual([]);
  });
});

describe('the disk', () => {
  it('that is full takes no confirmation, and nothing is claimed', async () => {
    world.enqueueFails = true;
    await world.toConfirm();
    await world.act({ type: 'confirm' });
    expect(world.attendant.current.view).toEqual({ screen: 'submit-refused', reason: 'terminal-trouble' });
    expect(world.enqueued).toHaveLength(0);
  });

  it('that fails after the confirmation was written down does not unsay it', async () => {
    world.deliveryFails = true;
    await world.toConfirm();
    await world.act({ type: 'confirm' });
    expect(world.attendant.current.view).toMatchObject({ screen: 'receipt', outcome: 'received-here' });
    expect(world.enqueued).toHaveLength(1);
  });
});

it('a small x in the chip’s number goes out as the central service knows it', async () => {
  await world.toPlaceCard();
  await world.layCard({ ...citizen, sex: '2', birthDate: '1949-12-31', idNumber: '11010519491231002x' });
  await world.frame();
  await world.act({ type: 'confirm' });
  expect(world.enqueued[0]?.person.idNumber).toBe('11010519491231002X');
});
