import { centroid, type Point } from './similarityTransform.ts';

/** How a head is held, read off the 68 landmarks. Ratios, not degrees: landmarks on one plane don't give degrees. */
export interface Pose {
  /** −1…1: where the nose tip lies between the outer corners of the eyes; 0 = in the middle, beyond ±0.4 = turned away. */
  readonly turn: number;
  /** Height of the nose tip between eyes (0) and mouth (1); about 0.6 for a level head. */
  readonly nod: number;
  /** Tilt to a shoulder in degrees, 0 = eyes level. */
  readonly rollDegrees: number;
  /** Distance between the centres of the eyes, in pixels. */
  readonly eyeDistance: number;
}

/** `landmarks`: the 68 points of the iBUG scheme, in pixels. */
export function readPose(landmarks: readonly Point[]): Pose {
  if (landmarks.length !== 68) throw new RangeError(`expected 68 landmarks, got ${landmarks.length}`);
  const at = (index: number): Point => landmarks[index] ?? { x: 0, y: 0 };
  const left = centroid(landmarks.slice(36, 42));
  const right = centroid(landmarks.slice(42, 48));
  const eyeDistance = Math.hypot(right.x - left.x, right.y - left.y);
  const roll = Math.atan2(right.y - left.y, right.x - left.x);
  // Seen with the eyes level, so that a tilt is not taken for a turn.
  const level = ({ x, y }: Point): Point => ({
    x: x * Math.cos(roll) + y * Math.sin(roll),
    y: y * Math.cos(roll) - x * Math.sin(roll),
  });
  const nose = level(at(30));
  const leftCorner = level(at(36)).x;
  const rightCorner = level(at(45)).x;
  const eyes = level(centroid([left, right])).y;
  const mouth = level(centroid([at(48), at(54)])).y;
  return {
    turn: (2 * nose.x - leftCorner - rightCorner) / Math.max(rightCorner - leftCorner, 1),
    nod: (nose.y - eyes) / Math.max(mouth - eyes, 1),
    rollDegrees: (roll * 180) / Math.PI,
    eyeDistance,
  };
}
