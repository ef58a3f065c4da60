import type { Catalogue } from '../../packages/ui/src/messages/catalogue.ts';
import { checkCatalogue, type Problem } from '../../packages/ui/src/messages/checkCatalogue.ts';
import { keyOf, type LanguageFiles, placeOf, type Row, rowsOf } from './files.ts';

export interface Import {
  readonly files: ReadonlyMap<string, Catalogue>;
  /** Sentences that do not fit: nothing may be taken then. */
  readonly problems: readonly Problem[];
}

/** A language with these sentences in it, laid out in files as the source language is. */
export function importRows(rows: readonly Row[], source: LanguageFiles, language: LanguageFiles | undefined): Import {
  const known = new Set(rowsOf(source).map(keyOf));
  const unknown = rows.filter((row) => !known.has(keyOf(row)));
  if (unknown.length > 0) {
    return { files: new Map(), problems: unknown.map((row) => ({ path: keyOf(row), problem: 'not in Chinese' })) };
  }
  const texts = new Map((language ? rowsOf(language) : []).map((row) => [keyOf(row), row]));
  for (const row of rows) texts.set(keyOf(row), row);

  // In the order of the source, so that a translation reads beside it line by line.
  const ordered = rowsOf(source).flatMap((row) => texts.get(keyOf(row)) ?? []);
  const parts = new Map<string, Tree>();
  const wholes: Record<Row['form'], Tree> = { standard: {}, elder: {} };
  for (const row of ordered) {
    const place = placeOf(row, source);
    const part = parts.get(place.file) ?? {};
    parts.set(place.file, part);
    put(part, place.path.split('.'), row.icu);
    put(wholes[row.form], row.path.split('.'), row.icu);
  }
  return {
    files: new Map([...parts].map(([name, part]) => [name, withLists(part)])),
    problems: [
      ...checkCatalogue(withLists(wholes.standard), { reference: source.standard, partial: true }),
      ...checkCatalogue(withLists(wholes.elder), { reference: source.elder, partial: true }),
    ],
  };
}

interface Tree {
  [key: string]: Tree | string;
}

function put(tree: Tree, path: readonly string[], icu: string): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) {
    tree[key] = icu;
    return;
  }
  const child = tree[key];
  const branch = typeof child === 'object' ? child : {};
  tree[key] = branch;
  put(branch, rest, icu);
}

/** Keys 0, 1, 2 … are a list. One with a hole is left as it is, and the check names it. */
function withLists(node: Tree | string): Catalogue {
  if (typeof node === 'string') return node;
  const entries = Object.entries(node).map(([key, child]) => [key, withLists(child)] as const);
  const isList = entries.length > 0 && entries.every(([key], index) => key === `${index}`);
  const catalogue: Catalogue = isList ? entries.map(([, child]) => child) : Object.fromEntries(entries);
  return catalogue;
}
