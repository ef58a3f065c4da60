import { beforeAll, describe, expect, it } from 'vitest';
import type { FaceAnalysis, FaceQuality } from '../analysis/faceAnalysis.ts';
import { readPose } from '../geometry/pose.ts';
import type { Point } from '../geometry/similarityTransform.ts';
import { type GuideMemory, guideFrame, NEW_GUIDE } from './guideFrame.ts';
import type { PhotoAdvice } from './photoAdvice.ts';
import { nationalPhotoProfile } from './photoProfile.ts';
import { type Drawing, drawPerson } from './testing/drawnPerson.ts';

const GOOD: FaceQuality = {
  sharpness: 0.05,
  luminance: 140,
  burnt: 0,
  evenness: 0.9,
  pupilsToCheeks: 0.4,
  eyesToCheeks: 0.8,
  mouthChroma: 5,
  mouthToBrow: 1,
};
const FRAME = { width: 720, height: 960 };

let straight: readonly Point[];
const draw = async (drawing: Drawing = {}) => (await drawPerson(drawing)).landmarks;
beforeAll(async () => {
  straight = await draw();
});

function seen(landmarks: readonly Point[], quality: Partial<FaceQuality> = {}, frame = FRAME): FaceAnalysis {
  const box = { x: 200, y: 200, width: 300, height: 400, score: 0.9 };
  const face = { box, landmarks, pose: readPose(landmarks), quality: { ...GOOD, ...quality } };
  return { ...frame, boxes: [box], face };
}
const moved = (scale: number, x: number, y: number) =>
  straight.map((point) => ({ x: 360 + (point.x - 360) * scale + x, y: 410 + (point.y - 410) * scale + y }));

/** What is shown after many frames of the same. */
function settle(analysis: FaceAnalysis, memory: GuideMemory = NEW_GUIDE) {
  let guided = guideFrame(analysis, nationalPhotoProfile, memory);
  for (let frame = 0; frame < 10; frame++) guided = guideFrame(analysis, nationalPhotoProfile, guided.memory);
  return guided;
}

describe('what to do now', () => {
  it('is nothing when all is well, and then the photo is taken', () => {
    expect(settle(seen(straight))).toMatchObject({ ready: true });
    expect(settle(seen(straight)).advice).toBeUndefined();
  });

  it.each<[PhotoAdvice, () => FaceAnalysis | Promise<FaceAnalysis>]>([
    ['come-into-view', () => ({ ...FRAME, boxes: [] })],
    [
      'one-person-only',
      () => ({ ...seen(straight), boxes: [0.9, 0.8].map((score, x) => ({ x, y: 0, width: 300, height: 300, score })) }),
    ],
    ['come-closer', () => seen(moved(0.4, 0, 0))],
    ['step-back', () => seen(moved(1.6, 0, 0))],
    ['move-to-middle', () => seen(moved(0.9, 160, 0))],
    ['whole-head', () => seen(moved(0.9, 0, -190))],
    ['look-straight', async () => seen(await draw({ turn: 40 }))],
    ['chin-level', async () => seen(await draw({ nod: 45 }))],
    ['close-mouth', async () => seen(await draw({ mouthGap: 22 }))],
    ['more-light', () => seen(straight, { luminance: 30 })],
    ['less-light', () => seen(straight, { burnt: 0.1 })],
    ['even-light', () => seen(straight, { evenness: 0.4 })],
    ['take-dark-glasses-off', () => seen(straight, { eyesToCheeks: 0.2 })],
    ['open-eyes', () => seen(straight, { pupilsToCheeks: 0.95 })],
    ['hold-still', () => seen(straight, { sharpness: 0.002 })],
  ])('is %s', async (advice, make) => expect(settle(await make())).toMatchObject({ advice, ready: false }));

  it('is one thing at a time, the first one first', () => {
    expect(settle(seen(moved(0.4, 0, 0), { luminance: 20, evenness: 0.2 })).advice).toBe('come-closer');
  });
});

describe('advice stands still', () => {
  it('says nothing of a blink', () => {
    let { memory } = settle(seen(straight));
    for (const shut of [true, true, false, true, false, false]) {
      const guided = guideFrame(seen(straight, shut ? { pupilsToCheeks: 0.95 } : {}), nationalPhotoProfile, memory);
      expect(guided.advice).toBeUndefined();
      memory = guided.memory;
    }
  });

  it('takes no photo during the blink', () => {
    const { memory } = settle(seen(straight));
    expect(guideFrame(seen(straight, { pupilsToCheeks: 0.95 }), nationalPhotoProfile, memory).ready).toBe(false);
  });

  it('does not flicker where somebody stands on the very limit', () => {
    const changes = new Set<PhotoAdvice | undefined>();
    let { memory } = settle(seen(straight, { evenness: 0.6 }));
    for (let frame = 0; frame < 60; frame++) {
      // Around the limit of 0.7, never clearly better.
      const guided = guideFrame(
        seen(straight, { evenness: 0.7 + 0.02 * Math.sin(frame) }),
        nationalPhotoProfile,
        memory,
      );
      changes.add(guided.advice);
      memory = guided.memory;
    }
    expect([...changes]).toEqual(['even-light']);
  });

  it('changes no more than once in three frames whatever comes', () => {
    const kinds = [seen(straight), seen(moved(0.4, 0, 0)), seen(straight, { luminance: 20 }), { ...FRAME, boxes: [] }];
    let memory = NEW_GUIDE;
    let since = 3;
    let number = 7;
    for (let frame = 0; frame < 2000; frame++) {
      number = (number * 1103515245 + 12345) % 2147483648;
      const next = kinds[(number >> 12) % kinds.length];
      if (!next) continue;
      const guided = guideFrame(next, nationalPhotoProfile, memory);
      const changed = guided.memory.shown !== memory.shown;
      if (changed) expect(since).toBeGreaterThanOrEqual(2);
      since = changed ? 0 : since + 1;
      memory = guided.memory;
    }
  });
});
