const DIGITS = '零一二三四五六七八九';

/**
 * Words whose common reading espeak-ng 1.51's dictionary does not know; it takes pinyin with tone numbers in the text.
 * Each was found by ear or with `espeak-ng -v cmn-latn-pinyin -q -x`.
 */
const readings: Readonly<Record<string, string>> = {
  银行: 'yin2 hang2',
  重新: 'chong2 xin1',
  重庆: 'chong2 qing4',
  得到: 'de2 dao4',
  调整: 'tiao2 zheng3',
};
const misread = new RegExp(Object.keys(readings).join('|'), 'g');

/**
 * Prepares a sentence for the synthesiser. A hotline or a code is read digit by digit, with 幺 for 1 as on the
 * telephone; a year digit by digit; anything else with digits as a number. Marks the synthesiser would take as
 * instructions (`[[…]]`, `<…>`) and control characters are left out.
 */
export function spokenText(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}[\]<>]/gu, ' ')
    .replaceAll(/\d{4}(?=年)/g, (year) => oneByOne(year, '一'))
    .replaceAll(/\d{5,}|\b0\d+/g, (digits) => oneByOne(digits, '幺'))
    .replaceAll(misread, (word) => ` ${readings[word]} `)
    .trim();
}

function oneByOne(digits: string, one: string): string {
  return [...digits].map((digit) => (digit === '1' ? one : DIGITS.charAt(Number(digit)))).join('');
}
