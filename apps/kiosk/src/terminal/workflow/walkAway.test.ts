import { failure } from '@renshe/devices';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Intent } from '../../contract/intent.ts';
import type { ScreenName } from '../../contract/snapshot.ts';
import { application } from '../testing/fakeCentral.ts';
import { settle } from '../testing/fakeClock.ts';
import { citizen, FakeWorld } from '../testing/fakeWorld.ts';

/** Somebody walks away, or wants to, on every screen there is: the terminal finds its own way back, and keeps nothing. */
let world: FakeWorld;
beforeEach(async () => {
  world = new FakeWorld();
  await settle();
});

interface Place {
  /** From the attract screen to this one. */
  readonly reach: () => Promise<void>;
  /** What leads out of it by touch; absent where the terminal itself is at work and nothing can be taken back. */
  readonly out?: Intent;
}

const leave: Intent = { type: 'leave' };
const done: Intent = { type: 'done' };

/** Screens of nobody: there is no citizen who could walk away from them. */
type Nobodys = 'starting' | 'attract' | 'out-of-service' | 'take-card' | 'goodbye';

/** Every other screen; a new one does not compile without its entry. */
const places: Record<Exclude<ScreenName, Nobodys>, Place> = {
  services: { reach: () => world.act({ type: 'start' }), out: leave },
  consent: {
    reach: async () => {
      await world.act({ type: 'start' });
      await world.act({ type: 'choose-service', service: 'verify-application' });
    },
    out: leave,
  },
  'place-card': { reach: () => world.toPlaceCard(), out: leave },
  'reading-card': {
    reach: async () => {
      await world.toPlaceCard();
      world.reader.find();
    },
    out: leave,
  },
  'card-problem': {
    reach: async () => {
      await world.toPlaceCard();
      world.reader.find();
      world.reader.fail('card-read-failed');
    },
    out: leave,
  },
  'card-refused': {
    reach: async () => {
      await world.toPlaceCard();
      await world.layCard({ ...citizen, validUntil: '2020-01-01' });
    },
    out: leave,
  },
  'reader-lost': {
    reach: async () => {
      await world.toPlaceCard();
      world.reader.find();
      world.reader.become('noDevice');
      world.reader.fail('unplugged');
    },
    out: leave,
  },
  capture: { reach: () => reachCapture(), out: leave },
  comparing: {
    reach: async () => {
      await reachCapture();
      world.face.deciding.hold();
      await world.frame();
    },
    out: leave,
  },
  'face-mismatch': {
    reach: async () => {
      world.face.distances = [0.8];
      await reachCapture();
      await world.frame();
    },
    out: leave,
  },
  'face-ended': {
    reach: async () => {
      await reachCapture();
      await world.act({ type: 'camera-failed', detail: 'NotFoundError' });
    },
    out: leave,
  },
  'sms-sending': {
    reach: async () => {
      world.central.answering.hold();
      await reachSms();
    },
    out: leave,
  },
  'sms-code': { reach: () => reachSms(), out: leave },
  'sms-ended': {
    reach: async () => {
      world.central.smsRefusal = 'NO_PHONE';
      await reachSms();
    },
    out: leave,
  },
  finding: {
    reach: async () => {
      await reachCapture();
      world.central.answering.hold();
      await world.frame();
    },
    out: leave,
  },
  'choose-application': {
    reach: async () => {
      world.central.applications = [application, { ...application, applicationId: 'another' }];
      await world.toConfirm();
    },
    out: leave,
  },
  confirm: { reach: () => world.toConfirm(), out: leave },
  'confirm-offline': {
    reach: async () => {
      world.central.reachable = false;
      await world.toConfirm();
    },
    out: leave,
  },
  'no-application': {
    reach: async () => {
      world.central.applications = [];
      await world.toConfirm();
    },
    out: done,
  },
  submitting: {
    reach: async () => {
      world.delivering.hold();
      await confirm();
    },
  },
  'submit-refused': {
    reach: async () => {
      world.delivered = { refused: 'APPLICATION_NOT_OPEN' };
      await confirm();
    },
    out: done,
  },
  printing: {
    reach: async () => {
      world.printing.hold();
      await confirm();
    },
  },
  receipt: { reach: () => confirm(), out: done },
};

async function reachCapture(): Promise<void> {
  await world.toPlaceCard();
  await world.layCard();
}

async function reachSms(): Promise<void> {
  await world.toPlaceCard('sms');
  await world.layCard();
}

async function confirm(): Promise<void> {
  await world.toConfirm();
  await world.act({ type: 'confirm' });
}

async function reach(screen: ScreenName, place: Place): Promise<void> {
  await place.reach();
  await settle();
  expect(world.screen).toBe(screen);
}

/** The end of every session: nothing personal on the screen, no photo in memory, the engine told to forget. */
async function expectForgotten(): Promise<void> {
  await settle();
  expect(JSON.stringify(world.attendant.current)).not.toMatch(/陈建国|110105|0017|138\*/);
  expect(world.reader.photos.flatMap((photo) => [...photo]).every((byte) => byte === 0)).toBe(true);
  if (world.face.calls.length > 0) expect(world.face.calls.at(-1)).toBe('clear');
  world.reader.lift();
  await world.clock.advance(4_000);
  expect(world.screen).toBe('attract');
  expect(world.attendant.idle).toBe(true);
}

describe.each(Object.entries(places))('%s', (name, place) => {
  const screen = name as ScreenName;

  it('ends by itself when nobody is there any more', async () => {
    await reach(screen, place);
    // Longer than any screen lasts; `submitting` is bounded by the delivery, which here never answers.
    if (screen === 'submitting') return expect(world.attendant.current.timeLeft).toBeDefined();
    for (let minute = 0; minute < 4; minute++) await world.clock.advance(60_000);
    await expectForgotten();
  });

  it('can be left by touch, unless the terminal is in the middle of something', async () => {
    await reach(screen, place);
    if (!place.out) return expect([leave, done].filter((intent) => world.offers(intent))).toEqual([]);
    await world.act(place.out);
    expect(['take-card', 'goodbye', 'attract']).toContain(world.screen);
    await expectForgotten();
  });

  it('has at least 20 s, and takes nothing that was meant for the screen before', async () => {
    const before = world.attendant.current.seq;
    await reach(screen, place);
    for (const intent of [leave, done, { type: 'confirm' } as const, { type: 'more-time' } as const]) {
      expect(world.attendant.act(before, intent)).toBe(false);
    }
    expect(world.attendant.current.timeLeft?.remainingMs).toBeGreaterThanOrEqual(20_000);
    expect(world.screen).toBe(screen);
  });
});

describe('on the way back', () => {
  it('leads from consent to the services, and it is the same citizen', async () => {
    await places.consent.reach();
    await world.act({ type: 'back' });
    expect(world.screen).toBe('services');
    expect(world.attendant.current.session).toBe(1);
    await world.act({ type: 'back' });
    expect(world.screen).toBe('attract');
  });

  it('leads from the card to consent', async () => {
    await world.toPlaceCard();
    await world.act({ type: 'back' });
    expect(world.screen).toBe('consent');
  });

  it('does not lose sight of a card that has been laid down', async () => {
    await places['card-refused'].reach();
    await world.act({ type: 'retry' });
    await world.act({ type: 'back' });
    await world.act({ type: 'back' });
    expect(world.screen).toBe('take-card');
  });
});

describe('while the terminal is at work', () => {
  it('a printer that never answers ends in an honest receipt', async () => {
    await reach('printing', places.printing);
    world.printed = failure({ code: 'aborted', detail: '' });
    await world.clock.advance(46_000);
    expect(world.attendant.current.view).toMatchObject({ screen: 'receipt', print: 'maybe-printed' });
  });

  it('a confirmation is made once, however often it is touched', async () => {
    const release = world.delivering.hold();
    await world.toConfirm();
    const { seq } = world.attendant.current;
    const touches = [1, 2, 3].map(() => world.attendant.act(seq, { type: 'confirm' }));
    expect(touches).toEqual([true, false, false]);
    await settle();
    expect(world.attendant.act(seq, { type: 'confirm' })).toBe(false);
    release();
    await settle();
    expect(world.screen).toBe('receipt');
    expect(world.enqueued).toHaveLength(1);
  });
});
