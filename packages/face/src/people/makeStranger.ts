import { centroid, type Point } from '../geometry/similarityTransform.ts';
import { LIVE_EYE_DISTANCE, type Portrait, type PortraitReader } from './portrait.ts';
import { warpImage } from './warpImage.ts';

/**
 * How one feature of the face is changed: it swells (> 1) or shrinks across and down, and moves outwards from the
 * middle and downwards. Lengths in eye distances. The landmarks whose mean is the feature's place come in one list for
 * each side of the face.
 */
interface Change {
  readonly landmarks: readonly (readonly number[])[];
  readonly radius: number;
  readonly across: number;
  readonly down: number;
  readonly outwards: number;
  readonly downwards: number;
}

/** Found by random search for the largest distance at which the result still looks like somebody. */
const CHANGES: readonly Change[] = [
  change(
    'eyes',
    [
      [36, 39],
      [42, 45],
    ],
    0.33,
    [0.7, 0.83],
    [0.03, 0.22],
  ),
  change(
    'brows',
    [
      [17, 19, 21],
      [22, 24, 26],
    ],
    0.3,
    [1.45, 1.63],
    [0.09, -0.1],
  ),
  change('nose tip', [[30]], 0.34, [1.75, 0.89], [0, 0.09]),
  change('nose bridge', [[28]], 0.3, [0.82, 0.67], [0, 0.01]),
  change('mouth', [[48, 51, 54, 57]], 0.42, [0.99, 1.26], [0, 0.13]),
  change('chin', [[8]], 0.6, [1.14, 0.6], [0, 0.1]),
  change('jaw', [[4], [12]], 0.5, [0.79, 1.21], [0.12, 0]),
  change('forehead', [[19, 24]], 0.6, [1.15, 0.81], [0, -0.08]),
];

/** Less colour, less light: what is left of the original's skin tone after the change. */
const COLOUR = { saturation: 0.35, gain: 0.75 };

/** How far a stranger's descriptor must be from the original's: well beyond every threshold of the engine. */
const STRANGER_DISTANCE = 0.7;
const STRENGTHS = [0.8, 0.9, 1, 1.1, 1.2];

/**
 * Somebody else, made of the only portrait there is: other eyes, nose, mouth and jaw, seen in a mirror, in other
 * colours. The engine itself is asked whether the result is another person to it; the weakest distortion that is far
 * enough wins. Throws when none is.
 */
export async function makeStranger(reader: PortraitReader, original: Portrait): Promise<Portrait> {
  const known = await reader.describe(original);
  for (const strength of STRENGTHS) {
    const stranger = await reader.locate(distort(original, strength), 'the distorted portrait');
    const own = await reader.describe(stranger);
    const distance = Math.sqrt(own.reduce((sum, value, index) => sum + (value - (known[index] ?? 0)) ** 2, 0));
    if (distance >= STRANGER_DISTANCE) return stranger;
  }
  throw new Error('no stranger could be made of this portrait: add a second person to the portraits');
}

function change(
  _feature: string,
  landmarks: readonly (readonly number[])[],
  radius: number,
  [across, down]: readonly [number, number],
  [outwards, downwards]: readonly [number, number],
): Change {
  return { landmarks, radius, across, down, outwards, downwards };
}

/** A change put in its place: pixels of the portrait. */
interface Push {
  readonly at: Point;
  readonly radius: number;
  readonly growX: number;
  readonly growY: number;
  readonly dx: number;
  readonly dy: number;
}

function distort({ image, landmarks, eyes }: Portrait, strength: number): Portrait['image'] {
  const unit = LIVE_EYE_DISTANCE;
  const pushes = CHANGES.flatMap((wanted) =>
    wanted.landmarks.map((indices): Push => {
      const at = centroid(indices.map((index) => landmarks[index] ?? eyes));
      return {
        at,
        radius: wanted.radius * unit,
        growX: wanted.across ** strength,
        growY: wanted.down ** strength,
        dx: wanted.outwards * unit * strength * Math.sign(at.x - eyes.x),
        dy: wanted.downwards * unit * strength,
      };
    }),
  );
  const stranger = warpImage(image, image.width, image.height, (x, y) => source(pushes, image.width - 1 - x, y));
  const { data } = stranger;
  for (let at = 0; at < data.length; at += 3) {
    const grey = ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3;
    for (let channel = at; channel < at + 3; channel++) {
      data[channel] = (((data[channel] ?? 0) - grey) * COLOUR.saturation + grey) * COLOUR.gain;
    }
  }
  return stranger;
}

/** Where the pixel that ends at (x, y) comes from. */
function source(pushes: readonly Push[], x: number, y: number): Point {
  let sx = x;
  let sy = y;
  for (const { at, radius, growX, growY, dx, dy } of pushes) {
    const offX = x - at.x - dx;
    const offY = y - at.y - dy;
    const weight = Math.exp(-(offX * offX + offY * offY) / (2 * radius * radius));
    sx += weight * (offX * (1 / growX - 1) - dx);
    sy += weight * (offY * (1 / growY - 1) - dy);
  }
  return { x: sx, y: sy };
}
