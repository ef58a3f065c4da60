import { describe, expect, it } from 'vitest';
import type { Dated } from './dated.ts';
import { addDays } from './day.ts';
import { policyOn } from './policyOn.ts';
import { type RuleName, ruleNames } from './rules.ts';
import { regionNames, regionPack } from './testing.ts';

/** What each rule says on the last day before and on the first day after each of its dates that the packs reach. */
const TABLE: readonly (readonly [
  region: string,
  rule: RuleName,
  lastDay: string,
  before: object | string | number,
  firstDay: string,
  after: object | string | number,
])[] = [
  ['qingtan', 'fee.replacement', '2026-04-24', { amountFen: 2000 }, '2026-04-25', { amountFen: 0, payableFor: [] }],
  ['qingtan', 'processing.time', '2026-06-30', { atMost: 15 }, '2026-07-01', { atMost: 10 }],
  ['qingtan', 'collection.postage', '2026-02-28', 'citizen-on-delivery', '2026-03-01', 'bank-pays'],
  ['qingtan', 'loss.temporary', '2026-05-31', { days: 7 }, '2026-06-01', { days: 10 }],
  ['songpu', 'fee.replacement', '2026-09-30', { amountFen: 2000 }, '2026-10-01', { amountFen: 1600 }],
  [
    'songpu',
    'processing.time',
    '2026-04-30',
    { countedIn: 'calendar-days' },
    '2026-05-01',
    { countedIn: 'working-days' },
  ],
  ['songpu', 'photo.required-from', '2026-08-31', { age: 16 }, '2026-09-01', { age: 6 }],
  ['songpu', 'collection.postage', '2026-07-31', 'citizen-prepays', '2026-08-01', 'citizen-chooses'],
  ['songpu', 'loss.temporary', '2026-01-31', { days: 3 }, '2026-02-01', { days: 5 }],
  ['songpu', 'pin.rules', '2026-06-30', { lockedAfter: 6 }, '2026-07-01', { lockedAfter: 3 }],
];

/** Rules in which real cities differ (domain notes B, "Var."); the others are the same by law. */
const VARYING: readonly RuleName[] = [
  'fee.replacement',
  'new-card.already-held',
  'processing.time',
  'documents.accepted',
  'photo.profile',
  'photo.required-from',
  'photo.on-file',
  'collection.ways',
  'collection.postage',
  'collection.overdue',
  'collection.agent',
  'guardian',
  'activation.social',
  'activation.bank',
  'loss.temporary',
  'loss.formal',
  'loss.agent',
  'pin.rules',
  'pin.reset',
  'bank.change',
  'banks',
  'slip.temporary-credential',
  'identity.equal-paths',
  'identity.face',
  'elder.offered-from',
  'rating.reason-below',
  'legal-basis',
];

describe('a rule on both sides of its dates', () => {
  it.each(TABLE)('%s %s', (region, rule, lastDay, before, firstDay, after) => {
    const pack = regionPack(region);
    expect(addDays(lastDay, 1)).toBe(firstDay);
    expect(matchable(policyOn(pack, lastDay).value(rule))).toMatchObject(matchable(before));
    expect(matchable(policyOn(pack, firstDay).value(rule))).toMatchObject(matchable(after));
  });

  it.each(regionNames)('is in the table for each date that %s reaches', (region) => {
    const pack = regionPack(region);
    const dates = ruleNames.flatMap((rule) =>
      (pack.rules[rule] as readonly Dated<unknown>[])
        .filter(({ from }) => from > pack.effectiveFrom)
        .map(({ from }) => `${rule} ${from}`),
    );
    const listed = TABLE.filter(([of]) => of === region).map(([, rule, , , firstDay]) => `${rule} ${firstDay}`);
    expect(listed.sort()).toEqual(dates.sort());
  });

  it.each(regionNames)('has a value and a source on every day of three years in %s', (region) => {
    const pack = regionPack(region);
    for (let day = pack.effectiveFrom; day < '2029-01-01'; day = addDays(day, 1)) {
      const policy = policyOn(pack, day);
      for (const rule of ruleNames) {
        expect(policy.value(rule), `${rule} on ${day}`).toBeDefined();
        expect(policy.source(rule).title, `${rule} on ${day}`).not.toBe('');
      }
    }
  });
});

it.each(VARYING)('the two regions differ in %s', (rule) => {
  const [one, other] = ['qingtan', 'songpu'].map((region) => policyOn(regionPack(region), '2026-11-25').value(rule));
  expect(one).not.toEqual(other);
});

it('keeps to the law where the law leaves no choice', () => {
  for (const region of regionNames) {
    const policy = policyOn(regionPack(region), '2026-11-25');
    expect(policy.value('identity.equal-paths').length).toBeGreaterThan(0);
    expect(policy.value('guardian').consentsToFaceBelow).toBe(14);
    expect(policy.value('fee.first-card')).toEqual({ amountFen: 0 });
  }
});

/** `toMatchObject` takes objects only. */
const matchable = (value: unknown): object => (typeof value === 'object' && value !== null ? value : { value });
