import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Builds the people of the simulation: for every citizen in `fixtures/people/citizens.json` the photo in the card's
 * chip and what the kiosk's camera sees of them, besides a stranger and an empty hall.
 */

const ROOT = resolve(import.meta.dirname, '..');
/** Part of the key: to be raised when the same inputs shall give other files. */
const BUILDER_VERSION = 1;
const PHOTO_BLOCK_LENGTH = 1024;
const PORTRAIT_FILE = /^(.+)_1\.jpg$/;

export interface BuildPeopleOptions {
  /** Where the files go. Default `.cache/people` in the repository. */
  readonly outDir?: string;
  /** Folder of portraits, one `<person>_1.jpg` each. Default `../shared/faces` beside the repository, else `fixtures/faces`. */
  readonly facesDir?: string;
}

/** What `index.json` says; file names are relative to its folder. */
export interface PeopleIndex {
  /** Which portraits were used; any folder other than the fixtures counts as `shared`. */
  readonly source: 'shared' | 'fixtures';
  /** Hash of everything the files were made of. */
  readonly key: string;
  readonly citizens: readonly { readonly id: string; readonly photo: string; readonly clip: string }[];
  readonly stranger: string;
  readonly nobody: string;
}

interface Citizen {
  readonly id: string;
  /** 1-based number among the portraits found, modulo their count. */
  readonly portrait: number;
  readonly photo: 'simulated' | 'wlt';
}

/**
 * Builds what is missing or out of date and resolves with the index; when nothing is, that takes a few milliseconds.
 * Throws when no portrait can be found or one has no face in it, naming the file.
 */
export async function buildPeople(options: BuildPeopleOptions = {}): Promise<PeopleIndex> {
  const outDir = resolve(options.outDir ?? join(ROOT, '.cache/people'));
  const { source, facesDir } = chooseFaces(options.facesDir);
  const portraits = readdirSync(facesDir)
    .filter((name) => PORTRAIT_FILE.test(name))
    .sort()
    .map((name) => join(facesDir, name));
  if (portraits.length === 0) throw new Error(`no portraits: put <person>_1.jpg files into ${facesDir}`);
  const citizens = readCitizens();
  const key = keyOf(portraits, citizens);
  const known = readIndex(outDir);
  if (known?.key === key && isComplete(outDir, known)) return known;

  const people = citizens.map((citizen) => {
    const portrait = (citizen.portrait - 1) % portraits.length;
    return { ...citizen, file: portraits[portrait] ?? '', clip: `${portrait + 1}.mjpeg` };
  });
  const index: PeopleIndex = {
    source,
    key,
    citizens: people.map(({ id, clip }) => ({ id, photo: `${id}.photo`, clip })),
    stranger: 'stranger.mjpeg',
    nobody: 'nobody.mjpeg',
  };
  mkdirSync(dirname(outDir), { recursive: true });
  // Beside the goal, so that every file can be moved into place whole while a running simulation reads the old ones.
  const workDir = mkdtempSync(`${outDir}-building-`);
  try {
    await build(workDir, index, people, portraits);
    mkdirSync(outDir, { recursive: true });
    for (const name of filesOf(index)) renameSync(join(workDir, name), join(outDir, name));
    const indexFile = join(workDir, 'index.json');
    writeFileSync(indexFile, `${JSON.stringify(index, null, 2)}\n`);
    renameSync(indexFile, join(outDir, 'index.json'));
    removeStale(outDir, index);
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
  return index;
}

async function build(
  workDir: string,
  index: PeopleIndex,
  people: readonly (Citizen & { file: string; clip: string })[],
  portraits: readonly string[],
): Promise<void> {
  // Loaded only when there is something to do: the models take a second.
  const { makeCameraClip, makeChipPhoto, makeStranger, PortraitReader } = await import(
    '../packages/face/src/simulated.ts'
  );
  const put = (name: string, bytes: Uint8Array) => writeFileSync(join(workDir, name), bytes);
  const reader = await PortraitReader.open();
  const photos = new Map<string, Uint8Array>();
  for (const { file, clip } of people) {
    if (photos.has(file)) continue;
    const portrait = await reader.read(file);
    photos.set(file, await makeChipPhoto(portrait));
    put(clip, await makeCameraClip(clip, portrait));
  }
  for (const { id, photo, file } of people) {
    put(`${id}.photo`, photo === 'wlt' ? await makeUndecodablePhoto(id) : (photos.get(file) ?? new Uint8Array()));
  }
  const unused = portraits.find((file) => !photos.has(file));
  const original = portraits[0] ?? '';
  const stranger = unused ? await reader.read(unused) : await makeStranger(reader, await reader.read(original));
  put(index.stranger, await makeCameraClip(index.stranger, stranger));
  put(index.nobody, await makeCameraClip(index.nobody));
}

/** What a real chip holds looks like this from outside: it begins with `WLf`, and no open decoder knows the rest. */
async function makeUndecodablePhoto(id: string): Promise<Uint8Array> {
  const { seededRandom } = await import('../packages/face/src/simulated.ts');
  const random = seededRandom(id);
  const block = Buffer.from(Array.from({ length: PHOTO_BLOCK_LENGTH }, () => Math.floor(random() * 256)));
  block.write('WLf', 'latin1');
  return block;
}

function chooseFaces(wanted: string | undefined): { source: PeopleIndex['source']; facesDir: string } {
  const fixtures = join(ROOT, 'fixtures/faces');
  const shared = join(ROOT, '../shared/faces');
  const facesDir = wanted ? resolve(wanted) : existsSync(shared) ? shared : fixtures;
  return { source: facesDir === fixtures ? 'fixtures' : 'shared', facesDir };
}

function readCitizens(): Citizen[] {
  const file: { citizens: Citizen[] } = JSON.parse(readFileSync(join(ROOT, 'fixtures/people/citizens.json'), 'utf8'));
  return file.citizens.map(({ id, portrait, photo }) => ({ id, portrait, photo }));
}

function keyOf(portraits: readonly string[], citizens: readonly Citizen[]): string {
  const hash = createHash('sha256').update(JSON.stringify([BUILDER_VERSION, citizens]));
  for (const file of portraits) hash.update(file.slice(dirname(file).length)).update(readFileSync(file));
  return hash.digest('hex');
}

function readIndex(outDir: string): PeopleIndex | undefined {
  try {
    return JSON.parse(readFileSync(join(outDir, 'index.json'), 'utf8'));
  } catch {
    // Missing, or spoilt by somebody's hand: everything is built again.
    return undefined;
  }
}

function filesOf(index: PeopleIndex): string[] {
  const files = index.citizens.flatMap(({ photo, clip }) => [photo, clip]);
  return [...new Set([...files, index.stranger, index.nobody])];
}

function isComplete(outDir: string, index: PeopleIndex): boolean {
  return filesOf(index).every((name) => existsSync(join(outDir, name)));
}

function removeStale(outDir: string, index: PeopleIndex): void {
  const wanted = new Set([...filesOf(index), 'index.json']);
  for (const name of readdirSync(outDir)) {
    if (/\.(photo|mjpeg)$/.test(name) && !wanted.has(name)) rmSync(join(outDir, name), { force: true });
  }
}

if (import.meta.main) {
  const began = performance.now();
  const index = await buildPeople();
  const took = Math.round(performance.now() - began);
  console.log(`${index.citizens.length} citizens from ${index.source} portraits in .cache/people (${took} ms)`);
}
