import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import { describe, expect, it } from 'vitest';
import { nameCharacters, wordCharacters } from './characters.ts';

const require = createRequire(import.meta.url);
const read = (name: string) => readFileSync(new URL(name, import.meta.url));
const listed = (part: string) => [...read(`${part}.txt`).toString('utf8').replace(/\n$/, '')];
const RENEW = 'run packages/ui/scripts/subsetTextFont.mjs';

describe('the text faces', () => {
  it('have the words of today', () => {
    const known = new Set(listed('words'));
    expect(known.size).toBeGreaterThan(600);
    expect(
      wordCharacters()
        .filter((one) => !known.has(one))
        .join(''),
      RENEW,
    ).toBe('');
  });

  it('have the districts and the commonest characters beside them', () => {
    const known = new Set([...listed('words'), ...listed('names')]);
    expect(nameCharacters().length).toBeGreaterThan(4_000);
    expect(
      nameCharacters()
        .filter((one) => !known.has(one))
        .join(''),
      RENEW,
    ).toBe('');
  });

  it.each([
    [500, '500Medium/NotoSansSC_500Medium'],
    [700, '700Bold/NotoSansSC_700Bold'],
  ])('draw at weight %i all that is listed and that the whole face has', (weight, file) => {
    const whole = open(readFileSync(require.resolve(`@expo-google-fonts/noto-sans-sc/${file}.ttf`)));
    for (const part of ['words', 'names']) {
      const cut = open(read(`${part}-${weight}.woff2`));
      const lost = listed(part).filter((one) => has(whole, one) && !has(cut, one));
      expect(lost.join(''), RENEW).toBe('');
      // The same lines: a word in one face beside a name in another must stand as if it were one.
      expect([cut.ascent, cut.descent, cut.unitsPerEm]).toEqual([whole.ascent, whole.descent, whole.unitsPerEm]);
    }
  });
});

function has(font: fontkit.Font, character: string): boolean {
  return font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
}

function open(bytes: Buffer): fontkit.Font {
  const font = fontkit.create(bytes);
  if ('fonts' in font) throw new Error('a text face must be a single font, not a collection');
  return font;
}
