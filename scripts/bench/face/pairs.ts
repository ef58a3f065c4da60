import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';

/** Two pictures, the first seen live, the second as the photo of a card. */
export interface Pair {
  readonly live: string;
  readonly photo: string;
  readonly same: boolean;
}

export interface PairSet {
  /** Every picture once, absolute. */
  readonly pictures: readonly string[];
  /** To be gone through once or more; millions of them are not kept. */
  readonly pairs: Iterable<Pair>;
}

/** What is wrong with the pairs; the message names the file and the line. */
export class PairsError extends Error {
  override readonly name = 'PairsError';
}

const SAME = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['0', false],
  ['false', false],
  ['no', false],
]);

export interface PairOptions {
  /**
   * Besides the rows, every combination of pictures, in both roles, of people who are not linked by rows that say
   * "same". Two pictures of one person that no row links would be counted as impostors.
   */
  readonly allImpostors: boolean;
}

/** `file`: CSV with the columns a, b, same; paths relative to it. Throws `PairsError`. */
export function readPairs(file: string, options: PairOptions): PairSet {
  const folder = dirname(resolve(file));
  let rows: Record<string, string | undefined>[];
  try {
    rows = parse(readFileSync(file, 'utf8'), { columns: true, trim: true, skip_empty_lines: true, bom: true });
  } catch (error) {
    throw new PairsError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const pairs = rows.map((row, index): Pair => {
    const same = SAME.get(row.same ?? '');
    if (!row.a || !row.b || same === undefined) {
      throw new PairsError(`${file}, row ${index + 1}: it needs the columns a, b and same (1 or 0)`);
    }
    return { live: resolve(folder, row.a), photo: resolve(folder, row.b), same };
  });
  if (pairs.length === 0) throw new PairsError(`${file} has no rows`);
  const missing = pairs.flatMap(({ live, photo }) => [live, photo]).find((picture) => !existsSync(picture));
  if (missing !== undefined) throw new PairsError(`${file} names ${missing}, which is not there`);
  return complete(pairs, options);
}

const PORTRAIT_FILE = /^(.+)_\d+\.(?:jpe?g|png|webp)$/i;

/** Pairs of a folder whose pictures are named `<person>_<number>.jpg`: all that are of one person, in both roles. */
export function pairFolder(folder: string, options: PairOptions): PairSet {
  const named = readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const person = PORTRAIT_FILE.exec(name)?.[1];
      return person === undefined ? [] : [{ person, file: join(resolve(folder), name) }];
    });
  if (named.length < 2) throw new PairsError(`${folder} has no pictures named <person>_<number>.jpg`);
  const genuine = named.flatMap((live) =>
    named
      .filter((photo) => photo !== live && photo.person === live.person)
      .map((photo): Pair => ({ live: live.file, photo: photo.file, same: true })),
  );
  return complete(
    genuine,
    options,
    named.map(({ file }) => file),
  );
}

function complete(pairs: readonly Pair[], { allImpostors }: PairOptions, known: readonly string[] = []): PairSet {
  const pictures = [...new Set([...known, ...pairs.flatMap(({ live, photo }) => [live, photo])])];
  if (!allImpostors) return { pictures, pairs };
  const person = new Map(pictures.map((picture) => [picture, picture]));
  const find = (picture: string): string => {
    const parent = person.get(picture) ?? picture;
    return parent === picture ? picture : find(parent);
  };
  for (const { live, photo, same } of pairs) if (same) person.set(find(live), find(photo));
  const people = pictures.map((picture) => ({ picture, person: find(picture) }));
  const genuine = pairs.filter(({ same }) => same);
  return {
    pictures,
    pairs: {
      *[Symbol.iterator]() {
        yield* genuine;
        for (const live of people) {
          for (const photo of people) {
            if (photo.person !== live.person) yield { live: live.picture, photo: photo.picture, same: false };
          }
        }
      },
    },
  };
}
