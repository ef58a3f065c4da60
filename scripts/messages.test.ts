import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locales } from '../packages/ui/src/messages/locales.ts';
import { buildCopyDeck, COPY_DECK } from './messages/copyDeck.ts';
import { LANGUAGES, type LanguageFiles, readLanguage } from './messages/files.ts';
import { importRows } from './messages/importRows.ts';
import { readSheet, writeSheet } from './messages/sheet.ts';
import { markOf, readMarks, standingOf } from './messages/stale.ts';
import { makeTraditional } from './messages/traditional.ts';

const ROOT = join(import.meta.dirname, '..');

function get(id: 'zh-Hans' | 'en'): LanguageFiles {
  const language = readLanguage(id);
  if (!language) throw new Error(`${id} has no files`);
  return language;
}
const chinese = get('zh-Hans');
const english = get('en');

describe('what is made from the catalogues is of today', () => {
  it('traditional Chinese (otherwise: pnpm messages make)', () => {
    const stale = [...makeTraditional()].filter(
      ([name, text]) => readFileSync(join(LANGUAGES, 'zh-Hant', name), 'utf8') !== text,
    );
    expect(stale.map(([name]) => name)).toEqual([]);
  });

  it('the copy deck (otherwise: pnpm messages make)', () => {
    expect(readFileSync(join(ROOT, COPY_DECK), 'utf8') === buildCopyDeck()).toBe(true);
  });

  it('every translation that is complete (otherwise: compare it with the Chinese, then pnpm messages accept <language>)', () => {
    for (const { id, status } of locales) {
      if (status !== 'complete' || id === 'zh-Hans') continue;
      expect({ id, ...standingOf(chinese, readLanguage(id), readMarks(id)) }).toEqual({ id, missing: [], stale: [] });
    }
  });

  it('has nothing of a language that awaits its translator pass for a translation', () => {
    for (const { id } of locales.filter(({ status }) => status === 'awaiting-translator')) {
      expect(existsSync(join(LANGUAGES, id, 'index.ts')), id).toBe(false);
    }
  });
});

describe('the sheet of a translator', () => {
  const sheet = writeSheet(chinese, english, undefined, {});
  const lines = sheet.split('\n');

  it('asks for every sentence', () => {
    const rows = readSheet(sheet, 'ko').rows;
    expect(rows).toEqual([]);
    expect(lines[0]).toBe('\ufeffkey,form,state,zh-Hans,en,translation');
    expect(lines.find((line) => line.startsWith('common.back,'))).toBe('common.back,standard,missing,返回,Back,');
  });

  it('comes back with what was written, laid out as Chinese is', () => {
    const filled = sheet.replace(
      'common.back,standard,missing,返回,Back,',
      'common.back,standard,missing,返回,Back,뒤로',
    );
    const { rows, marks } = readSheet(filled, 'ko');
    expect(rows).toEqual([{ form: 'standard', path: 'common.back', icu: '뒤로' }]);
    expect(marks).toEqual({ 'common.back': markOf('返回') });
    const { files, problems } = importRows(rows, chinese, undefined);
    expect(problems).toEqual([]);
    expect(Object.fromEntries(files)).toEqual({ 'common.json': { common: { back: '뒤로' } } });
  });

  it('gives back a whole language as it is', () => {
    const rows = readSheet(writeSheet(chinese, chinese, chinese, {}), 'ko').rows;
    expect(importRows(rows, chinese, undefined)).toEqual({ files: chinese.files, problems: [] });
  });

  it('is refused with the key of what does not fit', () => {
    const wrong = [{ form: 'standard', path: 'stepOf', icu: '{current, number}' }] as const;
    expect(importRows(wrong, chinese, undefined).problems).toContainEqual({
      path: 'stepOf',
      problem: '{total} is missing',
    });
    const unknown = [{ form: 'standard', path: 'common.nothing', icu: 'x' }] as const;
    expect(importRows(unknown, chinese, undefined).problems).toEqual([
      { path: 'common.nothing', problem: 'not in Chinese' },
    ]);
  });

  it('of another shape is refused', () => {
    expect(() => readSheet('a,b\n1,2\n', 'ko')).toThrow('row 2');
  });

  it('tells what grew old', () => {
    const marks = { 'common.back': markOf('回去') };
    expect(standingOf(chinese, english, marks).stale).toContain('common.back');
  });
});
