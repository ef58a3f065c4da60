import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '../testing/fakeClock.ts';
import { FakeWorld } from '../testing/fakeWorld.ts';

let world: FakeWorld;
beforeEach(async () => {
  world = new FakeWorld();
  await settle();
});

describe('the way back to the choice of path', () => {
  it('keeps the card that was read: nobody lays it down twice', async () => {
    await world.toPlaceCard('face');
    await world.layCard();
    expect(world.screen).toBe('capture');
    await world.act({ type: 'back' });
    expect(world.screen).toBe('consent');
    await world.act({ type: 'consent', path: 'sms' });
    expect(world.screen).toBe('sms-code');
    await world.act({ type: 'back' });
    await world.act({ type: 'consent', path: 'face' });
    expect(world.screen).toBe('capture');
  });

  it('gives nobody more comparisons than there are', async () => {
    world.face.distances = [0.9];
    await world.toPlaceCard('face');
    await world.layCard();
    await world.frame();
    await world.act({ type: 'retry' });
    await world.frame();
    await world.act({ type: 'back' });
    await world.act({ type: 'consent', path: 'face' });
    await world.frame();
    expect(world.attendant.current.view).toMatchObject({ screen: 'face-ended', reason: 'three-mismatches' });
    await world.act({ type: 'back' });
    await world.act({ type: 'consent', path: 'face' });
    expect(world.attendant.current.view).toMatchObject({ screen: 'face-ended', reason: 'three-mismatches' });
  });

  it('asks for the card at the end, also from somebody who went back as far as they could', async () => {
    await world.toPlaceCard('sms');
    await world.layCard();
    await world.act({ type: 'back' });
    await world.act({ type: 'back' });
    expect(world.screen).toBe('take-card');
  });
});
