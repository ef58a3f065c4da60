import { randomBytes, randomUUID } from 'node:crypto';
import type { SubmitRefusal, VerificationRequest, VerificationResult } from '@renshe/central-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '../store/store.ts';
import { StoreError } from '../store/storeError.ts';
import { makeRequest } from '../store/testing.ts';
import { FakeClock, settle } from '../testing/fakeClock.ts';
import { createDelivery, type Delivery, type DeliveryCentral, type DeliveryEvent } from './delivery.ts';

type Submitted = Awaited<ReturnType<DeliveryCentral['submitVerification']>>;
type Behaviour = (request: VerificationRequest) => Submitted | Promise<Submitted>;

/** A central service in memory: one record a key, whatever the network does to the answers. */
class FakeCentral implements DeliveryCentral {
  readonly records = new Map<string, VerificationResult>();
  readonly calls: string[] = [];
  healthy = true;
  healthCalls = 0;
  atOnce = 0;
  mostAtOnce = 0;
  behave: Behaviour = (request) => this.accept(request);

  async health() {
    this.healthCalls += 1;
    return this.healthy
      ? { ok: true as const, value: { status: 'ok' as const, version: '1', time: '2026-11-24T02:00:00.000Z' } }
      : unreachable;
  }

  async submitVerification(request: VerificationRequest): Promise<Submitted> {
    this.calls.push(request.idempotencyKey);
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    try {
      return await this.behave(request);
    } finally {
      this.atOnce -= 1;
    }
  }

  accept(request: VerificationRequest): Submitted {
    const known = this.records.get(request.idempotencyKey);
    if (known) return { ok: true, value: { ...known, duplicate: true } };
    const value = {
      verificationId: randomUUID(),
      outcome: 'verified',
      duplicate: false,
      recordedAt: '2026-11-24T02:00:01.000Z',
    } as const;
    this.records.set(request.idempotencyKey, value);
    return { ok: true, value };
  }

  callsFor(key: string): number {
    return this.calls.filter((called) => called === key).length;
  }
}

const reason = 'played-by-a-test';
const unreachable = { ok: false, error: { kind: 'unreachable', reason } } as const;
const misunderstood = { ok: false, error: { kind: 'protocol', reason } } as const;
const unauthorised = { ok: false, error: { kind: 'unauthorised', reason } } as const;
const refused = (code: SubmitRefusal) => ({ ok: false, error: { kind: 'refused', code, reason } }) as const;

let clock: FakeClock;
let central: FakeCentral;
let store: Store;
let delivery: Delivery;
let events: DeliveryEvent[];

beforeEach(() => {
  clock = new FakeClock();
  central = new FakeCentral();
  events = [];
  // The real outbox, in memory: delivery and outbox are only right together.
  store = openStore({ file: ':memory:', key: randomBytes(32), terminalId: 'T', now: () => clock.now() });
  delivery = create();
});
afterEach(async () => {
  const stopped = delivery.stop();
  await clock.advance(10_000);
  await stopped;
  store.close();
});

function create(outbox: Parameters<typeof createDelivery>[0]['outbox'] = store.outbox): Delivery {
  return createDelivery({ outbox, central, clock, random: () => 0.5, record: (event) => events.push(event) });
}

function enqueue(): string {
  const request = makeRequest();
  store.outbox.enqueue(request, store.nextReceiptNumber());
  return request.idempotencyKey;
}

const now = (key: string, timeoutMs = 8_000) => delivery.deliverNow(key, { timeoutMs });

test('the waiting citizen gets what the central service said', async () => {
  const key = enqueue();
  const delivered = await now(key);
  expect(delivered).toEqual({ outcome: 'verified', result: central.records.get(key) });
  expect(store.outbox.counters()).toMatchObject({ pending: 0, delivered: 1 });
  // Asked again, the outbox remembers without the network.
  expect(await now(key)).toMatchObject({ outcome: 'verified' });
  expect(central.calls).toHaveLength(1);
});

test('a review is told as a review', async () => {
  central.behave = (request) => {
    const answer = central.accept(request);
    return answer.ok ? { ok: true, value: { ...answer.value, outcome: 'needs-review' } } : answer;
  };
  expect(await now(enqueue())).toMatchObject({ outcome: 'needs-review', result: { outcome: 'needs-review' } });
});

test('a refusal is told with its code and never sent again', async () => {
  central.behave = () => refused('APPLICATION_NOT_OPEN');
  delivery.start();
  const key = enqueue();
  expect(await now(key)).toEqual({ refused: 'APPLICATION_NOT_OPEN' });
  expect(store.outbox.find(key)).toMatchObject({ state: 'refused' });
  await clock.advance(24 * 3_600_000);
  expect(central.calls).toHaveLength(1);
  expect(await now(key)).toEqual({ refused: 'APPLICATION_NOT_OPEN' });
});

test('a lost answer and its redelivery make exactly one record', async () => {
  delivery.start();
  const key = enqueue();
  central.behave = (request) => {
    central.accept(request);
    return unreachable;
  };
  expect(await now(key)).toEqual({ outcome: 'received-here' });
  expect(store.outbox.counters()).toMatchObject({ pending: 1 });
  central.behave = (request) => central.accept(request);
  await clock.advance(60_000);
  expect(central.records.size).toBe(1);
  expect(central.callsFor(key)).toBe(2);
  expect(store.outbox.find(key)).toMatchObject({
    state: 'delivered',
    result: { verificationId: central.records.get(key)?.verificationId },
  });
  expect(events).toContainEqual({ event: 'delivery.delivered', outcome: 'verified', duplicate: true });
});

test('a slow service: the citizen is let go in time, the answer is taken when it comes', async () => {
  delivery.start();
  const key = enqueue();
  const answer = Promise.withResolvers<Submitted>();
  central.behave = () => answer.promise;
  const waiting = now(key, 8_000);
  await clock.advance(7_999);
  let told: unknown;
  void waiting.then((delivered) => {
    told = delivered;
  });
  await settle();
  expect(told).toBeUndefined();
  await clock.advance(1);
  expect(told).toEqual({ outcome: 'received-here' });
  await clock.advance(120_000);
  expect(central.calls).toEqual([key]);
  answer.resolve(central.accept(makeRequest({ idempotencyKey: key })));
  await settle();
  expect(store.outbox.find(key)?.state).toBe('delivered');
});

test('the background and the citizen share one attempt', async () => {
  const key = enqueue();
  const answer = Promise.withResolvers<Submitted>();
  central.behave = () => answer.promise;
  delivery.start();
  await settle();
  expect(central.calls).toEqual([key]);
  const both = [now(key), now(key)];
  await settle();
  answer.resolve(central.accept(makeRequest({ idempotencyKey: key })));
  expect(await Promise.all(both)).toMatchObject([{ outcome: 'verified' }, { outcome: 'verified' }]);
  expect(central.calls).toEqual([key]);
});

test.each([
  ['refused', () => refused('KEY_REUSED')],
  ['misunderstood', () => misunderstood],
  ['unanswered', () => unreachable],
  [
    'crashing the client',
    () => {
      throw new TypeError('played by a test');
    },
  ],
] as const)('a poisoned item, %s, holds up none of the later ones', async (_, poison) => {
  const poisoned = enqueue();
  const others = Array.from({ length: 5 }, enqueue);
  central.behave = (request) => (request.idempotencyKey === poisoned ? poison() : central.accept(request));
  delivery.start();
  await clock.advance(10_000);
  expect(others.map((key) => store.outbox.find(key)?.state)).toEqual(Array(5).fill('delivered'));
  expect(central.records.has(poisoned)).toBe(false);
  expect(delivery.reachability).toBe('reachable');
});

test('an item that does not decrypt holds up nobody', async () => {
  const bad = enqueue();
  const good = enqueue();
  const outbox = {
    ...store.outbox,
    find: (key: string) =>
      key === bad ? ({ state: 'quarantined', receiptNumber: 'x' } as const) : store.outbox.find(key),
  };
  delivery = create(outbox);
  delivery.start();
  await settle();
  expect(central.calls).toEqual([good]);
  expect(events).toContainEqual({ event: 'delivery.quarantined' });
});

test('an unanswered item is tried after 2, 4, 8 … seconds', async () => {
  const key = enqueue();
  const times: number[] = [];
  const began = clock.now();
  central.behave = () => {
    times.push(clock.now() - began);
    return unreachable;
  };
  delivery.start();
  await clock.advance(2_000 + 4_000 + 8_000 + 16_000);
  expect(times).toEqual([0, 2_000, 6_000, 14_000, 30_000]);
  expect(store.outbox.pending()).toMatchObject([{ key, attempts: 5 }]);
});

test('in an outage only the probe asks, and everything leaves soon after the network is back', async () => {
  central.healthy = false;
  central.behave = () => unreachable;
  const seen: string[] = [];
  delivery.onReachability((reachability) => seen.push(reachability));
  expect(delivery.reachability).toBe('unknown');
  delivery.start();
  const keys = Array.from({ length: 20 }, enqueue);
  for (const key of keys) expect(await now(key)).toEqual({ outcome: 'received-here' });
  expect(delivery.status).toEqual({ state: 'offline', waiting: 20 });
  await clock.advance(3_600_000);
  expect(central.calls).toHaveLength(20);
  expect(central.healthCalls).toBeLessThan(800);

  central.healthy = true;
  central.behave = (request) => central.accept(request);
  await clock.advance(6_000);
  expect(central.records.size).toBe(20);
  expect(central.calls).toHaveLength(40);
  expect(delivery.status).toEqual({ state: 'idle' });
  expect(seen).toEqual(['unreachable', 'reachable']);
});

test('no more than two leave at once', async () => {
  const keys = Array.from({ length: 9 }, enqueue);
  central.behave = async (request) => {
    await settle();
    return central.accept(request);
  };
  delivery.start();
  await expect.poll(() => central.records.size).toBe(keys.length);
  expect(central.mostAtOnce).toBe(2);
  expect(central.calls).toHaveLength(9);
});

test('a terminal the service does not know stops trying, asks with one now and then, and recovers', async () => {
  central.behave = () => unauthorised;
  Array.from({ length: 10 }, enqueue);
  delivery.start();
  await clock.advance(60_000);
  expect(central.calls.length).toBeLessThanOrEqual(2);
  expect(delivery.status).toEqual({ state: 'unauthorised', waiting: 10 });
  expect(delivery.reachability).toBe('reachable');
  const before = central.calls.length;
  await clock.advance(5 * 60_000);
  expect(central.calls.length).toBe(before + 1);
  central.behave = (request) => central.accept(request);
  await clock.advance(5 * 60_000);
  expect(central.records.size).toBe(10);
  expect(delivery.status).toEqual({ state: 'idle' });
});

test('a disk that is full after the delivery does not turn a verified citizen away', async () => {
  const key = enqueue();
  let full = true;
  delivery = create({
    ...store.outbox,
    markAttempt: () => {
      throw new StoreError('store-full');
    },
    markDelivered: (delivered, result) => {
      if (full) throw new StoreError('store-full');
      store.outbox.markDelivered(delivered, result);
    },
  });
  delivery.start();
  expect(await now(key)).toMatchObject({ outcome: 'verified' });
  expect(store.outbox.find(key)?.state).toBe('pending');
  full = false;
  await clock.advance(60_000);
  expect(store.outbox.find(key)?.state).toBe('delivered');
  expect(central.records.size).toBe(1);
});

test('after a restart what waited is delivered', async () => {
  const key = enqueue();
  central.behave = () => unreachable;
  expect(await now(key)).toEqual({ outcome: 'received-here' });
  await delivery.stop();
  delivery = create();
  central.behave = (request) => central.accept(request);
  delivery.start();
  await settle();
  expect(store.outbox.find(key)?.state).toBe('delivered');
});

test('stop leaves no timer, lets the citizen go, and an answer that comes later touches nothing', async () => {
  const timers = new Set<unknown>();
  const counting = {
    now: () => clock.now(),
    setTimeout: (callback: () => void, ms: number) => {
      const handle = clock.setTimeout(() => {
        timers.delete(handle);
        callback();
      }, ms);
      timers.add(handle);
      return handle;
    },
    clearTimeout: (handle: unknown) => {
      timers.delete(handle);
      clock.clearTimeout(handle);
    },
  };
  delivery = createDelivery({ outbox: store.outbox, central, clock: counting, random: () => 0.5 });
  const answer = Promise.withResolvers<Submitted>();
  central.behave = () => answer.promise;
  delivery.start();
  const key = enqueue();
  const waiting = now(key);
  await settle();
  const stopped = delivery.stop();
  expect(await waiting).toEqual({ outcome: 'received-here' });
  await clock.advance(2_000);
  await stopped;
  expect(timers.size).toBe(0);
  answer.resolve(central.accept(makeRequest({ idempotencyKey: key })));
  await settle();
  expect(timers.size).toBe(0);
  expect(store.outbox.find(key)?.state).toBe('pending');
  expect(delivery.status).toEqual({ state: 'stopped' });
  expect(await now(key)).toEqual({ outcome: 'received-here' });
});

test('a key that was never written down is a bug of the caller', async () => {
  await expect(now(randomUUID())).rejects.toThrow('before enqueue');
});

test('no event carries anything of the citizen', async () => {
  central.behave = () => {
    throw new Error('110105197903120017 王㛃𬭎');
  };
  delivery.start();
  await now(enqueue());
  expect(JSON.stringify(events)).not.toMatch(/110105|王/);
});
