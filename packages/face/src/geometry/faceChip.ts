import type { RgbImage } from '../types.ts';
import { fitSimilarity, type Point, type SimilarityTransform } from './similarityTransform.ts';

/** Edge of the square face picture the descriptor network was trained on, in pixels. */
export const CHIP_SIZE = 150;

/** Room left around the mean face, as a share of its width: the value the network was trained with. */
const CHIP_PADDING = 0.25;

/**
 * Mean positions of landmarks 17–67 in a unit square: the template dlib aligns with (dlib, get_face_chip_details in
 * image_transforms/interpolation.h, Boost Software License), which the weights of face-api's descriptor were trained on.
 */
const MEAN_X = [
  0.000213256, 0.0752622, 0.18113, 0.29077, 0.393397, 0.586856, 0.689483, 0.799124, 0.904991, 0.98004, 0.490127,
  0.490127, 0.490127, 0.490127, 0.36688, 0.426036, 0.490127, 0.554217, 0.613373, 0.121737, 0.187122, 0.265825, 0.334606,
  0.260918, 0.182743, 0.645647, 0.714428, 0.793132, 0.858516, 0.79751, 0.719335, 0.254149, 0.340985, 0.428858, 0.490127,
  0.551395, 0.639268, 0.726104, 0.642159, 0.556721, 0.490127, 0.423532, 0.338094, 0.290379, 0.428096, 0.490127,
  0.552157, 0.689874, 0.553364, 0.490127, 0.42689,
];
const MEAN_Y = [
  0.106454, 0.038915, 0.0187482, 0.0344891, 0.0773906, 0.0773906, 0.0344891, 0.0187482, 0.038915, 0.106454, 0.203352,
  0.307009, 0.409805, 0.515625, 0.587326, 0.609345, 0.628106, 0.609345, 0.587326, 0.216423, 0.178758, 0.179852,
  0.231733, 0.245099, 0.244077, 0.231733, 0.179852, 0.178758, 0.216423, 0.244077, 0.245099, 0.780233, 0.745405,
  0.727388, 0.742578, 0.727388, 0.745405, 0.780233, 0.864805, 0.902192, 0.909281, 0.902192, 0.864805, 0.784792,
  0.778746, 0.785343, 0.778746, 0.784792, 0.824182, 0.831803, 0.824182,
];
const FIRST_TEMPLATE_LANDMARK = 17;

/** Eyebrows and the lower lip move with every expression; aligning by them would turn a smile into a tilted head. */
function isSteady(landmark: number): boolean {
  const eyebrow = landmark <= 26;
  const lowerLip = (landmark >= 55 && landmark <= 59) || landmark >= 65;
  return !eyebrow && !lowerLip;
}

const template: readonly { landmark: number; at: Point }[] = MEAN_X.map((x, index) => ({
  landmark: index + FIRST_TEMPLATE_LANDMARK,
  at: { x: onChip(x), y: onChip(MEAN_Y[index] ?? 0) },
})).filter(({ landmark }) => isSteady(landmark));

function onChip(unit: number): number {
  return ((CHIP_PADDING + unit) / (1 + 2 * CHIP_PADDING)) * CHIP_SIZE;
}

/** Where the pixels of the chip lie in the picture the 68 `landmarks` (in pixels) were found in. */
export function chipTransform(landmarks: readonly Point[]): SimilarityTransform {
  if (landmarks.length !== 68) throw new RangeError(`expected 68 landmarks, got ${landmarks.length}`);
  return fitSimilarity(
    template.map(({ at }) => at),
    template.map(({ landmark }) => landmarks[landmark] ?? { x: 0, y: 0 }),
  );
}

/**
 * Cuts the aligned face out: `size × size × 3` values 0…255, black outside of the picture. Where the face is larger
 * than the chip several samples are averaged for each pixel, else fine texture would alias.
 */
export function cutChip(image: RgbImage, transform: SimilarityTransform, size: number = CHIP_SIZE): Float32Array {
  const chip = new Float32Array(size * size * 3);
  const scale = Math.hypot(transform.a, transform.b);
  const samples = Math.min(4, Math.max(1, Math.ceil(scale)));
  const { a, b, tx, ty } = transform;
  const share = 1 / (samples * samples);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const target = (y * size + x) * 3;
      for (let sample = 0; sample < samples * samples; sample++) {
        const cx = x + ((sample % samples) + 0.5) / samples - 0.5;
        const cy = y + (Math.floor(sample / samples) + 0.5) / samples - 0.5;
        addBilinear(image, a * cx - b * cy + tx, b * cx + a * cy + ty, share, chip, target);
      }
    }
  }
  return chip;
}

/** The same face seen in a mirror. Averaging both descriptors cancels part of what light from one side does. */
export function mirrorChip(chip: Float32Array, size: number = CHIP_SIZE): Float32Array {
  const mirrored = new Float32Array(chip.length);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const from = (y * size + x) * 3;
      mirrored.set(chip.subarray(from, from + 3), (y * size + size - 1 - x) * 3);
    }
  }
  return mirrored;
}

function addBilinear(image: RgbImage, x: number, y: number, share: number, into: Float32Array, at: number): void {
  const { width, height, data } = image;
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return;
  const fx = x - left;
  const fy = y - top;
  const row = width * 3;
  const base = top * row + left * 3;
  for (let channel = 0; channel < 3; channel++) {
    const at00 = base + channel;
    const upper = (data[at00] ?? 0) * (1 - fx) + (data[at00 + 3] ?? 0) * fx;
    const lower = (data[at00 + row] ?? 0) * (1 - fx) + (data[at00 + row + 3] ?? 0) * fx;
    into[at + channel] = (into[at + channel] ?? 0) + (upper * (1 - fy) + lower * fy) * share;
  }
}
