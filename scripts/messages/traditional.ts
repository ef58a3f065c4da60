import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Converter } from 'opencc-js';
import { LANGUAGES, SOURCE, TRANSLATED_FROM } from './files.ts';

/**
 * Terms stay those of the mainland, for they are what stands on the card, in the text message and over the window:
 * 社保卡, 短信, 窗口. These are the characters where a reader of either Taiwan or Hong Kong would stumble.
 */
const reviewed: readonly (readonly [string, string])[] = [
  ['臺', '台'],
  ['芯片', '晶片'],
  ['“', '「'],
  ['”', '」'],
];

/** The traditional form of each Chinese file, character by character: keys and marks of ICU are no Chinese and stay. */
export function makeTraditional(): ReadonlyMap<string, string> {
  const convert = Converter({ from: 'cn', to: 'tw' });
  const folder = join(LANGUAGES, SOURCE);
  return new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json') && name !== TRANSLATED_FROM)
      .map((name) => {
        const converted = convert(readFileSync(join(folder, name), 'utf8'));
        return [name, reviewed.reduce((text, [from, to]) => text.replaceAll(from, to), converted)] as const;
      }),
  );
}
