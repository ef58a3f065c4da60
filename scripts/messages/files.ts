import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Catalogue, entriesOf, isBranch } from '../../packages/ui/src/messages/catalogue.ts';
import type { Form, LocaleId } from '../../packages/ui/src/messages/locales.ts';
import { shape } from '../../packages/ui/src/messages/shape.ts';

export const LANGUAGES = resolve(import.meta.dirname, '../../packages/ui/src/messages/languages');

/** What every language is translated from. */
export const SOURCE: LocaleId = 'zh-Hans';

const COMMON = 'common.json';
const ELDER = 'elder.json';
/** Which Chinese each sentence was translated from; see `stale.ts`. */
export const TRANSLATED_FROM = 'translated-from.json';

export interface LanguageFiles {
  /** File name → what it holds, in the order of the source language. */
  readonly files: ReadonlyMap<string, Catalogue>;
  readonly standard: Catalogue;
  readonly elder: Catalogue;
}

/** A language as it stands on disk, whole or not; undefined when nobody has begun it. */
export function readLanguage(id: LocaleId): LanguageFiles | undefined {
  const folder = join(LANGUAGES, id);
  if (!existsSync(folder)) return undefined;
  const files = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json') && name !== TRANSLATED_FROM)
      .sort()
      .map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Catalogue]),
  );
  const screens: Catalogue[] = [];
  const parts: Record<string, Catalogue> = {};
  for (const [file, part] of files) {
    const area = areaOf(file);
    if (area !== undefined) parts[area] = part;
    else if (file !== COMMON && file !== ELDER) screens.push(part);
  }
  return {
    files,
    standard: { ...branch(files.get(COMMON)), ...parts, screens: Object.assign({}, ...screens.map(branch)) },
    elder: files.get(ELDER) ?? {},
  };
}

/** `keypad.json` holds what stands under `keypad`; the other files hold screens by name. */
function areaOf(file: string): string | undefined {
  const name = file.replace(/\.json$/, '');
  return file !== COMMON && name in shape ? name : undefined;
}

function branch(part: Catalogue | undefined): { readonly [key: string]: Catalogue } {
  return isBranch(part) ? part : {};
}

export interface Row {
  readonly form: Form;
  readonly path: string;
  readonly icu: string;
}

/** Every sentence of a language, the elder form's own ones after the others. */
export function rowsOf({ standard, elder }: LanguageFiles): readonly Row[] {
  return [
    ...entriesOf(standard).map((entry) => ({ form: 'standard' as const, ...entry })),
    ...entriesOf(elder).map((entry) => ({ form: 'elder' as const, ...entry })),
  ];
}

export const keyOf = ({ form, path }: Pick<Row, 'form' | 'path'>) => (form === 'elder' ? `elder:${path}` : path);

/** The file that holds a sentence, and the sentence's path within it. */
export function placeOf(
  { form, path }: Pick<Row, 'form' | 'path'>,
  source: LanguageFiles,
): { file: string; path: string } {
  if (form === 'elder') return { file: ELDER, path };
  const [area = ''] = path.split('.');
  if (areaOf(`${area}.json`) !== undefined && source.files.has(`${area}.json`))
    return { file: `${area}.json`, path: path.slice(area.length + 1) };
  if (area !== 'screens') return { file: COMMON, path };
  const inner = path.slice('screens.'.length);
  const screen = inner.split('.')[0] ?? '';
  for (const [file, part] of source.files) {
    if (file !== ELDER && file !== COMMON && areaOf(file) === undefined && isBranch(part) && screen in part)
      return { file, path: inner };
  }
  throw new Error(`no file holds ${path}`);
}
