import { describe, expect, it } from 'vitest';
import type { FaceAnalysis, FaceBox, FaceQuality } from './faceAnalysis.ts';
import { adviseOnFrame, adviseOnPlace, adviseOnPose, countBystanders } from './frameAdvice.ts';

const frame = { width: 640, height: 480 };
const box = (x: number, y: number, size: number): FaceBox => ({ x, y, width: size, height: size, score: 0.9 });
const centred = (size: number) => box(320 - size / 2, 240 - size / 2, size);
const straight = { turn: 0, nod: 0.6, rollDegrees: 0, eyeDistance: 80 };
/** About what a portrait gives. */
const clear: FaceQuality = {
  sharpness: 0.05,
  luminance: 130,
  burnt: 0,
  evenness: 0.9,
  pupilsToCheeks: 0.5,
  eyesToCheeks: 0.7,
  mouthChroma: 7,
  mouthToBrow: 0.9,
};
const seen = (quality: Partial<FaceQuality>, boxes: readonly FaceBox[] = [centred(200)]): FaceAnalysis => ({
  ...frame,
  boxes,
  face: { box: centred(200), landmarks: [], pose: straight, quality: { ...clear, ...quality } },
});

describe('adviseOnPlace', () => {
  it.each([
    ['no-face', []],
    ['several-faces', [centred(200), box(20, 100, 130)]],
    ['come-closer', [centred(90)]],
    ['move-back', [centred(440)]],
    ['move-to-centre', [box(0, 140, 200)]],
    ['move-to-centre', [box(220, 280, 200)]],
    [undefined, [centred(200)]],
    // Somebody waiting in the hall is not a second face at the machine.
    [undefined, [centred(200), box(20, 100, 60)]],
  ] as const)('says %s', (advice, faces) => expect(adviseOnPlace(faces, frame)).toBe(advice));
});

describe('adviseOnPose', () => {
  it.each([
    [undefined, straight],
    ['come-closer', { ...straight, eyeDistance: 30 }],
    ['face-the-camera', { ...straight, turn: -0.5 }],
    ['face-the-camera', { ...straight, rollDegrees: 25 }],
    ['look-up', { ...straight, nod: 0.95 }],
    ['look-down', { ...straight, nod: 0.1 }],
  ] as const)('says %s', (advice, pose) => expect(adviseOnPose(pose)).toBe(advice));
});

describe('adviseOnFrame', () => {
  it.each<[string | undefined, Partial<FaceQuality>]>([
    [undefined, {}],
    ['more-light', { luminance: 20 }],
    ['less-light', { luminance: 230 }],
    ['less-light', { burnt: 0.5 }],
    ['even-light', { evenness: 0.3 }],
    ['uncover-face', { mouthChroma: 65 }],
    ['uncover-face', { mouthToBrow: 0.2 }],
    ['uncover-face', { mouthToBrow: 1.9 }],
    ['take-off-glasses', { eyesToCheeks: 0.1 }],
    ['open-eyes', { pupilsToCheeks: 0.95 }],
    ['hold-still', { sharpness: 0.004 }],
    // The skin of both: dim and bright faces are as good as each other.
    [undefined, { luminance: 45, mouthChroma: 20, eyesToCheeks: 0.55 }],
    [undefined, { luminance: 200, pupilsToCheeks: 0.7 }],
  ])('says %s', (advice, quality) => expect(adviseOnFrame(seen(quality))).toBe(advice));

  it('names what hinders most: nobody opens the eyes in the dark', () => {
    expect(adviseOnFrame(seen({ pupilsToCheeks: 0.95, luminance: 20 }))).toBe('more-light');
  });

  it('asks for the middle where the landmarks could not be found', () => {
    expect(adviseOnFrame({ ...frame, boxes: [centred(200)] })).toBe('move-to-centre');
  });
});

it('counts who stands behind', () => {
  expect(countBystanders(seen({}))).toBe(0);
  expect(countBystanders(seen({}, [centred(200), box(20, 100, 60)]))).toBe(1);
  expect(countBystanders({ ...frame, boxes: [] })).toBe(0);
});
