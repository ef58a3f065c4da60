// Makes src/tokens/text/: Noto Sans SC cut down to what nearly every screen is made of, since a whole Chinese face of
// 10 MB for each weight would hold up the first screen. `words` has the characters of the catalogue and of the gallery,
// `names` those of the districts and the 3,755 commonest of GB 2312, of which most names of people, banks and streets are
// made. Whatever is in neither is drawn by the whole face, which stays behind them. Run it after a sentence was changed
// (textFont.test.ts tells):
//   ./scripts/pnpm exec node packages/ui/scripts/subsetTextFont.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';
import { nameCharacters, wordCharacters } from '../src/tokens/text/characters.ts';

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL('../src/tokens/text/', import.meta.url));
const words = wordCharacters();
/** Wider than what is in it: a character that the face lacks is looked for in the next one. */
const nameRange = 'U+4E00-9FFF';
const parts = { words, names: nameCharacters().filter((one) => !words.includes(one)) };

for (const [weight, file] of [
  [500, '500Medium/NotoSansSC_500Medium'],
  [700, '700Bold/NotoSansSC_700Bold'],
]) {
  const source = readFileSync(require.resolve(`@expo-google-fonts/noto-sans-sc/${file}.ttf`));
  for (const [part, characters] of Object.entries(parts)) {
    const font = await subsetFont(source, characters.join(''), { targetFormat: 'woff2' });
    writeFileSync(`${folder}${part}-${weight}.woff2`, font);
    console.log(`${part} ${weight}: ${characters.length} characters, ${font.length} bytes`);
  }
}
for (const [part, characters] of Object.entries(parts)) {
  writeFileSync(`${folder}${part}.txt`, `${characters.join('')}\n`);
}
// The family is the whole face's: of several faces that claim a character, the one written last is asked first.
const faces = Object.entries({ names: nameRange, words: rangeOf(words) }).flatMap(([part, range]) =>
  ['500', '700'].map(
    (weight) => `@font-face {
  font-family: "Noto Sans SC";
  font-weight: ${weight};
  font-display: block;
  src: url("./${part}-${weight}.woff2") format("woff2");
  unicode-range: ${range};
}
`,
  ),
);
writeFileSync(`${folder}faces.css`, `/* Made by scripts/subsetTextFont.mjs. */\n${faces.join('')}`);

/** `U+4E00-4E01, U+4E03`. */
function rangeOf(characters) {
  const codes = characters.map((one) => one.codePointAt(0)).sort((one, other) => one - other);
  const runs = [];
  for (const code of codes) {
    const last = runs.at(-1);
    if (last?.to === code - 1) last.to = code;
    else runs.push({ from: code, to: code });
  }
  const hex = (code) => code.toString(16).toUpperCase();
  return runs.map(({ from, to }) => `U+${hex(from)}${to > from ? `-${hex(to)}` : ''}`).join(', ');
}
