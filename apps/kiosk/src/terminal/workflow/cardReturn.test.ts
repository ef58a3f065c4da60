import { beforeEach, expect, it } from 'vitest';
import { settle } from '../testing/fakeClock.ts';
import { FakeWorld } from '../testing/fakeWorld.ts';

/** Nobody goes without the card: whatever lay on the reader is asked for, read or not. */
let world: FakeWorld;
beforeEach(async () => {
  world = new FakeWorld();
  await settle();
});

const takeCard = (view: object) => expect(world.attendant.current.view).toMatchObject({ screen: 'take-card', ...view });

it('a card that could not be read is asked for too', async () => {
  await world.toPlaceCard();
  world.reader.find();
  world.reader.fail('wrong-card-type');
  await settle();
  await world.act({ type: 'leave' });
  takeCard({ alarm: 0, watched: true, served: false });
  await world.takeCardAndGo();
  expect(world.screen).toBe('attract');
});

it('a card that is being read when the citizen gives up is asked for', async () => {
  await world.toPlaceCard();
  world.reader.find();
  await settle();
  await world.act({ type: 'leave' });
  takeCard({ watched: true });
});

it('a card that was seen to go is not asked for again', async () => {
  await world.toPlaceCard();
  world.reader.find();
  world.reader.fail('card-read-failed');
  await settle();
  world.reader.lift();
  await settle();
  expect(world.screen).toBe('place-card');
  await world.act({ type: 'leave' });
  expect(world.screen).toBe('goodbye');
});

it('nobody is asked for a card that never was there', async () => {
  await world.toPlaceCard();
  await world.act({ type: 'leave' });
  expect(world.screen).toBe('goodbye');
});

it('a reader that dies while it watches leaves the citizen’s word, and an end', async () => {
  await world.toPlaceCard();
  await world.layCard();
  await world.act({ type: 'leave' });
  // Long after the last reminder: only then does the plug come out.
  await world.clock.advance(60_000);
  takeCard({ alarm: 2, watched: true });
  world.reader.loseSight();
  await settle();
  takeCard({ alarm: 0, watched: false });
  await world.clock.advance(27_000);
  takeCard({ alarm: 2, watched: false });
  await world.clock.advance(1_500);
  expect(world.screen).toBe('goodbye');
  await world.clock.advance(4_000);
  expect(world.screen).toBe('attract');
});

it('a card left on a reader that can see it holds the machine, with nothing of the person on it', async () => {
  await world.toConfirm();
  await world.clock.advance(91_000);
  await world.clock.advance(3_600_000);
  takeCard({ alarm: 2, watched: true });
  expect(world.reader.photos[0]?.every((byte) => byte === 0)).toBe(true);
  expect(world.offers({ type: 'start' })).toBe(false);
  await world.takeCardAndGo();
  expect(world.screen).toBe('attract');
});
