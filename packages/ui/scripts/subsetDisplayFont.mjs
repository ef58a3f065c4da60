// Makes src/tokens/display/RensheDisplay-700.woff2: the bold of Noto Serif SC cut down to the characters of the
// catalogue, since a whole Chinese face of 15 MB for headings would hold up the first screen. Run it after a heading was
// changed (displayFont.test.ts tells):
//   npm i --prefix <tmp> @expo-google-fonts/noto-serif-sc@0.4.3 subset-font@2.9.0
//   NODE_PATH=<tmp>/node_modules node packages/ui/scripts/subsetDisplayFont.mjs
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const subsetFont = require('subset-font');
const source = require.resolve('@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf');

const messages = fileURLToPath(new URL('../src/messages/', import.meta.url));
const display = fileURLToPath(new URL('../src/tokens/display/', import.meta.url));

const text = readdirSync(messages)
  .filter((name) => name.startsWith('zh-Hans'))
  .map((name) => readFileSync(`${messages}${name}`, 'utf8'))
  .join('');
const characters = [...new Set(`${text}0123456789`)]
  .filter((one) => one > ' ')
  .sort()
  .join('');

const font = await subsetFont(readFileSync(source), characters, { targetFormat: 'woff2' });
writeFileSync(`${display}RensheDisplay-700.woff2`, font);
writeFileSync(`${display}characters.txt`, `${characters}\n`);
console.log(`${[...characters].length} characters, ${font.length} bytes`);
