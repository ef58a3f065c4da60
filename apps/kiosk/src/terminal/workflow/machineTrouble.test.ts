import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '../testing/fakeClock.ts';
import { FakeWorld } from '../testing/fakeWorld.ts';

/** A door opens, the power goes: nobody new is let in, and who is there leaves with the card and nothing half done. */
let world: FakeWorld;
beforeEach(async () => {
  world = new FakeWorld();
  await settle();
});
const become = async (hindrance: Parameters<FakeWorld['machine']['become']>[0]): Promise<void> => {
  world.machine.become(hindrance);
  await settle();
};
const view = () => world.attendant.current.view;

describe('while nobody is there', () => {
  it.each([
    ['cabinet-open', 'cabinet-open'],
    ['mains-failed', 'mains-failed'],
    ['battery-low', 'mains-failed'],
  ] as const)('%s closes the terminal at once, and it opens by itself', async (hindrance, reason) => {
    await become(hindrance);
    expect(view()).toEqual({ screen: 'out-of-service', reason });
    await become(undefined);
    expect(world.screen).toBe('attract');
  });

  it('stays closed while the reader is away, too', async () => {
    await become('cabinet-open');
    world.reader.become('noDevice');
    await become(undefined);
    expect(world.screen).toBe('out-of-service');
    world.reader.become('online');
    await settle();
    expect(world.screen).toBe('attract');
  });

  it('stays closed when the reader comes back under an open door', async () => {
    await become('cabinet-open');
    world.reader.become('noDevice');
    world.reader.become('online');
    await settle();
    expect(view()).toEqual({ screen: 'out-of-service', reason: 'cabinet-open' });
  });
});

describe('while somebody is served', () => {
  it('on battery, lets them finish and nobody new in', async () => {
    await world.toPlaceCard();
    await become('mains-failed');
    expect(world.screen).toBe('place-card');
    await world.act({ type: 'leave' });
    expect(world.screen).toBe('goodbye');
    await world.clock.advance(60_000);
    expect(view()).toEqual({ screen: 'out-of-service', reason: 'mains-failed' });
  });

  it.each(['cabinet-open', 'battery-low'] as const)('%s: the card first, then the reason', async (hindrance) => {
    await world.toPlaceCard();
    await world.layCard();
    await become(hindrance);
    expect(world.screen).toBe('take-card');
    expect(world.reader.photos.every((photo) => photo.every((byte) => byte === 0))).toBe(true);
    expect(world.recorded).toContainEqual(
      expect.objectContaining({ event: 'session.ended-by-machine', reason: hindrance }),
    );
    world.reader.lift();
    await settle();
    expect(world.screen).toBe('out-of-service');
    await become(undefined);
    expect(world.screen).toBe('attract');
  });

  it('waits for what has begun: a confirmation on its way is never cut off', async () => {
    await world.toConfirm();
    const arrive = world.delivering.hold();
    await world.act({ type: 'confirm' });
    await become('battery-low');
    expect(world.screen).toBe('submitting');
    arrive();
    await settle();
    expect(world.screen).toBe('take-card');
    expect(world.enqueued).toHaveLength(1);
  });

  it('without a card, says why at once', async () => {
    await world.act({ type: 'start' });
    await become('cabinet-open');
    expect(view()).toEqual({ screen: 'out-of-service', reason: 'cabinet-open' });
  });
});

describe('the button for help', () => {
  it('is counted in the snapshot and told to the log, on any screen', async () => {
    expect(world.attendant.current.helpCalls).toBe(0);
    world.callButton.press();
    expect(world.attendant.current.helpCalls).toBe(1);
    await world.toPlaceCard();
    world.callButton.press();
    expect(world.attendant.current.helpCalls).toBe(2);
    expect(world.recorded.filter(({ event }) => event === 'help.called')).toEqual([
      { event: 'help.called', screen: 'attract' },
      { event: 'help.called', screen: 'place-card' },
    ]);
  });
});
