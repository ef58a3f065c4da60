import { describe, expect, it } from 'vitest';
import { CHIP_SIZE, chipTransform, cutChip, mirrorChip } from './faceChip.ts';
import { applySimilarity, fitSimilarity, type Point } from './similarityTransform.ts';

describe('fitSimilarity', () => {
  const square: Point[] = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 0, y: 10 },
  ];

  it('finds rotation, scale and shift again', () => {
    const known = { a: 1.5 * Math.cos(0.4), b: 1.5 * Math.sin(0.4), tx: -7, ty: 31 };
    const found = fitSimilarity(
      square,
      square.map((point) => applySimilarity(known, point)),
    );
    for (const part of ['a', 'b', 'tx', 'ty'] as const) expect(found[part]).toBeCloseTo(known[part], 10);
  });

  it('spreads an error over all points instead of following one of them', () => {
    const [, ...others] = square;
    const found = fitSimilarity(square, [{ x: 4, y: 0 }, ...others]);
    const landed = applySimilarity(found, { x: 0, y: 0 });
    expect(landed.x).toBeGreaterThan(0.5);
    expect(landed.x).toBeLessThan(3.5);
  });

  it('refuses what has no answer', () => {
    expect(() => fitSimilarity(square, square.slice(1))).toThrow(RangeError);
    expect(() => fitSimilarity([square[0], square[0]] as Point[], square.slice(0, 2))).toThrow(RangeError);
  });
});

/** A made-up face: 68 distinct points, of which only the steady ones matter. */
const face: Point[] = Array.from({ length: 68 }, (_, index) => ({
  x: 300 + 60 * Math.cos(index * 2.4) * Math.sqrt(index / 68),
  y: 200 + 80 * Math.sin(index * 2.4) * Math.sqrt(index / 68),
}));

describe('chipTransform', () => {
  it('follows a face that moves, grows and tilts', () => {
    const moved = { a: 2 * Math.cos(0.3), b: 2 * Math.sin(0.3), tx: 40, ty: -15 };
    const before = chipTransform(face);
    const after = chipTransform(face.map((point) => applySimilarity(moved, point)));
    for (const corner of [
      { x: 0, y: 0 },
      { x: CHIP_SIZE, y: 12 },
    ]) {
      const expected = applySimilarity(moved, applySimilarity(before, corner));
      expect(applySimilarity(after, corner).x).toBeCloseTo(expected.x, 6);
      expect(applySimilarity(after, corner).y).toBeCloseTo(expected.y, 6);
    }
  });

  it('does not care what eyebrows and lower lip do', () => {
    const grimace = face.map(({ x, y }, index) => (index >= 17 && index <= 26 ? { x, y: y - 30 } : { x, y }));
    expect(chipTransform(grimace)).toEqual(chipTransform(face));
  });

  it('refuses another number of landmarks', () => expect(() => chipTransform(face.slice(1))).toThrow(/68/));
});

describe('cutChip', () => {
  const width = 40;
  const height = 30;
  const ramp = new Uint8Array(width * height * 3).map((_, at) => (Math.floor(at / 3) % width) * 6);
  const image = { width, height, data: ramp };

  it('interpolates between the pixels', () => {
    const chip = cutChip(image, { a: 1, b: 0, tx: 2.5, ty: 3 }, 8);
    expect(chip[0]).toBeCloseTo(15, 4);
    expect(chip[3]).toBeCloseTo(21, 4);
  });

  it('is black outside of the picture', () => {
    const chip = cutChip(image, { a: 1, b: 0, tx: -4, ty: 3 }, 8);
    expect([...chip.subarray(0, 12)]).toEqual(Array(12).fill(0));
    expect(chip[5 * 3]).toBeCloseTo(6, 4);
  });

  it('averages when it shrinks, so that fine stripes become grey', () => {
    const stripes = new Uint8Array(width * height * 3).map((_, at) => (Math.floor(at / 3) % 2) * 200);
    const chip = cutChip({ width, height, data: stripes }, { a: 2, b: 0, tx: 4, ty: 4 }, 8);
    for (const value of chip) expect(value).toBeCloseTo(100, 3);
  });

  it('mirrors left and right and nothing else', () => {
    const chip = Float32Array.from({ length: 4 * 4 * 3 }, (_, at) => at);
    const mirrored = mirrorChip(chip, 4);
    expect([...mirrored.subarray(0, 6)]).toEqual([9, 10, 11, 6, 7, 8]);
    expect(mirrorChip(mirrored, 4)).toEqual(chip);
  });
});
