import { expect, it } from 'vitest';
import { type Catalogue, overlay } from './catalogue.ts';
import { checkCatalogue } from './checkCatalogue.ts';
import { standard as en } from './languages/en/index.ts';
import { standard as zhHans } from './languages/zh-Hans/index.ts';

/** English with one thing wrong, held against Chinese. */
const check = (change: Catalogue) => checkCatalogue(overlay(en, change), { reference: zhHans });

it.each<[string, Catalogue, string, string]>([
  ['a key that nobody asks for', { common: { more: 'More' } }, 'common.more', 'not in the shape'],
  ['an empty sentence', { common: { back: ' ' } }, 'common.back', 'not a sentence'],
  ['broken ICU', { common: { back: 'Back {' } }, 'common.back', 'not ICU: EXPECT_ARGUMENT_CLOSING_BRACE'],
  ['a forgotten argument', { stepOf: 'Step {current, number}' }, 'stepOf', '{total} is missing'],
  ['a wrong argument', { common: { back: 'Back {name}' } }, 'common.back', '{name} is not given here'],
  [
    'a number whose digits would not be the language’s',
    { stepOf: 'Step {current} of {total, number}' },
    'stepOf',
    '{current} must be written as {name, number} or {name, plural}',
  ],
  [
    'a sentence that hides what Chinese shows',
    { screens: { 'sms-code': { wrong: { lead: 'Look at the newest text.' } } } },
    'screens.sms-code.wrong.lead',
    '{attemptsLeft} is missing',
  ],
  ['a list that is too short', { steps: ['One', 'Two', 'Three', 'Four'] }, 'steps.4', 'missing'],
  ['a list that is too long', { steps: ['1', '2', '3', '4', '5', '6'] }, 'steps.5', 'too many'],
])('names %s', (_what, change, path, problem) => {
  expect(check(change)).toContainEqual({ path, problem });
});

it('names what is missing', () => {
  const { restoring: _restoring, stepOf: _stepOf, ...rest } = en;
  expect(checkCatalogue(rest)).toEqual([
    { path: 'stepOf', problem: 'missing' },
    { path: 'restoring.title', problem: 'missing' },
    { path: 'restoring.lead', problem: 'missing' },
    { path: 'restoring.spoken', problem: 'missing' },
  ]);
});

it('lets a part be a part', () => {
  expect(checkCatalogue({ common: { back: 'Zurück' } }, { partial: true, reference: zhHans })).toEqual([]);
});
