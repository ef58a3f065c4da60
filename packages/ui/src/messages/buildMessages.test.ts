import { describe, expect, it } from 'vitest';
import { buildMessages } from './buildMessages.ts';
import { type Catalogue, overlay } from './catalogue.ts';
import { standard as en } from './languages/en/index.ts';
import { standard as zhHans } from './languages/zh-Hans/index.ts';
import { loadMessages } from './loadMessages.ts';
import { getLocale, locales } from './locales.ts';

const english = buildMessages(en, getLocale('en'));
const chinese = buildMessages(zhHans, getLocale('zh-Hans'));

describe('messages', () => {
  it('are filled in by name', () => {
    expect(english.stepOf({ current: 2, total: 5 })).toBe('Step 2 of 5');
    expect(chinese.screens.finding({ name: '陆春晓' }).lead).toBe('陆春晓，您好。请稍等。');
  });

  it('count as the language does', () => {
    expect(english.timeWarning.seconds({ seconds: 1 })).toBe('1 second left');
    expect(english.timeWarning.seconds({ seconds: 20 })).toBe('20 seconds left');
    expect(chinese.timeWarning.seconds({ seconds: 1 })).toBe('还有 1 秒');
  });

  it('write a day as the language does', () => {
    expect(chinese.screens['card-refused'].expired({ date: '2026-03-01' }).meaning).toBe('有效期到 2026年3月1日。');
    expect(english.screens['card-refused'].expired({ date: '2026-03-01' }).meaning).toBe(
      'It was valid until March 1, 2026.',
    );
  });

  it('speak a trouble as it is read, with the marks of the language', () => {
    expect(english.screens['reader-lost'].spoken).toBe(
      'The card reader went away. We are connecting again. Please wait. You do not have to start over. If it takes long, call our staff.',
    );
    expect(chinese.screens['reader-lost'].spoken).toBe(
      '读卡器断开了。正在重新连接，请稍等。不用从头再来。等了很久，请叫工作人员。',
    );
  });

  it('follow each other with a space or without', () => {
    expect(english.inTurn('One.', 'Two.', 'Three.')).toBe('One. Two. Three.');
    expect(chinese.inTurn('一。', '二。')).toBe('一。二。');
  });

  it('do not come from a catalogue with a hole', () => {
    const { steps: _steps, ...rest } = en;
    expect(() => buildMessages(rest, getLocale('en'))).toThrow('en has no steps');
  });

  it('take any text for a value, and no marks of ICU from it', () => {
    expect(chinese.screens.finding({ name: "{x} '' <b>" }).lead).toBe("{x} '' <b>，您好。请稍等。");
  });
});

describe('plurals and digits of the languages that await their translators', () => {
  const seconds = '{seconds, plural, one {# a} two {# b} few {# c} many {# d} other {# e}}';
  it.each(locales.filter(({ status }) => status === 'awaiting-translator'))('$id', (locale) => {
    const catalogue: Catalogue = overlay(en, { timeWarning: { seconds } });
    const { timeWarning } = buildMessages(catalogue, locale);
    for (const count of [0, 1, 2, 5, 21]) {
      const category = new Intl.PluralRules(locale.lang).select(count);
      const ending = { zero: 'e', one: 'a', two: 'b', few: 'c', many: 'd', other: 'e' }[category];
      const digits = new Intl.NumberFormat(locale.lang).format(count);
      expect(timeWarning.seconds({ seconds: count })).toBe(`${digits} ${ending}`);
    }
  });
});

describe('loading', () => {
  it('answers in Chinese, whole, for a language that awaits its translator', async () => {
    const messages = await loadMessages('ug', 'standard');
    expect(messages.locale).toEqual(getLocale('zh-Hans'));
    expect(messages.common.back).toBe('返回');
  });

  it('lays the elder form over the language', async () => {
    const elder = await loadMessages('zh-Hans', 'elder');
    expect(elder.form).toBe('elder');
    expect(elder.screens.confirm.confirm).toBe('都对');
    expect(elder.application.labels.name).toBe('姓名');
  });

  it.each(['zh-Hant', 'en'] as const)('%s says what it is in', async (id) => {
    expect((await loadMessages(id, 'elder')).locale.lang).toBe(id);
  });
});
