import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type LocatedManifest, readEngineManifest } from '../../../packages/face/src/engines/engineManifest.ts';
import { faceApiManifest } from '../../../packages/face/src/engines/faceApiManifest.ts';
import { FaceEngineError } from '../../../packages/face/src/faceEngineError.ts';
import { type Accuracy, measureAccuracy } from './accuracy.ts';
import { measureKiosk } from './kiosk.ts';
import { type Matcher, openHuman, openOwn } from './matchers.ts';
import { type PairSet, PairsError, pairFolder, readPairs } from './pairs.ts';
import { openPictures, type Prepared } from './pictures.ts';
import { accuracyTable, kioskTable, speedTable, warmUpTable } from './report.ts';
import { measureSpeed } from './speed.ts';
import { writePoints } from './writePoints.ts';

/** `pnpm bench face`: how well, how fast and with how much memory the face engines compare. */

const ROOT = resolve(import.meta.dirname, '../../..');
const SHIPPED = join(ROOT, 'packages/face/src/engines/face-api.manifest.json');
/** Described here, kept elsewhere: used where somebody has it. */
const TRIAL = join(ROOT, 'fixtures/face-engines/mobilefacenet.json');

const usage = `Usage: pnpm bench face (--pairs <csv> | --folder <pictures>) [options]

  --pairs <csv>        columns a, b, same (1 or 0); paths relative to the file; a is seen live, b is the ID photo
  --folder <pictures>  instead: pictures named <person>_<number>.jpg
  --all-impostors      every combination of different people, in both roles
  --engine <manifest>  another engine, besides the one that ships; may be given several times
  --frames <n>         camera frames fused into one decision (default 5)
  --comparisons <n>    for the memory (default 1000; 0 = leave it out)
  --rounds <n>         for the speed (default 60; 0 = leave it out)
  --without-human      leave @vladmandic/human out
  --write-manifest     put the points that enough impostors stand behind into the manifests given by --engine
  --json               figures only, for a program`;

class UsageError extends Error {}

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (!options) return console.log(usage);
  const { pairs, engines, manifests, frames, rounds, comparisons, json } = options;
  const say = (text: string) => {
    if (!json) console.log(text);
  };
  say(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores; ${pairs.pictures.length} pictures\n`);
  const matchers: Matcher[] = [];
  for (const engine of engines) matchers.push(await openOwn(engine));
  const human = options.human ? await openHuman() : undefined;
  if (human) matchers.push(human);
  say(`${warmUpTable(matchers)}\n`);

  const prepare = remember(await openPictures(frames));
  const accuracy: Accuracy[] = [];
  for (const matcher of matchers) {
    accuracy.push(...(await measureAccuracy(matcher, pairs, prepare, () => process.stderr.write('.'))));
  }
  process.stderr.write('\n');
  say(`${accuracyTable(accuracy)}\n`);
  const speed = rounds > 0 ? await measureSpeed(engines, human, rounds) : [];
  if (speed.length > 0) say(`${speedTable(speed)}\n`);
  const kiosk = [];
  for (const manifest of comparisons > 0 ? manifests : []) {
    kiosk.push(
      await measureKiosk({
        manifest: manifest.file === SHIPPED ? undefined : manifest.file,
        comparisons,
        framesNeeded: 3,
      }),
    );
  }
  if (kiosk.length > 0) say(`${kioskTable(kiosk)}\n`);
  if (options.writeManifest) write(options, accuracy, say);
  if (json) console.log(JSON.stringify({ accuracy: accuracy.map(withoutScores), speed, kiosk }, null, 2));
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      pairs: { type: 'string' },
      folder: { type: 'string' },
      'all-impostors': { type: 'boolean', default: false },
      engine: { type: 'string', multiple: true, default: [] },
      frames: { type: 'string', default: '5' },
      comparisons: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '60' },
      'without-human': { type: 'boolean', default: false },
      'write-manifest': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const { engine: given } = values;
  if (values['write-manifest'] && given.length === 0) throw new UsageError('--write-manifest needs an --engine');
  const trial = hasModel(readEngineManifest(TRIAL)) && !given.includes(TRIAL) ? [TRIAL] : [];
  const manifests = [SHIPPED, ...given, ...trial].map((file) => ({ file, located: locateEngine(file) }));
  return {
    pairs: pairsOf(values.pairs, values.folder, values['all-impostors']),
    source: basename(values.pairs ?? values.folder ?? ''),
    given,
    manifests,
    engines: manifests.map(({ located }) => located),
    frames: wholeNumber('--frames', values.frames, 1, 24),
    comparisons: wholeNumber('--comparisons', values.comparisons, 0, 100_000),
    rounds: wholeNumber('--rounds', values.rounds, 0, 10_000),
    human: !values['without-human'],
    writeManifest: values['write-manifest'],
    json: values.json,
  };
}

function locateEngine(file: string): LocatedManifest {
  return file === SHIPPED ? faceApiManifest() : readEngineManifest(file);
}

function hasModel({ manifest, folder }: LocatedManifest): boolean {
  return existsSync(resolve(folder, manifest.model.file));
}

function pairsOf(csv: string | undefined, folder: string | undefined, allImpostors: boolean): PairSet {
  if (csv !== undefined && folder === undefined) return readPairs(csv, { allImpostors });
  if (folder !== undefined && csv === undefined) return pairFolder(folder, { allImpostors });
  throw new UsageError('either --pairs or --folder is needed');
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`${name} takes a whole number from ${least} to ${most}`);
}

function write(
  { given, manifests, frames, source }: NonNullable<ReturnType<typeof readOptions>>,
  accuracy: readonly Accuracy[],
  say: (text: string) => void,
): void {
  const day = new Date().toISOString().slice(0, 10);
  for (const { file, located } of manifests) {
    if (!given.includes(file)) continue;
    const { id, version } = located.manifest;
    const own = accuracy.filter(({ matcher }) => matcher === `${id} ${version}`);
    const text = `pnpm bench face over ${source} on ${day}`;
    const { written, tooFew } = writePoints(file, own, { source: { key: `bench-${day}`, text }, frames });
    say(`${file}: ${written} operating points written, ${tooFew} left out for want of false matches`);
  }
}

/** Every engine is shown the same pictures; small sets are prepared once. */
function remember(prepare: (file: string) => Promise<Prepared>): (file: string) => Promise<Prepared> {
  const FEW = 100;
  const known = new Map<string, Prepared>();
  return async (file) => {
    const prepared = known.get(file) ?? (await prepare(file));
    if (known.size < FEW) known.set(file, prepared);
    return prepared;
  };
}

function withoutScores({ scores, ...rest }: Accuracy) {
  return { ...rest, genuine: scores.genuine.length, impostor: scores.impostor.length };
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError || error instanceof PairsError || error instanceof FaceEngineError) {
    console.error(`error: ${error.message}\n\n${usage}`);
    process.exitCode = 2;
  } else if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    console.error(`error: ${error.message}\n\n${usage}`);
    process.exitCode = 2;
  } else throw error;
}
