import { resolve } from 'node:path';
import { buildVoice } from './stack/buildVoice.ts';

/**
 * `pnpm voice [--cantonese]`: renders every fixed sentence beforehand and prints the folders for `voice.folders` of a
 * terminal's configuration. Part of a deployment; `pnpm start` does it by itself.
 */
const began = Date.now();
const cantonese = process.argv.includes('--cantonese');
const { folders, sentences, rendered } = await buildVoice(resolve(import.meta.dirname, '..'), { cantonese });
if (folders.length === 0) {
  console.error(
    'error: NO_VOICE: espeak-ng is not installed, or has none of the languages\ncure: install the package espeak-ng, then run this again',
  );
  process.exit(1);
}
console.log(
  `${sentences} sentences, ${rendered} of them rendered now, in ${((Date.now() - began) / 1000).toFixed(1)} s`,
);
for (const folder of folders) console.log(folder);
