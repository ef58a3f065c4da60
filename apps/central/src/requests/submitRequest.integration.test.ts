import { randomUUID } from 'node:crypto';
import type { Person, RequestBody, ServiceRequest } from '@renshe/central-api';
import { expect, it } from 'vitest';
import { findFile } from '../registry/findFile.ts';
import { describeEachStore, startTime } from '../testing/describeEachStore.ts';
import { policyOf, type Region } from '../testing/regions.ts';
import {
  addApplication,
  addBranch,
  addCard,
  chen,
  child,
  infant,
  li,
  newCard,
  papers,
  replacement,
  serviceRequest,
} from '../testing/synthetic.ts';
import { submitRequest } from './submitRequest.ts';

const DAY_MS = 24 * 3_600_000;

describeEachStore('requests', (world) => {
  const submit = (request: ServiceRequest, region: Region = 'qingtan', store = world.store) =>
    submitRequest(store.db, request, { policy: policyOf(region, world.now), now: world.now });
  const ask = (body: RequestBody, region: Region = 'qingtan', change: Partial<ServiceRequest> = {}) =>
    submit(serviceRequest(body, change), region);
  const count = async (table: 'applications' | 'requests' | 'cards' | 'photos' | 'bookings') =>
    (await world.store.db.selectFrom(table).selectAll().execute()).length;
  const card = (cardId: string) =>
    world.store.db.selectFrom('cards').selectAll().where('card_id', '=', cardId).executeTakeFirstOrThrow();
  const on = (day: string) => {
    world.now = new Date(`${day}T02:00:00Z`);
  };
  const refused = (reason: string, rule?: string) => ({
    ok: false,
    error: { code: 'REQUEST_REFUSED', reason, ...(rule ? { rule } : {}) },
  });
  /** An application of the person's that has been made, and its number. */
  const readyCard = async (person: Person = chen, change: Parameters<typeof addApplication>[2] = {}) => {
    const acceptance_number = `SQ${randomUUID()}`;
    await addApplication(world.store.db, person, {
      acceptance_number,
      status: 'ready',
      bank_code: 'ccb',
      verified_at: world.now,
      ready_at: world.now,
      ...change,
    });
    return acceptance_number;
  };

  it('does one thing once, however often and wherever it is delivered', async () => {
    await addBranch(world.store.db);
    const request = serviceRequest(newCard());
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, n) => submit(request, 'qingtan', n % 2 === 0 ? world.store : world.other)),
    );
    const values = results.map((result) => (result.ok ? result.value : undefined));
    expect(values.filter((value) => value?.duplicate === false)).toHaveLength(1);
    const first = { ...values[0], duplicate: true };
    for (const value of values) expect({ ...value, duplicate: true }).toEqual(first);
    expect(await count('applications')).toBe(1);
    expect(await count('requests')).toBe(1);
    expect(await submit({ ...request, confirmedAt: '2026-01-01T00:00:00Z' })).toEqual({
      ok: false,
      error: { code: 'KEY_REUSED', reason: 'same-key-other-request' },
    });
  });

  it('takes one application for a holder when many terminals ask at once', async () => {
    await addBranch(world.store.db);
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        submit(serviceRequest(newCard()), 'qingtan', n % 2 === 0 ? world.store : world.other),
      ),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok)).toEqual(Array(5).fill(refused('application-under-way')));
  });

  it('keeps nothing of what it refuses, so that the same key may come again', async () => {
    const request = serviceRequest(newCard());
    expect(await submit(request)).toEqual(refused('no-such-branch'));
    expect([await count('requests'), await count('applications'), await count('photos')]).toEqual([0, 0, 0]);
    await addBranch(world.store.db);
    expect(await submit(request)).toMatchObject({ ok: true, value: { duplicate: false, outcome: 'accepted' } });
  });

  it('promises the day the region promises, and says when holidays are not announced yet', async () => {
    await addBranch(world.store.db);
    expect(await ask(newCard())).toMatchObject({
      value: { applicationStatus: 'verified', day: { day: '2026-12-08', certain: true } },
    });
    const other = { person: li, evidence: serviceRequest(newCard()).evidence } as const;
    expect(await ask(newCard(), 'songpu', other)).toMatchObject({
      value: { day: { day: '2027-01-05', certain: false } },
    });
  });

  it('keeps the picture once and never in the request', async () => {
    await addBranch(world.store.db);
    await ask(newCard());
    const { body } = await world.store.db.selectFrom('requests').select('body').executeTakeFirstOrThrow();
    expect(body).toMatchObject({ photo: { from: 'terminal', jpeg: '' } });
    const photo = await world.store.db.selectFrom('photos').selectAll().executeTakeFirstOrThrow();
    expect(Buffer.from(photo.jpeg ?? [])).toEqual(Buffer.from('/9j/', 'base64'));
  });

  const guarded: readonly [string, Region, () => Promise<RequestBody>, string, string?][] = [
    [
      'a new card beside one that is held',
      'qingtan',
      async () => held(newCard()),
      'card-already-held',
      'new-card.already-held',
    ],
    [
      'a new card beside one that is held',
      'songpu',
      async () => held(newCard()),
      'card-already-held',
      'new-card.already-held',
    ],
    ['a second application', 'songpu', async () => underWay(newCard()), 'application-under-way'],
    ['a card nobody knows', 'qingtan', async () => replacement(randomUUID()), 'no-such-card'],
    ['another person’s card', 'songpu', async () => replacement(await addCard(world.store.db, li)), 'no-such-card'],
    ['a card of another name', 'qingtan', async () => replacement(await named('陈建华')), 'name-mismatch'],
    ['a card replaced already', 'qingtan', async () => replacement(await cardIn('replaced')), 'wrong-state'],
    ['a renewal too early', 'qingtan', async () => expiring(61), 'not-yet-renewable', 'renewal.window'],
    ['a renewal too early', 'songpu', async () => expiring(61), 'not-yet-renewable', 'renewal.window'],
    [
      'a replacement nobody paid for',
      'songpu',
      async () => replacement(await cardIn('normal')),
      'fee-not-paid',
      'fee.replacement',
    ],
    [
      'a replacement with a payment nobody knows',
      'songpu',
      async () => replacement(await cardIn('normal'), { paymentId: randomUUID() }),
      'fee-not-paid',
      'fee.replacement',
    ],
    ['a bank that does not work with the region', 'qingtan', async () => mailed('bocom'), 'no-such-bank', 'banks'],
    ['a bank that does not work with the region', 'songpu', async () => mailed('icbc'), 'no-such-bank', 'banks'],
    ['a branch of another bank', 'qingtan', async () => newCard({ bankCode: 'icbc' }), 'no-such-branch'],
    [
      'a service hall',
      'songpu',
      async () => newCard({ collection: { way: 'service-hall', branchId: 'ccb-01' } }),
      'way-not-offered',
      'collection.ways',
    ],
    ['no picture', 'qingtan', async () => newCard({ photo: { from: 'none' } }), 'photo-missing', 'photo.required-from'],
    [
      'a picture on file that is not there',
      'songpu',
      async () => newCard({ photo: { from: 'file' } }),
      'photo-missing',
      'photo.on-file',
    ],
    ['a picture on file that is too old', 'qingtan', async () => oldPicture(), 'photo-missing', 'photo.on-file'],
    [
      'an agent for an adult',
      'qingtan',
      async () => newCard({ holder: li, relation: 'child' }),
      'agent-not-allowed',
      'guardian',
    ],
    [
      'a child without papers',
      'qingtan',
      async () => newCard({ holder: child, relation: 'parent' }),
      'documents-missing',
      'guardian',
    ],
    [
      'a child with an undertaking where that proves nothing',
      'songpu',
      async () => newCard({ holder: child, relation: 'parent', documents: papers('undertaking') }),
      'documents-missing',
      'guardian',
    ],
    [
      'a relative without the guardian’s word',
      'qingtan',
      async () => newCard({ holder: child, relation: 'relative', documents: papers('household-register') }),
      'documents-missing',
      'guardian',
    ],
    [
      'activation where the bank does it',
      'songpu',
      async () => ({ kind: 'activate-card', cardId: await cardIn('sealed') }),
      'at-bank-only',
      'activation.social',
    ],
    [
      'activation by an agent for an adult',
      'qingtan',
      async () => ({ kind: 'activate-card', cardId: await cardIn('sealed'), holder: li }),
      'agent-not-allowed',
      'guardian',
    ],
    [
      'activation of a card in use',
      'qingtan',
      async () => ({ kind: 'activate-card', cardId: await cardIn('normal') }),
      'wrong-state',
    ],
    [
      'a loss reported by an agent',
      'songpu',
      async () => ({ kind: 'report-loss', cardId: await cardIn('normal'), holder: li }),
      'agent-not-allowed',
      'loss.agent',
    ],
    [
      'a loss of a card that is locked',
      'qingtan',
      async () => ({ kind: 'report-loss', cardId: await cardIn('locked') }),
      'wrong-state',
    ],
    [
      'a release of what is not lost',
      'songpu',
      async () => ({ kind: 'release-loss', cardId: await cardIn('normal') }),
      'wrong-state',
    ],
    [
      'a formal loss at the terminal',
      'songpu',
      async () => ({ kind: 'report-formal-loss', cardId: await cardIn('normal') }),
      'at-window-only',
      'loss.formal',
    ],
    [
      'a formal loss of a lost card',
      'qingtan',
      async () => ({ kind: 'report-formal-loss', cardId: await cardIn('lost') }),
      'wrong-state',
    ],
    [
      'a PIN of another person’s card',
      'qingtan',
      async () => ({ kind: 'pin-changed', cardNumber: (await card(await addCard(world.store.db, li))).card_number }),
      'no-such-card',
    ],
    [
      'a card of an application nobody knows',
      'qingtan',
      async () => ({ kind: 'collect-card', acceptanceNumber: 'SQ0' }),
      'no-such-application',
    ],
    [
      'another person’s new card',
      'songpu',
      async () => ({ kind: 'collect-card', acceptanceNumber: await readyCard(li) }),
      'no-such-application',
    ],
    [
      'a new card of another name',
      'qingtan',
      async () => ({ kind: 'collect-card', acceptanceNumber: await readyCard({ ...chen, name: '陈建华' }) }),
      'name-mismatch',
    ],
    [
      'a card that is still being made',
      'qingtan',
      async () => ({ kind: 'collect-card', acceptanceNumber: await readyCard(chen, { status: 'in-production' }) }),
      'wrong-state',
    ],
    [
      'somebody else’s card',
      'songpu',
      async () => forLi(...papers('authorisation', 'relation-proof')),
      'agent-not-allowed',
      'collection.agent',
    ],
    [
      'somebody else’s card without their word',
      'qingtan',
      async () => forLi(...papers('relation-proof')),
      'documents-missing',
      'collection.agent',
    ],
    [
      'somebody else’s card without proof of the relation',
      'qingtan',
      async () => forLi(...papers('authorisation')),
      'documents-missing',
      'collection.agent',
    ],
    ['a visit on a Sunday', 'qingtan', async () => visit('2026-11-29'), 'day-not-open'],
    ['a visit today', 'songpu', async () => visit('2026-11-24'), 'day-not-open'],
    ['a visit too far ahead', 'qingtan', async () => visit('2026-12-25'), 'day-not-open'],
    [
      'a window of no branch',
      'qingtan',
      async () => ({ ...visit('2026-11-25'), branchId: 'nowhere' }),
      'no-such-branch',
    ],
  ];
  const cardIn = (status: 'normal' | 'sealed' | 'lost' | 'locked' | 'replaced') =>
    addCard(world.store.db, chen, { status });
  const named = (name: string) => addCard(world.store.db, { ...chen, name });
  const held = async (body: RequestBody) => {
    await cardIn('normal');
    return body;
  };
  const underWay = async (body: RequestBody) => {
    await addApplication(world.store.db, chen, { status: 'in-production' });
    return body;
  };
  const expiring = async (days: number) => {
    const valid_until = new Date(world.now.getTime() + days * DAY_MS).toISOString().slice(0, 10);
    return replacement(await addCard(world.store.db, chen, { valid_until }), { reason: 'expired' });
  };
  const mailed = (bankCode: string) =>
    newCard({ bankCode, collection: { way: 'mail', address: '示范路1号', postage: 'bank-pays' } });
  const oldPicture = async () => {
    const photo = { id_number: chen.idNumber, jpeg: null, taken_on: '2016-11-24' };
    await world.store.db.insertInto('photos').values(photo).execute();
    return newCard({ photo: { from: 'file' } });
  };
  const forLi = async (...documents: ReturnType<typeof papers>): Promise<RequestBody> => ({
    kind: 'collect-for-another',
    acceptanceNumber: await readyCard(li),
    holder: { idNumber: li.idNumber, name: li.name },
    relation: 'child',
    documents,
  });
  const visit = (day: string): RequestBody & { kind: 'book' } => ({
    kind: 'book',
    visit: 'window',
    service: 'new-card',
    because: 'reader-out-of-order',
    phone: '13800000001',
    branchId: 'ccb-01',
    day,
    half: 'morning',
  });

  it.each(guarded)('refuses %s in %s', async (_what, region, body, reason, rule) => {
    await addBranch(world.store.db);
    const request = await body();
    expect(await ask(request, region)).toEqual(refused(reason, rule));
    expect(await count('requests')).toBe(0);
  });

  it('refuses a child without a guardian', async () => {
    await addBranch(world.store.db);
    expect(await ask(newCard(), 'qingtan', { person: child })).toEqual(refused('guardian-needed', 'guardian'));
    const cardId = await addCard(world.store.db, child, { status: 'sealed' });
    const activate = { kind: 'activate-card', cardId } as const;
    expect(await ask(activate, 'qingtan', { person: child })).toEqual(refused('guardian-needed', 'guardian'));
    expect(await ask({ ...activate, holder: child })).toMatchObject({
      value: { outcome: 'needs-review', cardStatus: 'sealed' },
    });
  });

  it('asks for evidence where something is given away, and for no more than the card elsewhere', async () => {
    await addBranch(world.store.db);
    const { evidence, person, ...bare } = serviceRequest(newCard());
    expect(await submit({ ...bare, ...(person ? { person } : {}) })).toEqual(refused('evidence-missing'));
    expect(await submit({ ...bare, ...(evidence ? { evidence } : {}) })).toEqual(refused('evidence-missing'));
    const key = () => ({ ...bare, idempotencyKey: randomUUID() });
    const booked = await submit({ ...key(), person: chen, body: visit('2026-11-25') });
    expect(booked).toMatchObject({ value: { number: expect.stringMatching(/^YY20261125[\dA-F]{8}$/) } });
    expect(await submit({ ...key(), person: chen, body: { kind: 'withdraw-consent' } })).toMatchObject({ ok: true });
    expect(await submit({ ...key(), body: { kind: 'rate', grade: 2, reasons: ['slow'] } })).toMatchObject({ ok: true });
    expect(await count('bookings')).toBe(1);
  });

  it('judges the evidence', async () => {
    const cardId = await addCard(world.store.db, chen);
    const { card_number: cardNumber } = await card(cardId);
    const other = (await card(await addCard(world.store.db, li))).card_number;
    const void_ = (await card(await addCard(world.store.db, chen, { status: 'lost' }))).card_number;
    const report: RequestBody = { kind: 'report-loss', cardId };
    const by = (evidence: NonNullable<ServiceRequest['evidence']>) => ask(report, 'qingtan', { evidence });
    const not = (reason: string) => ({ ok: false, error: { code: 'EVIDENCE_REFUSED', reason } });
    const face = { method: 'face', engine: 'e', threshold: 0.45, falseMatchRate: 1e-4, frames: 3 } as const;
    expect(await by({ ...face, distance: 0.46 })).toEqual(not('distance-above-threshold'));
    expect(await by({ method: 'social-pin', cardNumber: other })).toEqual(not('card-of-another-person'));
    expect(await by({ method: 'social-pin', cardNumber: void_ })).toEqual(not('card-not-valid'));
    expect(await by({ method: 'sms', challengeId: randomUUID() })).toEqual(not('challenge-unknown'));
    expect(await by({ method: 'staff', confirmationId: randomUUID() })).toEqual(not('confirmation-unknown'));
    expect(await by({ method: 'social-pin', cardNumber })).toMatchObject({ ok: true });
  });

  it('takes a child’s application with papers for review, and an infant’s without a picture', async () => {
    await addBranch(world.store.db);
    const acting = { relation: 'parent', documents: papers('household-register') } as const;
    const forChild = { ...acting, documents: [...acting.documents] };
    expect(await ask(newCard({ ...forChild, holder: child }))).toMatchObject({
      value: { outcome: 'needs-review', applicationStatus: 'submitted' },
    });
    const bare = { ...forChild, holder: infant, photo: { from: 'none' } } as const;
    expect(await ask(newCard(bare))).toMatchObject({ value: { outcome: 'needs-review' } });
  });

  it('lets an agent collect with papers, for the counter to look at', async () => {
    expect(await ask(await forLi(...papers('authorisation', 'undertaking', 'holder-id-copy')))).toMatchObject({
      value: { outcome: 'needs-review', number: expect.stringMatching(/^L.{6}$/), applicationStatus: 'ready' },
    });
  });

  it('issues a card that came out here once, and never one somebody has already', async () => {
    const [first, second] = [await readyCard(), await readyCard(li)];
    const collect: RequestBody = { kind: 'collect-card', acceptanceNumber: first, dispensedCardNumber: 'N1' };
    expect(await ask(collect)).toMatchObject({ value: { applicationStatus: 'issued', cardStatus: 'sealed' } });
    expect(await ask(collect)).toEqual(refused('wrong-state'));
    expect(await ask({ ...collect, acceptanceNumber: second }, 'qingtan', { person: li })).toEqual(
      refused('wrong-state'),
    );
    expect(await world.store.db.selectFrom('cards').select(['valid_until']).execute()).toEqual([
      { valid_until: '2036-11-23' },
    ]);
  });

  it('hands out an overdue card, from the day the region calls it that', async () => {
    const acceptanceNumber = await readyCard();
    const statusOn = async (days: number, region: Region) => {
      const now = new Date(startTime.getTime() + days * DAY_MS);
      return (await findFile(world.store.db, chen, policyOf(region, now))).progress[0]?.status;
    };
    expect([await statusOn(90, 'qingtan'), await statusOn(91, 'qingtan')]).toEqual(['ready', 'overdue']);
    expect([await statusOn(180, 'songpu'), await statusOn(181, 'songpu')]).toEqual(['ready', 'overdue']);
    world.now = new Date(startTime.getTime() + 91 * DAY_MS);
    expect(await ask({ kind: 'collect-card', acceptanceNumber, dispensedCardNumber: 'N1' })).toMatchObject({
      value: { applicationStatus: 'issued' },
    });
  });

  it.each([
    ['qingtan', '2026-05-31', '2026-06-07', true],
    ['qingtan', '2026-06-01', '2026-06-11', true],
    // Friday before the change: three working days. From Sunday: five, and 2026-02-14 is a Saturday that is worked.
    ['songpu', '2026-01-30', '2026-02-04', true],
    ['songpu', '2026-02-11', '2026-02-25', true],
    ['songpu', '2026-12-30', '2027-01-06', false],
  ] as const)('lets a temporary loss in %s on %s end by itself after %s', async (region, day, until, certain) => {
    on(day);
    const cardId = await addCard(world.store.db, chen, { status: 'sealed' });
    expect(await ask({ kind: 'report-loss', cardId }, region)).toMatchObject({
      value: { cardStatus: 'temporarily-lost', day: { day: until, certain } },
    });
    const seen = async () => (await findFile(world.store.db, chen, policyOf(region, world.now))).cards[0];
    on(until);
    expect(await seen()).toMatchObject({ status: 'temporarily-lost', lostUntil: { day: until, certain } });
    world.now = new Date(world.now.getTime() + DAY_MS);
    expect((await seen())?.status).toBe('sealed');
    expect(await seen()).not.toHaveProperty('lostUntil');
    expect(await ask({ kind: 'release-loss', cardId }, region)).toEqual(refused('wrong-state'));
    expect(await ask({ kind: 'report-loss', cardId }, region)).toMatchObject({
      value: { cardStatus: 'temporarily-lost' },
    });
  });

  it('remembers that a PIN was changed, and no PIN', async () => {
    const { card_number: cardNumber } = await card(await addCard(world.store.db, chen));
    expect(await ask({ kind: 'pin-changed', cardNumber })).toMatchObject({ value: { cardStatus: 'normal' } });
    expect(await count('requests')).toBe(1);
  });
});
