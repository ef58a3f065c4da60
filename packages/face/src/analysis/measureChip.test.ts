import { describe, expect, it } from 'vitest';
import { CHIP_SIZE } from '../geometry/faceChip.ts';
import { measureChip } from './measureChip.ts';

type Colour = readonly [number, number, number];
type Paint = (x: number, y: number) => Colour;

const SKIN: Colour = [180, 140, 120];
function chipOf(paint: Paint): Float32Array {
  const chip = new Float32Array(CHIP_SIZE * CHIP_SIZE * 3);
  for (let y = 0; y < CHIP_SIZE; y++) {
    for (let x = 0; x < CHIP_SIZE; x++) chip.set(paint(x, y), (y * CHIP_SIZE + x) * 3);
  }
  return chip;
}
const near = (x: number, y: number, atX: number, atY: number, radius: number) => Math.hypot(x - atX, y - atY) <= radius;
const eyes = (x: number, y: number, radius: number) => near(x, y, 48, 46, radius) || near(x, y, 100, 46, radius);
const face: Paint = (x, y) => (eyes(x, y, 8) ? [40, 30, 25] : SKIN);
const measured = (paint: Paint) => measureChip(chipOf(paint));

describe('measureChip', () => {
  it('finds nothing amiss with a face', () => {
    const quality = measured(face);
    expect(quality.luminance).toBeGreaterThan(120);
    expect(quality).toMatchObject({ burnt: 0, evenness: 1, mouthChroma: 0, mouthToBrow: 1 });
    expect(quality.eyesToCheeks).toBeGreaterThan(0.5);
    expect(quality.pupilsToCheeks).toBeLessThan(0.5);
  });

  it('sees shut eyes as skin, and one open eye as open', () => {
    expect(measured(() => SKIN).pupilsToCheeks).toBeCloseTo(1);
    expect(measured((x, y) => (near(x, y, 48, 46, 8) ? [40, 30, 25] : SKIN)).pupilsToCheeks).toBeLessThan(0.5);
  });

  it('sees dark glasses', () => {
    expect(measured((x, y) => (eyes(x, y, 22) ? [12, 12, 14] : SKIN)).eyesToCheeks).toBeLessThan(0.15);
  });

  it('sees masks by colour and by brightness', () => {
    const masked = (mask: Colour) => measured((x, y) => (y > 65 ? mask : face(x, y)));
    expect(masked([127, 178, 214]).mouthChroma).toBeGreaterThan(40);
    expect(masked([23, 24, 26]).mouthToBrow).toBeLessThan(0.2);
    expect(masked([240, 240, 240]).mouthToBrow).toBeGreaterThan(1.5);
  });

  it('sees light from one side', () => {
    const dim: Paint = (x) => (x < CHIP_SIZE / 2 ? [45, 35, 30] : SKIN);
    expect(measured(dim).evenness).toBeCloseTo(0.25, 1);
    expect(measured((x, y) => dim(CHIP_SIZE - 1 - x, y)).evenness).toBeCloseTo(0.25, 1);
  });

  it('counts what is burnt out', () => {
    expect(measured((x) => (x < CHIP_SIZE / 2 ? [255, 255, 255] : SKIN)).burnt).toBeCloseTo(0.5, 1);
  });

  it('tells fine detail from smear, whatever the contrast', () => {
    const waves =
      (swing: number, period: number): Paint =>
      (x, y) => {
        const value = 120 + swing * Math.sin((2 * Math.PI * x) / period) * Math.sin((2 * Math.PI * y) / period);
        return [value, value, value];
      };
    const fine = measured(waves(40, 12)).sharpness;
    expect(measured(waves(40, 90)).sharpness).toBeLessThan(fine / 50);
    expect(measured(waves(12, 12)).sharpness).toBeGreaterThan(fine * 0.9);
  });
});
