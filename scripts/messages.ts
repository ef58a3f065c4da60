import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkCatalogue } from '../packages/ui/src/messages/checkCatalogue.ts';
import { type LocaleId, locales } from '../packages/ui/src/messages/locales.ts';
import { buildCopyDeck, COPY_DECK } from './messages/copyDeck.ts';
import { LANGUAGES, type LanguageFiles, readLanguage, SOURCE } from './messages/files.ts';
import { importRows } from './messages/importRows.ts';
import { readSheet, writeSheet } from './messages/sheet.ts';
import { marksFile, marksNow, readMarks, standingOf } from './messages/stale.ts';
import { makeTraditional } from './messages/traditional.ts';

const ROOT = resolve(import.meta.dirname, '..');

const usage = `pnpm messages                          what each language has, lacks and must look at again
pnpm messages export <language> <csv>  the sheet for a translator
pnpm messages import <language> <csv>  take a sheet back; what does not fit is refused, with its key
pnpm messages accept <language>        its sentences have been compared with the Chinese of today
pnpm messages make                     zh-Hant from zh-Hans, and ${COPY_DECK}`;

/** `pnpm messages …`: the translators' tool. */
function main(args: readonly string[]): number {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  const [command = 'list', language, file] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  switch (command) {
    case 'list':
      return list();
    case 'make':
      return make();
    case 'accept':
      return isTranslated(language) ? accept(language) : complain(`no such language: ${language ?? ''}`);
    case 'export':
    case 'import':
      if (!isTranslated(language)) return complain(`no such language: ${language ?? ''}`);
      if (file === undefined) return complain('no file was named');
      return command === 'export' ? exportSheet(language, file) : importSheet(language, file);
    default:
      return complain(`no such command: ${command}`);
  }
}

function list(): number {
  const source = getSource();
  for (const { id, name, status } of locales) {
    if (id === SOURCE) continue;
    const language = readLanguage(id);
    const { missing, stale } = standingOf(
      source,
      language,
      id === 'zh-Hant' ? marksOf(source, language) : readMarks(id),
    );
    const problems = language ? checkCatalogue(language.standard, { reference: source.standard, partial: true }) : [];
    console.log(
      `${id} ${name} (${status}): ${missing.length} missing, ${stale.length} stale, ${problems.length} wrong`,
    );
    if (language) for (const key of missing) console.log(`  missing ${key}`);
    for (const key of stale) console.log(`  stale   ${key}`);
    for (const { path, problem } of problems) console.log(`  wrong   ${path}: ${problem}`);
  }
  return 0;
}

function exportSheet(id: LocaleId, file: string): number {
  const english = readLanguage('en');
  if (!english) throw new Error('English has no files');
  writeFileSync(file, writeSheet(getSource(), english, readLanguage(id), readMarks(id)));
  console.log(`${file}: fill in the last column and take it back with: pnpm messages import ${id} ${file}`);
  return 0;
}

function importSheet(id: LocaleId, file: string): number {
  const source = getSource();
  const { rows, marks } = readSheet(readFileSync(file, 'utf8'), id);
  const result = importRows(rows, source, readLanguage(id));
  if (result.problems.length > 0) {
    for (const { path, problem } of result.problems) console.error(`${path}: ${problem}`);
    return complain(`nothing was taken from ${file}`);
  }
  mkdirSync(join(LANGUAGES, id), { recursive: true });
  for (const [name, part] of result.files) write(join(LANGUAGES, id, name), part);
  write(marksFile(id), { ...readMarks(id), ...marks });
  console.log(`${rows.length} sentences taken; pnpm messages tells what is missing`);
  return 0;
}

function accept(id: LocaleId): number {
  const language = readLanguage(id);
  if (!language) return complain(`${id} has no files yet`);
  write(marksFile(id), marksNow(getSource(), language));
  return 0;
}

function make(): number {
  for (const [name, text] of makeTraditional()) writeFileSync(join(LANGUAGES, 'zh-Hant', name), text);
  writeFileSync(join(ROOT, COPY_DECK), buildCopyDeck());
  console.log(`zh-Hant and ${COPY_DECK} are of today`);
  return 0;
}

function getSource(): LanguageFiles {
  const source = readLanguage(SOURCE);
  if (!source) throw new Error(`${SOURCE} has no files`);
  return source;
}

/** Converted by rule, and tested to be fresh: never stale. */
function marksOf(source: LanguageFiles, language: LanguageFiles | undefined) {
  return language ? marksNow(source, language) : {};
}

function write(file: string, content: unknown): void {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  execFileSync(process.execPath, [join(ROOT, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--write', file], {
    cwd: ROOT,
    stdio: 'ignore',
  });
}

function isTranslated(id: string | undefined): id is LocaleId {
  return locales.some((one) => one.id === id && id !== SOURCE && id !== 'zh-Hant');
}

function complain(message: string): number {
  console.error(`${message}\n\n${usage}`);
  return 1;
}

process.exitCode = main(process.argv.slice(2));
