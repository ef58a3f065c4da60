// Makes src/keyboards/pinyin/lexicon.txt, what the pinyin keyboard looks words up in. The whole dictionary is 19 MB and
// is ordered by character; a keyboard needs it by sound, and only the part that people type. Run it to take over newer
// dictionaries:
//   npm i --prefix <tmp> @pinyin-pro/data@1.3.1 pinyin-pro@3.29.4        (ISC, MIT)
//   apt-get install unicode-data                                          (Unicode License V3)
//   NODE_PATH=<tmp>/node_modules node packages/ui/scripts/makePinyinLexicon.mjs
//
// Words and their frequencies come from @pinyin-pro/data, the sounds of characters from pinyin-pro, and those of the
// rare ones, which stand in names and in no dictionary of words, from the Unihan database.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const words = require('@pinyin-pro/data/complete.json');
const { pinyin } = require('pinyin-pro');

const WORDS = 60_000;
const HAN = /^\p{Script=Han}+$/u;
/** The Han characters of GB 18030-2022, implementation level 3. */
const RANGES = [
  [0x3400, 0x4db5],
  [0x4e00, 0x9fef],
  [0x20000, 0x2a6d6],
  [0x2a700, 0x2b734],
  [0x2b740, 0x2b81d],
  [0x2b820, 0x2cea1],
  [0x2ceb0, 0x2ebe0],
];
/** A second reading is rarer than the first by about this much: 行 is háng far less often than xíng. */
const SECOND_READING = 1 / 8;

/** `lǜ` → `lv`: as it is typed. Undefined for what no keyboard types (ḿ, ê). */
function typed(syllable) {
  const plain = syllable
    .normalize('NFD')
    .replace(/u\u0308/gu, 'v')
    .replace(/\u0308/gu, '')
    .replace(/[\u0300-\u036f]/gu, '');
  return /^[a-z]{1,6}$/.test(plain) && /[aeiouv]/.test(plain) ? plain.replace(/^([jqxy])v/, '$1u') : undefined;
}

const unihanFile = (name) =>
  execFileSync('bzcat', [`/usr/share/unicode/Unihan_${name}.txt.bz2`], { encoding: 'utf8', maxBuffer: 1e9 });

function unihanReadings() {
  const text = unihanFile('Readings');
  const readings = new Map();
  for (const field of ['kMandarin', 'kTGHZ2013', 'kXHC1983', 'kHanyuPinyin']) {
    for (const [, code, value] of text.matchAll(new RegExp(`^U\\+([0-9A-F]+)\\t${field}\\t(.*)$`, 'gm'))) {
      const character = String.fromCodePoint(Number.parseInt(code, 16));
      if (!readings.has(character)) readings.set(character, value.replace(/[\d.*,]+:/g, ' ').split(/[\s,]+/));
    }
  }
  // 𠮷 has no reading of its own there; whoever looks for it types that of 吉, which it looks like and is written for.
  const same = /^U\+([0-9A-F]+)\tk(?:Semantic|Z|SpecializedSemantic|Spoofing)Variant\tU\+([0-9A-F]+)/gm;
  for (const [, code, other] of unihanFile('Variants').matchAll(same)) {
    const character = String.fromCodePoint(Number.parseInt(code, 16));
    const reading = pinyin(String.fromCodePoint(Number.parseInt(other, 16)), { multiple: true, type: 'array' });
    if (!readings.has(character)) readings.set(character, reading);
  }
  return readings;
}

const unihan = unihanReadings();
const frequency = (word) => words[word]?.[1] ?? 0;

const characters = new Map();
for (const [first, last] of RANGES) {
  for (let code = first; code <= last; code += 1) {
    const character = String.fromCodePoint(code);
    const known = pinyin(character, { multiple: true, type: 'array' }).filter((one) => one !== character);
    const readings = [...new Set((known.length > 0 ? known : (unihan.get(character) ?? [])).map(typed))];
    for (const [index, reading] of readings.filter((one) => one !== undefined).entries()) {
      const list = characters.get(reading) ?? [];
      list.push({ character, weight: frequency(character) * SECOND_READING ** index });
      characters.set(reading, list);
    }
  }
}

const chosen = Object.entries(words)
  .filter(([word]) => HAN.test(word) && [...word].length >= 2 && [...word].length <= 4)
  .map(([word, [reading, weight]]) => ({ word, weight, syllables: reading.split(' ').map(typed) }))
  .filter(({ word, syllables }) => syllables.length === [...word].length && !syllables.includes(undefined))
  .sort((one, other) => other.weight - one.weight)
  .slice(0, WORDS);
const phrases = new Map();
for (const { word, weight, syllables } of chosen) {
  const key = syllables.join(' ');
  const list = phrases.get(key) ?? [];
  list.push({ word, weight });
  phrases.set(key, list);
}

/** a (rarest) to z: six steps for each power of ten would be more than anyone notices; two are enough. */
const step = (weight) => String.fromCharCode(97 + Math.max(0, Math.min(25, Math.round(2 * Math.log10(weight * 1e12)))));
const byKey = ([one], [other]) => (one < other ? -1 : 1);
const lines = [
  ...[...characters].sort(byKey).map(([key, list]) => {
    const ordered = list.sort((one, other) => other.weight - one.weight);
    return `${key}\t${ordered.map(({ character }) => character).join('')}`;
  }),
  ...[...phrases]
    .sort(byKey)
    .map(([key, list]) => `${key}\t${list.map(({ word, weight }) => `${word}${step(weight)}`).join('')}`),
];

const target = fileURLToPath(new URL('../src/keyboards/pinyin/lexicon.txt', import.meta.url));
writeFileSync(target, `${lines.join('\n')}\n`);
const kinds = new Set([...characters.values()].flat().map(({ character }) => character));
console.log(`${characters.size} syllables, ${kinds.size} characters, ${chosen.length} words`);
