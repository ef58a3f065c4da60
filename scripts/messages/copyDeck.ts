import { type Catalogue, entriesOf, isBranch, overlay } from '../../packages/ui/src/messages/catalogue.ts';
import type { LocaleId } from '../../packages/ui/src/messages/locales.ts';
import { type LanguageFiles, readLanguage, SOURCE } from './files.ts';

export const COPY_DECK = 'docs/copy-deck.md';

interface Voices {
  readonly chinese: ReadonlyMap<string, string>;
  readonly elder: ReadonlyMap<string, string>;
  readonly english: ReadonlyMap<string, string>;
}

/** Everything a citizen can see or hear, for people to read through: one heading a screen, one table a state. */
export function buildCopyDeck(): string {
  const chinese = needed(SOURCE);
  const english = needed('en');
  const voices: Voices = {
    chinese: byPath(chinese.standard),
    elder: byPath(overlay(chinese.standard, chinese.elder)),
    english: byPath(english.standard),
  };
  const screens = isBranch(chinese.standard) ? chinese.standard.screens : undefined;
  const names = isBranch(screens) ? Object.keys(screens) : [];
  return [
    '# Copy deck 文案',
    '',
    'Every sentence of the terminal, as it is seen (字) and as it is spoken (音). Made by `pnpm messages make` from',
    '`packages/ui/src/messages/languages/`; change it there. Where the elder form (长辈版) says nothing of its own, it says',
    'what the standard one does. Words in braces are filled in. A trouble is spoken as it is read.',
    '',
    ...names.flatMap((name) => [`## ${name}`, '', ...tables(`screens.${name}`, voices)]),
    '## Beside every screen',
    '',
    ...tables('', voices),
  ].join('\n');
}

function needed(id: LocaleId): LanguageFiles {
  const language = readLanguage(id);
  if (!language) throw new Error(`${id} has no files`);
  return language;
}

function byPath(catalogue: Catalogue): ReadonlyMap<string, string> {
  return new Map(entriesOf(catalogue).map(({ path, icu }) => [path, icu]));
}

/** A state is what shares a parent: a prompt, a trouble, the buttons of a screen. */
function tables(prefix: string, voices: Voices): readonly string[] {
  const states = new Map<string, string[]>();
  for (const path of voices.chinese.keys()) {
    const inside = prefix === '' ? !path.startsWith('screens.') : path.startsWith(`${prefix}.`);
    if (!inside) continue;
    const parts = path.slice(prefix === '' ? 0 : prefix.length + 1).split('.');
    const state = parts
      .slice(0, -1)
      .filter((part) => !/^\d+$/.test(part))
      .join(' · ');
    states.set(state, [...(states.get(state) ?? []), path]);
  }
  return [...states].flatMap(([state, paths]) => [
    ...(state === '' ? [] : [`### ${state}`, '']),
    '| | 标准版 | 长辈版 | English |',
    '|---|---|---|---|',
    ...paths.map((path) => row(path, prefix, state, voices)),
    '',
  ]);
}

function row(path: string, prefix: string, state: string, { chinese, elder, english }: Voices): string {
  const inner = path.slice(prefix === '' ? 0 : prefix.length + 1);
  const name = inner
    .split('.')
    .filter((part) => !state.split(' · ').includes(part))
    .join('.');
  const how = /spoken|^speech\./i.test(inner) ? '音' : '字';
  const plain = chinese.get(path) ?? '';
  const said = elder.get(path);
  const cells = [plain, said === undefined ? '（不说）' : said === plain ? '同左' : said, english.get(path) ?? ''];
  return `| ${how} ${name} | ${cells.map(cell).join(' | ')} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
