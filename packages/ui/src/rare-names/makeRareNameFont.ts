/// <reference path="./subset-font.d.ts" />
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';
import { SUPPLEMENTARY } from './gb18030.ts';
import { HANAZONO } from './hanazono.ts';

/** The family that `--font-text` falls back to. */
export const RARE_FAMILY = 'Renshe Rare Names';

/** Characters to a piece: some 450 kB, read from the machine's own disk in a few milliseconds. */
const PIECE = 1024;

const LICENSE = `These files are pieces of HanaMinB (花園明朝B), version 2017.09, cut by code point.

Hanazono Font License
This font is a free software. Unlimited permission is granted to use, copy, and distribute it, with or without
modification, either commercially and noncommercially. THIS FONT IS PROVIDED "AS IS" WITHOUT WARRANTY. License of this
document is same as the font. Copyright 2008, 2009, 2010, 2011 GlyphWiki Project.
`;

/**
 * Cuts the font of 30 MB into pieces that a page reads only when it shows one of their characters. Pieces are TrueType and
 * not WOFF2: they never cross a network, and packing them would take a minute of the first start instead of seconds.
 *
 * @returns the folder with `rare-names.css` and what it names, made once a font; undefined where there is no such font
 */
export async function makeRareNameFont(source: string = HANAZONO, cache = cacheFolder()): Promise<string | undefined> {
  if (!existsSync(source)) return undefined;
  const { size, mtimeMs } = statSync(source);
  const key = createHash('sha256').update(`${source}\0${size}\0${mtimeMs}\0${PIECE}`).digest('hex').slice(0, 16);
  const folder = join(cache, key);
  if (existsSync(folder)) return folder;

  // Under another name until it is whole: a build that was stopped leaves no half a font behind, nor do two at a time.
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  const font = await readFile(source);
  const rules: string[] = [];
  for (const [first, last] of pieces()) {
    const characters = Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));
    const file = `${first.toString(16)}.ttf`;
    await writeFile(join(unfinished, file), await subsetFont(font, characters.join(''), { targetFormat: 'sfnt' }));
    rules.push(
      `@font-face{font-family:"${RARE_FAMILY}";font-weight:100 900;font-display:block;src:url("./${file}") format("truetype");unicode-range:U+${first.toString(16)}-${last.toString(16)}}`,
    );
  }
  await writeFile(join(unfinished, 'rare-names.css'), `${rules.join('\n')}\n`);
  await writeFile(join(unfinished, 'LICENSE.txt'), LICENSE);
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }));
  return folder;
}

/** First and last character of each piece. */
export function* pieces(): Generator<readonly [first: number, last: number]> {
  for (const [first, last] of SUPPLEMENTARY) {
    for (let at = first; at <= last; at += PIECE) yield [at, Math.min(last, at + PIECE - 1)];
  }
}

const cacheFolder = () => fileURLToPath(new URL('../../.cache/rare-names/', import.meta.url));
