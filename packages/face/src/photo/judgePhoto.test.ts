import { describe, expect, it } from 'vitest';
import { PictureMemory } from '../analysis/pictureMemory.ts';
import { inspectPhotoFile } from './inspectPhotoFile.ts';
import { judgePhoto } from './judgePhoto.ts';
import { photoAdvice } from './photoAdvice.ts';
import { photoRules } from './photoChecks.ts';
import { findPhotoFileFaults } from './photoFileFaults.ts';
import { nationalPhotoProfile } from './photoProfile.ts';
import { judgeCase, photoCases, pictureOf, wallProfile } from './testing/photoCases.ts';

describe('the gate', () => {
  it.each(photoCases)('judges $name', async (photoCase) => {
    const verdict = await judgeCase(photoCase, nationalPhotoProfile);
    const broken = verdict.checks.filter(({ passed }) => !passed).map(({ id }) => id);
    expect(broken).toEqual(expect.arrayContaining([...photoCase.breaks]));
    if (photoCase.breaks.length > 0) {
      const [first] = photoCase.breaks;
      const advice = photoRules.find(({ id }) => id === first)?.advice;
      expect(verdict).toMatchObject({ accepted: false, advice });
      expect(verdict.photo).toBeUndefined();
      return;
    }
    expect(broken).toEqual([]);
    expect(verdict.accepted).toBe(true);
    const inspected = inspectPhotoFile(verdict.photo ?? new Uint8Array());
    expect(inspected).toMatchObject({
      ok: true,
      facts: { width: 358, height: 441, density: 350, process: 'baseline' },
    });
    expect(inspected.ok && findPhotoFileFaults(inspected.facts, nationalPhotoProfile)).toEqual([]);
  });

  it('has a case that breaks each rule a picture can break, and one that holds it', async () => {
    const broken = new Set(photoCases.flatMap(({ breaks }) => breaks));
    // Composing always meets these for a face that is there at all; `placeHead` has its own tests.
    const composed = ['head-width', 'hair-top', 'eyes-centred', 'eye-line', 'outline-clear'];
    expect(photoRules.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual(
      photoRules.map(({ id }) => id).filter((id) => composed.includes(id)),
    );
    const verdict = await judgeCase({ name: 'good', breaks: [] }, nationalPhotoProfile);
    expect(verdict.checks.map(({ id }) => id)).toEqual(photoRules.map(({ id }) => id));
  });

  it('lets what is only advisory through, and says so', async () => {
    const verdict = await judgeCase(
      { name: 'long hair', drawing: { longHair: true }, breaks: [] },
      nationalPhotoProfile,
    );
    expect(verdict.accepted).toBe(true);
    expect(verdict.checks.find(({ id }) => id === 'ears-visible')).toMatchObject({ passed: false, advisory: true });
  });

  it('keeps the wall where the profile allows no other background', async () => {
    const hall = { name: 'hall', drawing: { background: '#6fa0d8' }, breaks: [] };
    expect((await judgeCase(hall, nationalPhotoProfile)).accepted).toBe(true);
    expect(await judgeCase(hall, wallProfile)).toMatchObject({ accepted: false, advice: 'white-wall' });
  });

  it('leaves nobody’s picture behind', async () => {
    const { image, eyes } = await pictureOf({ name: 'good', breaks: [] });
    const wiped: ArrayLike<number>[] = [];
    class WatchedMemory extends PictureMemory {
      override wipe() {
        const arrays = super.wipe();
        wiped.push(...arrays);
        return arrays;
      }
    }
    const verdict = await judgePhoto(image, nationalPhotoProfile, eyes, new WatchedMemory());
    expect(verdict.accepted).toBe(true);
    // Two masks, three frames and the matte's own pictures at least.
    expect(wiped.length).toBeGreaterThan(12);
    for (const array of wiped) expect(Array.prototype.every.call(array, (value) => value === 0)).toBe(true);
  });

  it('says that nobody is there', async () => {
    const { image, eyes } = await pictureOf({ name: 'nobody', faces: [], breaks: [] });
    expect(await judgePhoto(image, nationalPhotoProfile, eyes)).toEqual({
      accepted: false,
      checks: [],
      refusal: 'no-face',
      advice: 'come-into-view',
    });
  });
});

describe('the advice', () => {
  it.each(Object.entries(photoAdvice))('%s is short enough to be read standing', (_key, { zh, en }) => {
    expect(zh.length).toBeLessThanOrEqual(20);
    expect(en.length).toBeLessThanOrEqual(70);
    expect(zh).not.toMatch(/系统|错误|参数|像素/);
  });
});
