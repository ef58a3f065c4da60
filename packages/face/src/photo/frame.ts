import { applySimilarity, centroid, type Point, type SimilarityTransform } from '../geometry/similarityTransform.ts';

/** What geometry needs of a face, in pixels of the picture it is in. */
export interface HeadMarks {
  readonly eyes: Point;
  /** Distance between the ends of the jaw contour (landmarks 0 and 16), beside the ears. */
  readonly faceWidth: number;
  readonly rollRadians: number;
}

/** `landmarks`: the 68 points of the iBUG scheme. */
export function readHead(landmarks: readonly Point[]): HeadMarks {
  if (landmarks.length !== 68) throw new RangeError(`expected 68 landmarks, got ${landmarks.length}`);
  const at = (index: number): Point => landmarks[index] ?? { x: 0, y: 0 };
  const left = centroid(landmarks.slice(36, 42));
  const right = centroid(landmarks.slice(42, 48));
  return {
    eyes: centroid([left, right]),
    faceWidth: Math.hypot(at(16).x - at(0).x, at(16).y - at(0).y),
    rollRadians: Math.atan2(right.y - left.y, right.x - left.x),
  };
}

/** Maps pixels of a frame to the source so that the eyes are level, at `eyes` in the frame, and the face `faceWidth` wide. */
export function frameTransform(head: HeadMarks, eyes: Point, faceWidth: number): SimilarityTransform {
  const scale = head.faceWidth / faceWidth;
  const a = Math.cos(head.rollRadians) * scale;
  const b = Math.sin(head.rollRadians) * scale;
  return { a, b, tx: head.eyes.x - a * eyes.x + b * eyes.y, ty: head.eyes.y - b * eyes.x - a * eyes.y };
}

/** The way back: from the source into the frame. */
export function invertSimilarity({ a, b, tx, ty }: SimilarityTransform): SimilarityTransform {
  const square = a * a + b * b;
  const ia = a / square;
  const ib = -b / square;
  return { a: ia, b: ib, tx: -(ia * tx - ib * ty), ty: -(ib * tx + ia * ty) };
}

export function mapPoints(points: readonly Point[], transform: SimilarityTransform): Point[] {
  return points.map((point) => applySimilarity(transform, point));
}
