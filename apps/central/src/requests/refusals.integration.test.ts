import { randomUUID } from 'node:crypto';
import type { RequestBody } from '@renshe/central-api';
import { expect, it } from 'vitest';
import { describeEachStore } from '../testing/describeEachStore.ts';
import type { Region } from '../testing/regions.ts';
import { refused, requesting, visit } from '../testing/requesting.ts';
import {
  addApplication,
  addBranch,
  addCard,
  chen,
  child,
  li,
  newCard,
  papers,
  replacement,
} from '../testing/synthetic.ts';

const DAY_MS = 24 * 3_600_000;

describeEachStore('what is refused', (world) => {
  const { ask, count, card, readyCard, collectForLi } = requesting(world);
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
      async () => collectForLi(...papers('authorisation', 'relation-proof')),
      'agent-not-allowed',
      'collection.agent',
    ],
    [
      'somebody else’s card without their word',
      'qingtan',
      async () => collectForLi(...papers('relation-proof')),
      'documents-missing',
      'collection.agent',
    ],
    [
      'somebody else’s card without proof of the relation',
      'qingtan',
      async () => collectForLi(...papers('authorisation')),
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
});
