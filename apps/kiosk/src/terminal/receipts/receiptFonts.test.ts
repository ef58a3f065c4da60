import { existsSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { loadReceiptFonts, type ReceiptFonts } from './receiptFonts.ts';

const RARE_FONT = '/usr/share/fonts/truetype/hanazono/HanaMinB.ttf';

let fonts: ReceiptFonts;
beforeAll(async () => {
  fonts = await loadReceiptFonts([]);
});

test('names with rare characters need no other font', () => {
  for (const name of ['王㛃𬭎', '阿卜杜拉·买买提', '赵𫖯', 'NGUYỄN VĂN', 'MARÍA-JOSÉ O’NEILL', '龘䶮']) {
    expect(fonts.split(name)).toEqual([{ text: name, rare: undefined }]);
  }
});

test('a character no font can draw is named by its code, never left out', () => {
  expect(fonts.split('王\u{2A6D6}小')).toEqual([{ text: '王〔U+2A6D6〕小', rare: undefined }]);
  // Private use: what some old registers put in the place of a character.
  expect(fonts.split('\u{E863}')).toEqual([{ text: '〔U+E863〕', rare: undefined }]);
});

test('a second font that is not on this machine is done without', async () => {
  const without = await loadReceiptFonts(['/nowhere/missing.ttf']);
  expect(without.rare).toEqual([]);
  expect(without.split('𠮷')).toEqual([{ text: '〔U+20BB7〕', rare: undefined }]);
});

test.skipIf(!existsSync(RARE_FONT))(
  'where Debian’s font is, every rare name is drawn and none is spelt in codes',
  async () => {
    const whole = await loadReceiptFonts();
    expect(whole.split('欧阳𠮷')).toEqual([
      { text: '欧阳', rare: undefined },
      { text: '𠮷', rare: 0 },
    ]);
    // The last characters of Extensions B to F, and some that stand in names.
    for (const name of [
      '\u{2A6D6}',
      '\u{2B734}',
      '\u{2B81D}',
      '\u{2CEA1}',
      '\u{2EBE0}',
      '𡋾',
      '𫗧',
      '𬭎',
      '䶮',
      '㛃',
    ]) {
      expect(whole.split(name).map(({ text }) => text)).toEqual([name]);
    }
  },
);
