import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fontkit from 'fontkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GB18030_LEVEL_3 } from './gb18030.ts';
import { HANAZONO } from './hanazono.ts';
import { makeRareNameFont, pieces } from './makeRareNameFont.ts';

const require = createRequire(import.meta.url);
const WEIGHTS = ['400Regular', '500Medium', '700Bold'] as const;

function charactersOf(file: string): ReadonlySet<number> {
  const font = fontkit.create(readFileSync(file));
  if (!('characterSet' in font)) throw new Error(`${file} is a collection`);
  return new Set(font.characterSet);
}

const noto = (weight: string) =>
  charactersOf(require.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`));

function* required(): Generator<number> {
  for (const [first, last] of GB18030_LEVEL_3) for (let code = first; code <= last; code += 1) yield code;
}

const hex = (code: number) => `U+${code.toString(16).toUpperCase()}`;

describe('GB 18030-2022, level 3', () => {
  it('asks for 87,887 Han characters', () => {
    expect([...required()].length).toBe(87_887);
  });

  it.each(WEIGHTS)('is covered within the BMP by Noto Sans SC %s, which is always there', (weight) => {
    const own = noto(weight);
    expect([...required()].filter((code) => code <= 0xffff && !own.has(code)).map(hex)).toEqual([]);
  });

  it('has every character beyond the BMP in exactly one piece', () => {
    const cut = [...pieces()].flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index),
    );
    expect(cut).toEqual([...required()].filter((code) => code > 0xffff));
  });
});

describe.skipIf(!existsSync(HANAZONO))('the font of rare names', () => {
  let cache: string;
  let folder: string;

  beforeAll(async () => {
    cache = mkdtempSync(join(tmpdir(), 'renshe-rare-'));
    folder = (await makeRareNameFont(HANAZONO, cache)) ?? '';
  }, 120_000);

  afterAll(() => rmSync(cache, { recursive: true }));

  it('covers, with Noto Sans SC, every character of level 3: none is a box', () => {
    const drawn = new Set([...noto('500Medium'), ...charactersOf(HANAZONO)]);
    expect([...required()].filter((code) => !drawn.has(code)).map(hex)).toEqual([]);
  });

  it.each([...'𠮷𬭎𫗧𡋾𪚥𫟹𬺡𮯠'])('has %s in the piece that the page will ask for', (character) => {
    const code = character.codePointAt(0) ?? 0;
    const rule = readFileSync(join(folder, 'rare-names.css'), 'utf8')
      .split('\n')
      .find((line) => {
        const [, first = '0', last = '0'] = /U\+([0-9a-f]+)-([0-9a-f]+)/.exec(line) ?? [];
        return code >= Number.parseInt(first, 16) && code <= Number.parseInt(last, 16);
      });
    const file = /url\("\.\/([^"]+)"\)/.exec(rule ?? '')?.[1] ?? '';
    expect(charactersOf(join(folder, file)).has(code)).toBe(true);
  });

  it('keeps its licence beside it and is made once', async () => {
    expect(readdirSync(folder)).toContain('LICENSE.txt');
    expect(await makeRareNameFont(HANAZONO, cache)).toBe(folder);
    expect(readdirSync(cache)).toEqual([folder.split('/').at(-1)]);
  });
});

describe('a machine without the font', () => {
  it('is told so, and builds its page all the same', async () => {
    expect(await makeRareNameFont('/nonexistent/HanaMinB.ttf', '/nonexistent')).toBeUndefined();
  });
});
