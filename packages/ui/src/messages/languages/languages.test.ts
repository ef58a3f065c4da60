import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildMessages } from '../buildMessages.ts';
import { type Catalogue, entriesOf, overlay } from '../catalogue.ts';
import { checkCatalogue } from '../checkCatalogue.ts';
import { getLocale, type LocaleId, offeredLocales, writtenLocales } from '../locales.ts';
import { sentencesOf, spoken } from '../testing/sentencesOf.ts';
import enElder from './en/elder.json' with { type: 'json' };
import { standard as en } from './en/index.ts';
import zhHansElder from './zh-Hans/elder.json' with { type: 'json' };
import { standard as zhHans } from './zh-Hans/index.ts';
import zhHantElder from './zh-Hant/elder.json' with { type: 'json' };
import { standard as zhHant } from './zh-Hant/index.ts';

/** What a citizen can take in at one glance (domain E17). A Latin letter is half as wide as a Chinese character. */
const LINE: Partial<Record<LocaleId, number>> = { 'zh-Hans': 20, 'zh-Hant': 20, en: 52 };
const LONGEST_SPOKEN: Partial<Record<LocaleId, number>> = { 'zh-Hans': 200, 'zh-Hant': 200, en: 400 };

const languages: readonly { id: LocaleId; standard: Catalogue; elder: Catalogue }[] = [
  { id: 'zh-Hans', standard: zhHans, elder: zhHansElder },
  { id: 'zh-Hant', standard: zhHant, elder: zhHantElder },
  { id: 'en', standard: en, elder: enElder },
];

it('tests every language that has sentences', () => {
  expect(languages.map(({ id }) => id)).toEqual(writtenLocales.map(({ id }) => id));
});

it('offers complete languages, and a draft only where a deployment names it', () => {
  expect(offeredLocales().map(({ id }) => id)).toEqual(['zh-Hans', 'en']);
  expect(offeredLocales(['zh-Hant', 'ug']).map(({ id }) => id)).toEqual(['zh-Hans', 'zh-Hant', 'en']);
});

describe.each(languages)('$id', ({ id, standard, elder }) => {
  const whole = overlay(standard, elder);
  const forms = [
    { form: 'standard', messages: buildMessages(standard, getLocale(id)) },
    { form: 'elder', messages: buildMessages(whole, getLocale(id), 'elder') },
  ] as const;

  it('has every sentence, with the arguments of the Chinese one, and none besides', () => {
    expect(checkCatalogue(standard, { reference: zhHans })).toEqual([]);
  });

  it('has an elder form that only says otherwise what there is', () => {
    expect(checkCatalogue(elder, { partial: true })).toEqual([]);
    expect(checkCatalogue(whole)).toEqual([]);
    const said = new Map(entriesOf(standard).map(({ path, icu }) => [path, icu]));
    const same = entriesOf(elder).filter(({ path, icu }) => said.get(path) === icu && !/\.\d+(\.|$)/.test(path));
    expect(same.map(({ path }) => path)).toEqual([]);
  });

  it.each(forms)('fills in every value ($form)', ({ messages }) => {
    const all = sentencesOf(messages);
    expect(all.length).toBeGreaterThan(280);
    expect(all.filter(({ text }) => text.trim() === '' || /undefined|NaN|\[object|[{}]/.test(text))).toEqual([]);
  });

  it.each(forms)('keeps every line that is read short ($form)', ({ messages }) => {
    const limit = LINE[id] ?? 0;
    const tooLong = sentencesOf(messages).filter((one) => !spoken(one) && [...one.text].length > limit);
    expect(tooLong.map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });

  it.each(forms)('gives every screen something to say, short enough for the voice ($form)', ({ messages }) => {
    const all = sentencesOf(messages).filter(spoken);
    for (const screen of Object.keys(messages.screens)) {
      const own = all.filter(({ path }) => path.startsWith(`screens.${screen}.`));
      expect(own.length, screen).toBeGreaterThan(0);
      for (const { text } of own) expect([...text].length, text).toBeLessThan(LONGEST_SPOKEN[id] ?? 0);
    }
  });

  it.each(forms)('ends no detail as a sentence: it is spoken within one ($form)', ({ messages }) => {
    const details = sentencesOf(messages).filter(({ path }) => /\.detail$/.test(path) && !path.includes('curtain'));
    expect(details.length).toBeGreaterThan(10);
    expect(details.filter(({ text }) => /[.。!！?？]$/.test(text))).toEqual([]);
  });

  it.each(forms)('never blames a system ($form)', ({ messages }) => {
    const blame = /系统|系統|异常|異常|错误代码|失败|失敗|\b(error|fail(ed|ure)|system|invalid|exception)\b/i;
    expect(sentencesOf(messages).filter(({ text }) => blame.test(text))).toEqual([]);
  });
});

describe('what the words must not do', () => {
  it.each(languages)('says received only where it is not done ($id)', ({ standard, elder, id }) => {
    const done: Partial<Record<LocaleId, RegExp>> = {
      'zh-Hans': /办好|核验好|完成/,
      'zh-Hant': /辦好|核驗好/,
      en: /\b(done|confirmed)\b/i,
    };
    const not: Partial<Record<LocaleId, RegExp>> = { 'zh-Hans': /还没/, 'zh-Hant': /還沒/, en: /\bnot\b/ };
    for (const catalogue of [standard, overlay(standard, elder)]) {
      const {
        title,
        lead,
        spoken: said,
      } = buildMessages(catalogue, getLocale(id)).screens.receipt.outcomes['received-here'];
      expect(title + lead).not.toMatch(done[id] ?? /^/);
      expect(lead).toMatch(not[id] ?? /^$/);
      expect(said).toMatch(not[id] ?? /^$/);
    }
  });

  it('is covered by the display face wherever a heading is set in it', () => {
    const known = readFileSync(new URL('../../tokens/display/characters.txt', import.meta.url), 'utf8');
    const headings = languages
      .flatMap(({ standard, elder }) => [...entriesOf(standard), ...entriesOf(elder)])
      .filter(({ path }) => /title|poster|brand\.name|kinds/i.test(path));
    const missing = new Set(
      [...headings.map(({ icu }) => icu).join('')].filter((one) => one.trim() !== '' && !known.includes(one)),
    );
    expect([...missing].join(''), 'run packages/ui/scripts/subsetDisplayFont.mjs').toEqual('');
  });
});
