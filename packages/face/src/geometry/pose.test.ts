import { expect, it } from 'vitest';
import { readPose } from './pose.ts';
import type { Point } from './similarityTransform.ts';

/** The landmarks `readPose` looks at, on a level, frontal head with eyes 80 px apart. */
function head(change: Partial<Record<number, Point>> = {}): Point[] {
  const face = Array.from({ length: 68 }, (): Point => ({ x: 0, y: 0 }));
  for (let index = 36; index <= 41; index++) face[index] = { x: 160, y: 100 };
  for (let index = 42; index <= 47; index++) face[index] = { x: 240, y: 100 };
  face[30] = { x: 200, y: 150 };
  face[48] = { x: 170, y: 180 };
  face[54] = { x: 230, y: 180 };
  for (const [index, point] of Object.entries(change)) if (point) face[Number(index)] = point;
  return face;
}

it('reads a head that looks straight', () => {
  expect(readPose(head())).toEqual({ turn: 0, nod: 0.625, rollDegrees: 0, eyeDistance: 80 });
});

it('sees to which side and how far the nose points', () => {
  expect(readPose(head({ 30: { x: 220, y: 150 } })).turn).toBeCloseTo(0.5);
  expect(readPose(head({ 30: { x: 180, y: 150 } })).turn).toBeCloseTo(-0.5);
});

it('does not take a tilt for a turn', () => {
  const angle = (15 * Math.PI) / 180;
  const tilted = head().map(({ x, y }) => ({
    x: x * Math.cos(angle) - y * Math.sin(angle),
    y: x * Math.sin(angle) + y * Math.cos(angle),
  }));
  const pose = readPose(tilted);
  expect(pose.rollDegrees).toBeCloseTo(15, 6);
  expect(pose.turn).toBeCloseTo(0, 6);
  expect(pose.nod).toBeCloseTo(0.625, 6);
});
