import { describe, expect, it } from 'vitest';
import { alignFace, fivePointsOf, fivePointTransform, sizeOf } from './alignFace.ts';
import { applySimilarity, type Point } from './similarityTransform.ts';

/** A head whose five points lie exactly where the template has them, grown, tilted and moved. */
const placed = { a: 2 * Math.cos(0.2), b: 2 * Math.sin(0.2), tx: 150, ty: 60 };
const at = (x: number, y: number) => applySimilarity(placed, { x, y });
const head: Point[] = Array.from({ length: 68 }, (_, index) => {
  if (index >= 36 && index <= 41) return at(38.29, 51.7);
  if (index >= 42 && index <= 47) return at(73.53, 51.5);
  if (index === 30) return at(56.03, 71.74);
  if (index === 48) return at(41.55, 92.37);
  return index === 54 ? at(70.73, 92.2) : { x: 0, y: 0 };
});

describe('five points', () => {
  it('are eyes, nose and corners of the mouth', () => {
    expect(fivePointsOf(head)).toHaveLength(5);
    expect(fivePointsOf(head)[2]).toEqual(at(56.03, 71.74));
    expect(() => fivePointsOf(head.slice(1))).toThrow(/68/);
  });

  it('are brought to the template', () => {
    const found = fivePointTransform(head);
    for (const part of ['a', 'b', 'tx', 'ty'] as const) expect(found[part]).toBeCloseTo(placed[part], 6);
  });
});

it('cuts the face in the size the network takes', () => {
  const image = { width: 400, height: 400, data: new Uint8Array(400 * 400 * 3).fill(77) };
  const face = alignFace(image, head, 'five-point-112');
  expect(face).toHaveLength(112 * 112 * 3);
  expect(face[(56 * 112 + 56) * 3]).toBeCloseTo(77, 3);
  expect(sizeOf('dlib-150')).toBe(150);
});
