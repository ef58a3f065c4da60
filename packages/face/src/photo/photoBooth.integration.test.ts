import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFaceEngine } from '../faceEngine.ts';
import type { FaceEngine, PhotoBooth } from '../types.ts';
import { inspectPhotoFile } from './inspectPhotoFile.ts';
import { findPhotoFileFaults } from './photoFileFaults.ts';
import { nationalPhotoProfile } from './photoProfile.ts';

const PORTRAIT = join(import.meta.dirname, '../../../../fixtures/faces/astronaut_1.jpg');
const CALM = join(import.meta.dirname, '../../../../../shared/faces/person14_1.jpg');
const copy = (bytes: Uint8Array) => Uint8Array.from(bytes);

let engine: FaceEngine & PhotoBooth;
beforeAll(async () => {
  engine = createFaceEngine({ decoders: [], policy: { falseMatchRate: 1e-4 } });
  await engine.start();
});
afterAll(() => engine.stop());

it('guides whoever stands there, with what a frame cannot be decoded as nobody', async () => {
  const far = await sharp(PORTRAIT)
    .extend({ top: 100, left: 400, right: 400, bottom: 300, background: '#999' })
    .jpeg()
    .toBuffer();
  const guidance = [];
  for (const frame of [Buffer.from('no picture'), far, far, far, far]) {
    guidance.push((await engine.guidePhoto(copy(frame), nationalPhotoProfile)).advice);
  }
  expect(guidance).toEqual(['come-into-view', 'come-into-view', 'come-into-view', 'come-closer', 'come-closer']);
  await engine.clear();
  expect(await engine.guidePhoto(copy(far), nationalPhotoProfile)).toEqual({ advice: 'come-into-view', ready: false });
});

it('judges a picture, empties the buffer it was handed, and stays alive whatever it is handed', async () => {
  const file = copy(readFileSync(PORTRAIT));
  const verdict = await engine.judgePhoto(file, nationalPhotoProfile);
  expect(verdict).toMatchObject({ accepted: false, advice: 'come-closer' });
  expect(verdict.photo).toBeUndefined();
  expect(file.every((byte) => byte === 0)).toBe(true);
  const refusals = [];
  for (const bytes of [new Uint8Array(), readFileSync(PORTRAIT).subarray(0, 9000), Buffer.from('text')]) {
    refusals.push((await engine.judgePhoto(copy(bytes), nationalPhotoProfile)).refusal);
  }
  expect(refusals).toEqual(['empty', 'truncated', 'not-jpeg']);
  expect((await engine.judgePhoto(copy(readFileSync(PORTRAIT)), nationalPhotoProfile)).checks).toEqual(verdict.checks);
});

it.skipIf(!existsSync(CALM))('hands out the finished bytes (skipped without ../shared/faces)', async () => {
  const verdict = await engine.judgePhoto(copy(readFileSync(CALM)), nationalPhotoProfile);
  const inspected = inspectPhotoFile(verdict.photo ?? new Uint8Array());
  expect(inspected.ok && findPhotoFileFaults(inspected.facts, nationalPhotoProfile)).toEqual([]);
});
