import { beforeEach, describe, expect, it } from 'vitest';
import { standardPreferences } from '../../contract/preferences.ts';
import { screens } from '../../contract/snapshot.ts';
import { settle } from '../testing/fakeClock.ts';
import { citizen, FakeWorld } from '../testing/fakeWorld.ts';
import { dwells } from './dwell.ts';

/** How a citizen wants to be served: for how long that holds, and what it does to time. */
let world: FakeWorld;
beforeEach(async () => {
  world = new FakeWorld();
  await settle();
});

const elder = { type: 'set-preferences', change: { form: 'elder' } } as const;
const old = { ...citizen, sex: '2' as const, birthDate: '1949-12-31', idNumber: '11010519491231002X' };

describe('preferences', () => {
  it('begin as the deployment has them', () => {
    expect(world.attendant.current.preferences).toEqual(standardPreferences);
  });

  it('are taken on the first screen and stay through the whole session', async () => {
    await world.act(elder);
    await world.act({ type: 'set-preferences', change: { theme: 'yellow', reach: 'low' } });
    await world.toConfirm();
    expect(world.attendant.current.preferences).toMatchObject({ form: 'elder', theme: 'yellow', reach: 'low' });
    await world.act({ type: 'leave' });
    expect(world.attendant.current).toMatchObject({ view: { screen: 'take-card' }, preferences: { form: 'elder' } });
  });

  it('change while a service runs, and nothing of it is lost', async () => {
    await world.toPlaceCard('sms');
    await world.layCard();
    const { view } = world.attendant.current;
    await world.act({ type: 'set-preferences', change: { form: 'elder', language: 'en' } });
    expect(world.attendant.current.view).toEqual(view);
    expect(world.attendant.current.preferences).toMatchObject({ form: 'elder', language: 'en' });
    await world.act({ type: 'sms-answer', code: '123456' });
    expect(world.screen).toBe('confirm');
  });

  it('are not refused because the screen has changed under the finger', async () => {
    await world.toPlaceCard();
    const { seq } = world.attendant.current;
    await world.layCard();
    expect(world.screen).toBe('capture');
    expect(world.attendant.act(seq, elder)).toBe(true);
  });

  it('of somebody who has left are not given to the next', async () => {
    await world.act(elder);
    await world.toPlaceCard();
    const { seq } = world.attendant.current;
    await world.act({ type: 'leave' });
    await world.clock.advance(8_000);
    expect(world.attendant.current).toMatchObject({ view: { screen: 'attract' }, preferences: standardPreferences });
    expect(world.attendant.act(seq, elder)).toBe(false);
  });

  it('set on the first screen are forgotten when nobody starts', async () => {
    await world.act({ type: 'set-preferences', change: { theme: 'black' } });
    await world.clock.advance(89_000);
    expect(world.attendant.current.preferences.theme).toBe('black');
    await world.clock.advance(1_000);
    expect(world.attendant.current).toMatchObject({ view: { screen: 'attract' }, preferences: standardPreferences });
  });
});

describe('the elder form', () => {
  it('is offered to somebody of that age once the card is read, and only until it is answered', async () => {
    await world.toPlaceCard('sms');
    expect(world.attendant.current.offer).toBeUndefined();
    await world.layCard(old);
    expect(world.attendant.current).toMatchObject({ view: { screen: 'sms-code' }, offer: 'elder' });
    await world.act({ type: 'set-preferences', change: { form: 'standard' } });
    expect(world.attendant.current.offer).toBeUndefined();
    await world.act({ type: 'sms-answer', code: '123456' });
    expect(world.screen).toBe('confirm');
    expect(world.attendant.current.offer).toBeUndefined();
  });

  it('is not offered to somebody younger, nor to somebody who has it', async () => {
    await world.toConfirm();
    expect(world.snapshots.some(({ offer }) => offer !== undefined)).toBe(false);
    world = new FakeWorld();
    await settle();
    await world.act(elder);
    await world.toPlaceCard();
    await world.layCard(old);
    expect(world.snapshots.some(({ offer }) => offer !== undefined)).toBe(false);
  });

  it('waits longer: 120 s, then warns for 60 s', async () => {
    await world.act(elder);
    await world.toPlaceCard();
    await world.clock.advance(119_000);
    expect(world.attendant.current.timeLeft?.warning ?? false).toBe(false);
    await world.clock.advance(2_000);
    expect(world.attendant.current.timeLeft).toMatchObject({ warning: true });
    expect(world.attendant.current.timeLeft?.remainingMs).toBeGreaterThan(55_000);
    await world.clock.advance(59_000);
    expect(world.screen).toBe('goodbye');
    await world.clock.advance(7_900);
    expect(world.screen).toBe('goodbye');
    await world.clock.advance(100);
    expect(world.screen).toBe('attract');
  });

  it('gives its longer time at once when it is chosen under a warning', async () => {
    await world.toPlaceCard();
    await world.clock.advance(70_000);
    expect(world.attendant.current.timeLeft?.warning).toBe(true);
    await world.act(elder);
    expect(world.attendant.current.timeLeft).toMatchObject({ warning: false, remainingMs: 180_000 });
  });
});

describe('somebody who stands there', () => {
  it('is not hurried, up to the limit', async () => {
    world.presence.present = true;
    await world.toPlaceCard();
    await world.clock.advance(180_000 + 59_000);
    expect(world.attendant.current.timeLeft?.warning ?? false).toBe(false);
    await world.clock.advance(3_000);
    expect(world.attendant.current.timeLeft?.warning).toBe(true);
    await world.clock.advance(30_000);
    expect(world.screen).toBe('goodbye');
  });

  it('may go: the time runs on from there', async () => {
    world.presence.present = true;
    await world.toPlaceCard();
    await world.clock.advance(100_000);
    world.presence.present = false;
    await world.clock.advance(58_000);
    expect(world.attendant.current.timeLeft?.warning ?? false).toBe(false);
    await world.clock.advance(3_000);
    expect(world.attendant.current.timeLeft?.warning).toBe(true);
  });

  it('is seen by the camera, as long as it sees a face', async () => {
    world.face.collected = 0;
    world.face.advice = 'move-back';
    await world.toPlaceCard();
    await world.layCard();
    for (let second = 0; second < 100; second += 1) {
      await world.frame();
      await world.clock.advance(1_000);
    }
    expect(world.attendant.current).toMatchObject({ view: { screen: 'capture' } });
    expect(world.attendant.current.timeLeft?.warning ?? false).toBe(false);
    world.face.advice = 'no-face';
    for (let second = 0; second < 70; second += 1) {
      await world.frame();
      await world.clock.advance(1_000);
    }
    expect(world.attendant.current.timeLeft?.warning).toBe(true);
  });
});

it('gives every screen of the contract a time', () => {
  expect(Object.keys(dwells).sort()).toEqual(Object.keys(screens).sort());
});

describe('a headset', () => {
  it('begins listening on the first screen, and its sound is reset with the citizen', async () => {
    await world.act({
      type: 'set-preferences',
      change: { voice: { ...standardPreferences.voice, on: false, volume: 5 } },
    });
    world.headset.become(true);
    await settle();
    expect(world.attendant.current).toMatchObject({
      headset: 'plugged',
      preferences: { audioOnly: true, voice: { on: true, volume: 5 } },
    });
    await world.toPlaceCard('sms');
    expect(world.attendant.current.preferences.audioOnly).toBe(true);
    await world.act({ type: 'leave' });
    await world.clock.advance(8_000);
    expect(world.attendant.current).toMatchObject({ view: { screen: 'attract' }, preferences: standardPreferences });
  });

  it('that is pulled out is told to the page, and nothing is lost', async () => {
    world.headset.become(true);
    await world.toPlaceCard('sms');
    world.headset.become(false);
    await settle();
    expect(world.attendant.current).toMatchObject({
      view: { screen: 'place-card' },
      headset: 'unplugged',
      preferences: { audioOnly: true },
    });
  });
});
