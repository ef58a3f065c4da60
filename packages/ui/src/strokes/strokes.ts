/** A place on a writing surface: thousandths of its width, in both directions, so that ink keeps its shape. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What one finger drew without being lifted. */
export type Stroke = readonly Point[];

/** Width of a surface in the units of a `Point`. */
export const SURFACE_WIDTH = 1000;

const round = (value: number) => Math.round(value * 10) / 10;

/** An SVG path through the middles between the points, so that a line of samples looks like ink. */
export function strokesToPath(strokes: readonly Stroke[]): string {
  return strokes.map(strokeToPath).join('');
}

function strokeToPath(stroke: Stroke): string {
  const [first, ...rest] = stroke;
  if (first === undefined) return '';
  // A dot is a stroke too, as in 氵: drawn as a line too short to see, with round ends.
  if (rest.length === 0) return `M${round(first.x)} ${round(first.y)}h.1`;
  let path = `M${round(first.x)} ${round(first.y)}`;
  let previous = first;
  for (const point of rest) {
    path += `Q${round(previous.x)} ${round(previous.y)} ${round((previous.x + point.x) / 2)} ${round((previous.y + point.y) / 2)}`;
    previous = point;
  }
  return `${path}L${round(previous.x)} ${round(previous.y)}`;
}

/** Length of all strokes together, to tell a name from a touch by mistake. */
export function inkLength(strokes: readonly Stroke[]): number {
  let length = 0;
  for (const stroke of strokes) {
    stroke.forEach((point, index) => {
      const before = stroke[index - 1];
      if (before) length += Math.hypot(point.x - before.x, point.y - before.y);
    });
  }
  return length;
}
