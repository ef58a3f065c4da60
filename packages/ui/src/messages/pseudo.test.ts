import { expect, it } from 'vitest';
import { mapCatalogue } from './catalogue.ts';
import { checkCatalogue } from './checkCatalogue.ts';
import { standard as en } from './languages/en/index.ts';
import { buildPseudoMessages, type PseudoLocale, pseudoMessage } from './pseudo.ts';

it('accents the words and makes them 40 % longer', () => {
  const text = pseudoMessage('Please wait a moment.', 'long');
  expect(text).toMatch(/^⟦Þŀęȧşę ŵȧıŧ ȧ ɱøɱęñŧ\. .+⟧$/);
  expect([...text].length).toBeGreaterThanOrEqual(Math.floor('Please wait a moment.'.length * 1.4));
});

it('leaves arguments and plurals to ICU', () => {
  const messages = buildPseudoMessages('rtl', en);
  expect(messages.stepOf({ current: 2, total: 5 })).toMatch(/^⟦\p{Script=Arabic}+ 2 \p{Script=Arabic}+ 5⟧$/u);
  expect(messages.timeWarning.seconds({ seconds: 1 })).not.toBe(
    messages.timeWarning.seconds({ seconds: 2 }).replace('2', '1'),
  );
  expect(messages.locale.direction).toBe('rtl');
});

it.each<PseudoLocale>(['long', 'rtl'])('gives a whole catalogue with no Latin letter left (%s)', (pseudo) => {
  const catalogue = mapCatalogue(en, (icu) => pseudoMessage(icu, pseudo));
  expect(checkCatalogue(catalogue, { reference: en })).toEqual([]);
  expect(buildPseudoMessages(pseudo, en).screens.consent.spoken).not.toMatch(/[a-z]/i);
});

it('keeps the order of what is filled in from right to left', () => {
  const { lead } = buildPseudoMessages('rtl', en).screens['sms-code'].enter({ phoneMasked: '138****5678' });
  expect(lead).toContain('\u2068138****5678\u2069');
  expect(buildPseudoMessages('long', en).screens['sms-code'].enter({ phoneMasked: '138****5678' }).lead).not.toContain(
    '\u2068',
  );
});
