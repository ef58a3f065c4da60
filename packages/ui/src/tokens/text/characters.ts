import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// What the text faces are cut down to; read by the script that cuts them and by the test that tells when they are stale.

const SOURCES = fileURLToPath(new URL('../../', import.meta.url));
/** Languages whose script Noto Sans SC has. */
const LANGUAGES = ['zh-Hans', 'zh-Hant', 'en'];
/** Rows of GB 2312 with the commonest characters. */
const COMMON_ROWS = { first: 0xb0, last: 0xd7 };

/** Everything the catalogue and the gallery can show, and all that a keyboard types; the space is one, or it alone would call the whole face. */
export function wordCharacters(): string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      file.endsWith('.gallery.tsx') ||
      (file.endsWith('.json') && LANGUAGES.some((language) => file.startsWith(`messages/languages/${language}/`))),
  );
  const ascii = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCodePoint(0x20 + index));
  return distinct([...files.map((file) => readFileSync(`${SOURCES}${file}`, 'utf8')), ...ascii]);
}

/** The districts of the address picker, and the commonest characters of all. */
export function nameCharacters(): string[] {
  return distinct([readFileSync(`${SOURCES}address/divisions.txt`, 'utf8'), ...commonCharacters()]);
}

function commonCharacters(): string[] {
  const decoder = new TextDecoder('gb2312');
  const found: string[] = [];
  for (let row = COMMON_ROWS.first; row <= COMMON_ROWS.last; row += 1) {
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) found.push(decoder.decode(Uint8Array.of(row, cell)));
  }
  return found.filter((one) => /^\p{Script=Han}$/u.test(one));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts.join(''))].filter((one) => one >= ' ' && one !== '\u007f').sort();
}
