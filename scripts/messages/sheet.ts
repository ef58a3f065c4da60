import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Form, LocaleId } from '../../packages/ui/src/messages/locales.ts';
import { keyOf, type LanguageFiles, type Row, rowsOf } from './files.ts';
import { type Marks, markOf, standingOf } from './stale.ts';

const columns = ['key', 'form', 'state', 'zh-Hans', 'en', 'translation'] as const;
type SheetRow = Readonly<Record<(typeof columns)[number], string>>;

/** The sheet a translator fills in: one sentence a row, in the order of a visit. A spreadsheet program opens it as it is. */
export function writeSheet(
  source: LanguageFiles,
  english: LanguageFiles,
  language: LanguageFiles | undefined,
  marks: Marks,
): string {
  const inEnglish = byKey(rowsOf(english));
  const own = byKey(language ? rowsOf(language) : []);
  const stale = new Set(standingOf(source, language, marks).stale);
  const rows = rowsOf(source).map((row): SheetRow => {
    const key = keyOf(row);
    const translation = own.get(key);
    return {
      key: row.path,
      form: row.form,
      state: translation === undefined ? 'missing' : stale.has(key) ? 'stale' : 'done',
      'zh-Hans': row.icu,
      en: inEnglish.get(key) ?? '',
      translation: translation ?? '',
    };
  });
  // The mark of byte order is what makes spreadsheet programs read Chinese.
  return stringify(rows, { header: true, columns: [...columns], bom: true });
}

export interface Imported {
  readonly rows: readonly Row[];
  /** Of the Chinese that stood in the sheet: what changed while the translator was at work is stale at once. */
  readonly marks: Marks;
}

/** What a translator wrote; rows left empty are left out. Throws for a sheet of another shape. */
export function readSheet(csv: string, language: LocaleId): Imported {
  const records = parse(csv, { columns: true, bom: true, skip_empty_lines: true }) as readonly Partial<SheetRow>[];
  const rows: Row[] = [];
  const marks: Record<string, string> = {};
  for (const [index, { key, form, translation, 'zh-Hans': chinese }] of records.entries()) {
    if (key === undefined || translation === undefined || chinese === undefined || !isForm(form)) {
      throw new Error(`row ${index + 2} of the sheet for ${language} has no key, form, zh-Hans or translation`);
    }
    if (translation.trim() === '') continue;
    const row = { form, path: key, icu: translation.trim() };
    rows.push(row);
    marks[keyOf(row)] = markOf(chinese);
  }
  return { rows, marks };
}

function isForm(form: string | undefined): form is Form {
  return form === 'standard' || form === 'elder';
}

function byKey(rows: readonly Row[]): ReadonlyMap<string, string> {
  return new Map(rows.map((row) => [keyOf(row), row.icu]));
}
