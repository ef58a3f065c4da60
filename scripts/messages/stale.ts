import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocaleId } from '../../packages/ui/src/messages/locales.ts';
import { keyOf, LANGUAGES, type LanguageFiles, rowsOf, TRANSLATED_FROM } from './files.ts';

/**
 * A translation grows old when the Chinese it was made from changes. Each language keeps a mark of the sentence it
 * translated; a mark that no longer fits tells that somebody must look again.
 */
export type Marks = Readonly<Record<string, string>>;

export function marksFile(id: LocaleId): string {
  return join(LANGUAGES, id, TRANSLATED_FROM);
}

export function readMarks(id: LocaleId): Marks {
  const file = marksFile(id);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Marks) : {};
}

export function markOf(icu: string): string {
  return createHash('sha256').update(icu).digest('hex').slice(0, 8);
}

/** The marks of everything a language has, as the source says it now. */
export function marksNow(source: LanguageFiles, language: LanguageFiles): Marks {
  const own = new Set(rowsOf(language).map(keyOf));
  return Object.fromEntries(
    rowsOf(source)
      .filter((row) => own.has(keyOf(row)))
      .map((row) => [keyOf(row), markOf(row.icu)]),
  );
}

export interface Standing {
  /** In the source and not in the language. The elder form may leave out what it says as the standard one does. */
  readonly missing: readonly string[];
  /** Translated from a sentence that has changed since, or that was never noted. */
  readonly stale: readonly string[];
}

export function standingOf(source: LanguageFiles, language: LanguageFiles | undefined, marks: Marks): Standing {
  const own = new Set(language ? rowsOf(language).map(keyOf) : []);
  const rows = rowsOf(source);
  return {
    missing: rows.filter((row) => row.form === 'standard' && !own.has(keyOf(row))).map(keyOf),
    stale: rows.filter((row) => own.has(keyOf(row)) && marks[keyOf(row)] !== markOf(row.icu)).map(keyOf),
  };
}
