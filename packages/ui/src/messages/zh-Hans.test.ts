import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { zhHans } from './zh-Hans.ts';

/** What a citizen can take in at one glance (domain E17). */
const LINE_CHARACTERS = 20;

interface Sentence {
  readonly path: string;
  readonly text: string;
  readonly spoken: boolean;
}

/** Every sentence of the catalogue; those that need a value get a plausible one. */
function sentences(node: unknown, path: string): Sentence[] {
  if (typeof node === 'string') return [{ path, text: node, spoken: /spoken/i.test(path) }];
  if (typeof node === 'function') {
    const values =
      path.endsWith('expired') || path.endsWith('not-yet-valid') || path.endsWith('date') ? ['2026-11-24'] : [3, 5];
    return sentences(node(...values), path);
  }
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => sentences(value, path === '' ? key : `${path}.${key}`));
}

const all = sentences(zhHans, '');

describe('the Chinese catalogue', () => {
  it('has no empty sentence and no value that was not filled in', () => {
    expect(all.length).toBeGreaterThan(250);
    expect(all.filter(({ text }) => text.trim() === '' || /undefined|NaN|\[object/.test(text))).toEqual([]);
  });

  it('keeps every line that is read to twenty characters', () => {
    const tooLong = all.filter(({ text, spoken }) => !spoken && [...text].length > LINE_CHARACTERS);
    expect(tooLong.map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });

  it('gives every screen something to say, short enough for the voice', () => {
    for (const screen of Object.keys(zhHans.screens)) {
      const spoken = all.filter((one) => one.spoken && one.path.startsWith(`screens.${screen}.`));
      expect(spoken.length, screen).toBeGreaterThan(0);
      for (const { text } of spoken) expect([...text].length, text).toBeLessThan(200);
    }
  });

  it('never blames a system', () => {
    expect(all.filter(({ text }) => /系统|异常|错误代码|失败/.test(text))).toEqual([]);
  });

  it('says received only where it is not done', () => {
    const { 'received-here': received } = zhHans.screens.receipt.outcomes;
    expect(received.title + received.lead).toBe('本机已收到还没有送到社保中心。');
  });

  it('is covered by the display face wherever a heading is set in it', () => {
    const known = readFileSync(new URL('../tokens/display/characters.txt', import.meta.url), 'utf8');
    const headings = all.filter(({ path }) => /title|poster|brand\.name|kinds/i.test(path)).map(({ text }) => text);
    const missing = new Set([...headings.join('')].filter((one) => one.trim() !== '' && !known.includes(one)));
    expect([...missing], 'run packages/ui/scripts/subsetDisplayFont.mjs').toEqual([]);
  });
});
