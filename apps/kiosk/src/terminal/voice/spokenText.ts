import type { SpokenLanguage } from './voiceEngine.ts';

const DIGITS = '零一二三四五六七八九';

/**
 * Words whose common reading espeak-ng 1.51's Mandarin dictionary does not know; it takes pinyin with tone numbers in the
 * text. Each was found by ear or with `espeak-ng -v cmn-latn-pinyin -q -x`.
 */
const readings: Readonly<Record<string, string>> = {
  银行: 'yin2 hang2',
  銀行: 'yin2 hang2',
  重新: 'chong2 xin1',
  重庆: 'chong2 qing4',
  重慶: 'chong2 qing4',
  得到: 'de2 dao4',
  调整: 'tiao2 zheng3',
  調整: 'tiao2 zheng3',
};
const misread = new RegExp(Object.keys(readings).join('|'), 'g');

/** Part of a sentence that one voice can say. */
export interface SpeechRun {
  readonly language: SpokenLanguage;
  readonly text: string;
}

/**
 * Divides a sentence among the voices that can say it: the English voice reads Chinese characters as "Chinese letter", the
 * Mandarin one reads English words as pinyin. What stands between (digits, marks) stays with the sentence's own voice.
 */
export function speechRuns(sentence: string, language: SpokenLanguage): SpeechRun[] {
  const foreign = isChinese(language) ? /\p{Script=Latin}*\p{Ll}[\p{Script=Latin}'’-]*/gu : /\p{Script=Han}+/gu;
  const foreignLanguage = isChinese(language) ? 'en' : 'cmn';
  const runs: SpeechRun[] = [];
  const add = (text: string, spokenIn: SpokenLanguage) => {
    const prepared = spokenText(text, spokenIn);
    if (/[\p{L}\p{N}]/u.test(prepared)) runs.push({ language: spokenIn, text: prepared });
  };
  const clean = cleaned(sentence);
  let from = 0;
  for (const match of clean.matchAll(foreign)) {
    add(clean.slice(from, match.index), language);
    add(match[0], foreignLanguage);
    from = match.index + match[0].length;
  }
  add(clean.slice(from), language);
  return runs;
}

/**
 * Prepares a text for the synthesiser. A hotline, a code or a number of an application is read sign by sign, in Chinese with
 * 幺 for 1 as on the telephone; a year digit by digit; anything else with digits as a number; stars that hide digits are
 * not read. Marks the synthesiser would take as instructions (`[[…]]`, `<…>`) and control characters are left out.
 */
export function spokenText(text: string, language: SpokenLanguage = 'cmn'): string {
  const signs = spellMasked(cleaned(text), language).replaceAll(
    /[A-Z]{2,}|[A-Z](?=\d)/g,
    (letters) => ` ${[...letters].join(' ')} `,
  );
  const said = isChinese(language)
    ? signs
        .replaceAll(/\d{4}(?=年)/g, (year) => oneByOne(year, '一'))
        .replaceAll(/\d{5,}|(?<!\d)0\d+/g, (digits) => oneByOne(digits, '幺'))
    : signs.replaceAll(/\d{5,}|(?<!\d)0\d+/g, (digits) => [...digits].join(' '));
  return (language === 'cmn' ? said.replaceAll(misread, (word) => ` ${readings[word]} `) : said).trim();
}

/** What stands beside stars is part of a number: sign by sign, and a pause for the stars. */
function spellMasked(text: string, language: SpokenLanguage): string {
  return text
    .replaceAll(/\d+(?=\*)|(?<=\*)\d+/g, (digits) =>
      isChinese(language) ? oneByOne(digits, '幺') : [...digits].join(' '),
    )
    .replaceAll(/\*+/g, isChinese(language) ? '，' : ', ');
}

function isChinese(language: SpokenLanguage): boolean {
  return language === 'cmn' || language === 'yue';
}

function cleaned(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}[\]<>]/gu, ' ');
}

function oneByOne(digits: string, one: string): string {
  return [...digits].map((digit) => (digit === '1' ? one : DIGITS.charAt(Number(digit)))).join('');
}
