// Makes src/tokens/display/RensheDisplay-700.woff2: the bold of Noto Serif SC cut down to the characters of the
// catalogue, since a whole Chinese face of 15 MB for headings would hold up the first screen. Run it after a heading was
// changed (languages.test.ts tells):
//   npm i --prefix <tmp> @expo-google-fonts/noto-serif-sc@0.4.3 subset-font@2.9.0
//   NODE_PATH=<tmp>/node_modules node packages/ui/scripts/subsetDisplayFont.mjs
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const subsetFont = require('subset-font');
const source = require.resolve('@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf');

const messages = fileURLToPath(new URL('../src/messages/languages/', import.meta.url));
const display = fileURLToPath(new URL('../src/tokens/display/', import.meta.url));

// Languages whose script this face has: another one has its headings from its own face, whole.
const text = ['zh-Hans', 'zh-Hant', 'en']
  .flatMap((language) => readdirSync(`${messages}${language}`).map((name) => `${messages}${language}/${name}`))
  .filter((file) => file.endsWith('.json') && !file.endsWith('translated-from.json'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('');
const letters = String.fromCodePoint(...Array.from({ length: 0x7f - 0x21 }, (_, index) => 0x21 + index));
const characters = [...new Set(`${text}${letters}`)]
  .filter((one) => one > ' ')
  .sort()
  .join('');

const font = await subsetFont(readFileSync(source), characters, { targetFormat: 'woff2' });
writeFileSync(`${display}RensheDisplay-700.woff2`, font);
writeFileSync(`${display}characters.txt`, `${characters}\n`);
console.log(`${[...characters].length} characters, ${font.length} bytes`);
