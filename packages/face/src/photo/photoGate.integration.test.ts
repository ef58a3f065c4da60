import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { FaceModels } from '../analysis/faceModels.ts';
import { PictureMemory } from '../analysis/pictureMemory.ts';
import { seededRandom } from '../people/seededRandom.ts';
import { inspectPhotoFile } from './inspectPhotoFile.ts';
import { judgePhotoFile, type PhotoVerdict } from './judgePhoto.ts';
import { openPhotoEyes } from './openPhotoEyes.ts';
import { PersonSegmenter } from './personSegmenter.ts';
import type { PhotoCheckId } from './photoChecks.ts';
import { findPhotoFileFaults } from './photoFileFaults.ts';
import { nationalPhotoProfile, type PhotoProfile } from './photoProfile.ts';

const PORTRAIT = join(import.meta.dirname, '../../../../fixtures/faces/astronaut_1.jpg');
const SHARED = join(import.meta.dirname, '../../../../../shared/faces');

/** Enlarged, smiling, hair over her ears: what this portrait breaks by itself. Everything else it must hold. */
const OWN_FAULTS: readonly PhotoCheckId[] = ['resolution', 'sharp', 'mouth-closed', 'ears-visible'];

let models: FaceModels;
let segmenter: PersonSegmenter;
beforeAll(async () => {
  models = await FaceModels.load();
  segmenter = await PersonSegmenter.load();
});

async function judge(file: Uint8Array, profile: PhotoProfile = nationalPhotoProfile): Promise<PhotoVerdict> {
  const memory = new PictureMemory();
  return judgePhotoFile(Uint8Array.from(file), profile, openPhotoEyes(models, segmenter, memory), memory);
}
const brokenBy = ({ checks }: PhotoVerdict) => checks.filter(({ passed }) => !passed).map(({ id }) => id);
const figure = ({ checks }: PhotoVerdict, wanted: PhotoCheckId) =>
  checks.find(({ id }) => id === wanted)?.value ?? Number.NaN;
const jpeg = (picture: Sharp, quality = 92) => picture.jpeg({ quality }).toBuffer();

describe('a real portrait', () => {
  it('breaks what it breaks, with the head exactly where the card wants it', async () => {
    const verdict = await judge(readFileSync(PORTRAIT));
    expect(new Set([...brokenBy(verdict), ...OWN_FAULTS])).toEqual(new Set(OWN_FAULTS));
    expect(figure(verdict, 'head-width')).toBeCloseTo(207, 0);
    expect(figure(verdict, 'hair-top')).toBeGreaterThanOrEqual(7);
    expect(figure(verdict, 'hair-top')).toBeLessThanOrEqual(21);
    expect(figure(verdict, 'eyes-centred')).toBeCloseTo(179, 0);
  });

  it.each<[PhotoCheckId, (portrait: Sharp) => Promise<Buffer>]>([
    ['head-complete', (portrait) => jpeg(portrait.extract({ left: 0, top: 60, width: 350, height: 340 }))],
    [
      'shoulders-complete',
      (portrait) => jpeg(portrait.extract({ left: 0, top: 0, width: 350, height: 195 }).resize({ width: 700 })),
    ],
    ['head-upright', (portrait) => jpeg(portrait.rotate(17, { background: '#777' }))],
    ['bright-enough', (portrait) => jpeg(portrait.linear(0.22))],
    ['not-overexposed', (portrait) => jpeg(portrait.linear(1.9, 30))],
    ['low-noise', async (portrait) => jpeg(await withNoise(portrait))],
    ['in-colour', (portrait) => jpeg(portrait.greyscale())],
    ['not-compressed', (portrait) => jpeg(portrait, 5)],
  ])('spoilt, breaks %s', async (id, spoil) => {
    expect(brokenBy(await judge(await spoil(sharp(PORTRAIT))))).toContain(id);
  });

  it('is much less sharp when it is blurred', async () => {
    const before = figure(await judge(readFileSync(PORTRAIT)), 'sharp');
    expect(figure(await judge(await jpeg(sharp(PORTRAIT).blur(1.5))), 'sharp')).toBeLessThan(before / 2);
  });

  it('is one of two faces when somebody stands beside it', async () => {
    const twice = sharp({ create: { width: 700, height: 400, channels: 3, background: '#888' } }).composite([
      { input: PORTRAIT, left: 0, top: 0 },
      { input: PORTRAIT, left: 350, top: 0 },
    ]);
    expect(await judge(await jpeg(twice))).toMatchObject({ accepted: false, advice: 'one-person-only' });
  });

  it('is nobody where nobody is', async () => {
    const wall = sharp({ create: { width: 640, height: 480, channels: 3, background: '#ddd' } });
    expect(await judge(await jpeg(wall))).toMatchObject({ accepted: false, refusal: 'no-face' });
  });
});

describe('the segmenter', () => {
  it('tells the person from the wall, and leaves nothing in the tensors', async () => {
    const { data, info } = await sharp(PORTRAIT).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const memory = new PictureMemory();
    const mask = await segmenter.segment({ width: info.width, height: info.height, data }, memory);
    const at = (x: number, y: number) => mask.data[y * mask.width + x] ?? 0;
    expect(at(175, 150)).toBeGreaterThan(0.95);
    expect(at(15, 15)).toBeLessThan(0.1);
    memory.wipe();
    expect(mask.data.every((value) => value === 0)).toBe(true);
  });
});

describe.skipIf(!existsSync(SHARED))('other people’s portraits (skipped without ../shared/faces)', () => {
  const files = existsSync(SHARED) ? readdirSync(SHARED).filter((name) => name.endsWith('.jpg')) : [];

  it('keep to the geometry, one and all', async () => {
    for (const name of files) {
      // Twice as large, so that those of 175 pixels are looked at as well.
      const picture = sharp(join(SHARED, name)).resize({ width: 700 });
      const verdict = await judge(await jpeg(picture));
      for (const id of [
        'head-width',
        'hair-top',
        'eyes-centred',
        'eye-line',
        'background-white',
        'one-face',
      ] as const) {
        const passed = verdict.checks.find((check) => check.id === id)?.passed;
        expect({ name, id, passed }).toEqual({ name, id, passed: true });
      }
    }
  });

  it('accept the one that is large, calm and sharp, and write its bytes as the card wants them', async () => {
    const verdict = await judge(readFileSync(join(SHARED, 'person14_1.jpg')));
    expect({ accepted: verdict.accepted, broken: brokenBy(verdict) }).toEqual({ accepted: true, broken: [] });
    const inspected = inspectPhotoFile(verdict.photo ?? new Uint8Array());
    expect(inspected.ok && findPhotoFileFaults(inspected.facts, nationalPhotoProfile)).toEqual([]);
  });

  it('turn those away who turn away, look up, grin, or are too small', async () => {
    const expected: Record<string, PhotoCheckId> = {
      'person15_2.jpg': 'facing-forward',
      'person15_3.jpg': 'chin-level',
      'person15_1.jpg': 'neutral',
      'person13_1.jpg': 'resolution',
    };
    for (const [name, id] of Object.entries(expected)) {
      expect({ name, broken: brokenBy(await judge(readFileSync(join(SHARED, name)))) }).toEqual({
        name,
        broken: expect.arrayContaining([id]),
      });
    }
  });
});

async function withNoise(portrait: Sharp): Promise<Sharp> {
  const { data, info } = await portrait
    .resize({ width: 770 })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const random = seededRandom('camera');
  const noisy = new Uint8ClampedArray(data).map((value) => value + (random() + random() + random() - 1.5) * 60);
  return sharp(noisy, { raw: { width: info.width, height: info.height, channels: 3 } });
}
