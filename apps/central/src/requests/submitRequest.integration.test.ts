import { randomUUID } from 'node:crypto';
import type { RequestBody, ServiceRequest } from '@renshe/central-api';
import { expect, it } from 'vitest';
import { findFile } from '../registry/findFile.ts';
import { describeEachStore, startTime } from '../testing/describeEachStore.ts';
import { policyOf, type Region } from '../testing/regions.ts';
import { refused, requesting, visit } from '../testing/requesting.ts';
import { addBranch, addCard, chen, child, infant, li, newCard, papers, serviceRequest } from '../testing/synthetic.ts';

const DAY_MS = 24 * 3_600_000;

describeEachStore('requests', (world) => {
  const { submit, ask, count, card, readyCard, collectForLi } = requesting(world);
  const on = (day: string) => {
    world.now = new Date(`${day}T02:00:00Z`);
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
    expect(await ask(await collectForLi(...papers('authorisation', 'undertaking', 'holder-id-copy')))).toMatchObject({
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
