import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createFaceEngine,
  createSimulatedPhotoDecoder,
  type FaceDecision,
  type FaceEngine,
} from '../packages/face/src/index.ts';
import { buildPeople, type PeopleIndex } from './people.ts';

const ROOT = join(import.meta.dirname, '..');
const SHARED = join(ROOT, '../shared/faces');
const SOURCES = [
  { source: 'fixtures', facesDir: join(ROOT, 'fixtures/faces') },
  { source: 'shared', facesDir: SHARED },
] as const;
/** The citizen whose card holds real WLT as far as any open decoder can tell. */
const UNDECODABLE = 'zheng-wlt';
const BUILD_MS = 120_000;

/** The JPEGs of a Motion JPEG elementary stream. */
function framesOf(file: string): Buffer[] {
  const stream = readFileSync(file);
  const frames: Buffer[] = [];
  for (let from = 0; from < stream.length; ) {
    const next = stream.indexOf(Buffer.from([0xff, 0xd8, 0xff]), from + 3);
    const to = next < 0 ? stream.length : next;
    frames.push(Buffer.from(stream.subarray(from, to)));
    from = to;
  }
  return frames;
}

for (const { source, facesDir } of SOURCES) {
  // Skipped: needs ../shared/faces beside the repository.
  describe.skipIf(!existsSync(facesDir))(
    `people made of ${source} portraits${existsSync(facesDir) ? '' : ', skipped: they are not on this machine'}`,
    () => {
      const outDir = mkdtempSync(join(tmpdir(), 'renshe-people-'));
      let engine: FaceEngine;
      let index: PeopleIndex;

      beforeAll(async () => {
        index = await buildPeople({ outDir, facesDir });
        engine = createFaceEngine({ decoders: [createSimulatedPhotoDecoder()], policy: { falseMatchRate: 1e-4 } });
        await engine.start();
      }, BUILD_MS);
      afterAll(async () => {
        await engine.stop();
        rmSync(outDir, { recursive: true, force: true });
      });

      const enrol = (photo: string) => engine.enrol(readFileSync(join(outDir, photo)));
      async function watch(clip: string): Promise<FaceDecision | undefined> {
        for (const jpeg of framesOf(join(outDir, clip))) {
          const { collected, needed } = await engine.frame(jpeg);
          if (collected === needed) return engine.decide();
        }
        return undefined;
      }

      it('names where the portraits come from', () => expect(index.source).toBe(source));

      it(
        'takes every citizen for the one in the chip, and the stranger for nobody',
        async () => {
          const wrong: string[] = [];
          for (const { id, photo, clip } of index.citizens.filter((citizen) => citizen.id !== UNDECODABLE)) {
            await engine.clear();
            const enrolled = await enrol(photo);
            const own = await watch(clip);
            const other = await watch(index.stranger);
            if (enrolled !== 'ready') wrong.push(`${id}: ${enrolled}`);
            if (!own?.match) wrong.push(`${id} against the own card: ${own?.distance ?? 'no decision'}`);
            if (!other || other.match) wrong.push(`stranger against ${id}: ${other?.distance ?? 'no decision'}`);
          }
          expect(wrong).toEqual([]);
        },
        BUILD_MS,
      );

      it('leaves a WLT block to a vendor decoder', async () => {
        const block = readFileSync(join(outDir, `${UNDECODABLE}.photo`));
        expect(block.toString('latin1', 0, 3)).toBe('WLf');
        expect(block).toHaveLength(1024);
        expect(await engine.enrol(block)).toBe('photo-not-decodable');
      });

      it('sees nobody in the empty hall', async () => {
        for (const jpeg of framesOf(join(outDir, index.nobody))) {
          expect(await engine.frame(jpeg)).toMatchObject({ advice: 'no-face', collected: 0 });
        }
      });

      it('keeps cards at 1024 bytes and clips small', () => {
        for (const { photo, clip } of index.citizens) {
          expect(statSync(join(outDir, photo)).size).toBe(1024);
          expect(statSync(join(outDir, clip)).size).toBeLessThan(3_000_000);
          expect(framesOf(join(outDir, clip)).length).toBeGreaterThanOrEqual(20);
        }
      });

      it('has nothing to do the second time', async () => {
        const began = performance.now();
        expect(await buildPeople({ outDir, facesDir })).toEqual(index);
        expect(performance.now() - began).toBeLessThan(100);
      });

      it(
        'builds again what has gone missing, and nothing is left lying about',
        async () => {
          rmSync(join(outDir, index.nobody));
          await buildPeople({ outDir, facesDir });
          expect(existsSync(join(outDir, index.nobody))).toBe(true);
          const expected = ['index.json', index.stranger, index.nobody];
          for (const { photo, clip } of index.citizens) expected.push(photo, clip);
          expect(readdirSync(outDir).sort()).toEqual([...new Set(expected)].sort());
        },
        BUILD_MS,
      );
    },
  );
}
