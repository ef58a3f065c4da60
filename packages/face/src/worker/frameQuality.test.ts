import { describe, expect, it } from 'vitest';
import { CHIP_SIZE } from '../geometry/faceChip.ts';
import type { FaceBox } from './faceModels.ts';
import { adviseOnPicture, adviseOnPlace, adviseOnPose } from './frameQuality.ts';

const frame = { width: 640, height: 480 };
const box = (x: number, y: number, size: number): FaceBox => ({ x, y, width: size, height: size, score: 0.9 });
const centred = (size: number) => box(320 - size / 2, 240 - size / 2, size);

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
  const straight = { turn: 0, nod: 0.6, rollDegrees: 0, eyeDistance: 80 };
  it.each([
    [undefined, straight],
    ['come-closer', { ...straight, eyeDistance: 30 }],
    ['face-the-camera', { ...straight, turn: -0.5 }],
    ['face-the-camera', { ...straight, rollDegrees: 25 }],
    ['face-the-camera', { ...straight, nod: 0.1 }],
  ] as const)('says %s', (advice, pose) => expect(adviseOnPose(pose)).toBe(advice));
});

describe('adviseOnPicture', () => {
  /** Waves around `mean`: the longer the period, the less a net could make of them. */
  const pattern = (mean: number, swing: number, period: number) =>
    Float32Array.from({ length: CHIP_SIZE * CHIP_SIZE * 3 }, (_, at) => {
      const x = Math.floor(at / 3) % CHIP_SIZE;
      const y = Math.floor(at / 3 / CHIP_SIZE);
      return mean + swing * Math.sin((2 * Math.PI * x) / period) * Math.sin((2 * Math.PI * y) / period);
    });
  it.each([
    [undefined, pattern(120, 40, 12)],
    ['more-light', pattern(20, 10, 12)],
    ['less-light', pattern(235, 15, 12)],
    ['hold-still', pattern(120, 40, 90)],
    // Contrast is no measure of sharpness: weak light on dark skin is as sharp.
    [undefined, pattern(60, 12, 12)],
  ] as const)('says %s', (advice, chip) => expect(adviseOnPicture(chip)).toBe(advice));
});
