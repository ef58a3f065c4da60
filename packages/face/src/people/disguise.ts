import sharp from 'sharp';
import { centroid, type Point } from '../geometry/similarityTransform.ts';
import type { RgbImage } from '../types.ts';
import type { Portrait } from './portrait.ts';

/** What is done to a face so that it cannot be seen as it should. */
export const DISGUISES = [
  'sunglasses',
  'tinted-glasses',
  'blue-mask',
  'white-mask',
  'black-mask',
  'shut-eyes',
  'lit-from-one-side',
] as const;
export type Disguise = (typeof DISGUISES)[number];

/** The same portrait with something drawn on it. The drawing is flat and clean: real glasses and masks are harder. */
export async function disguise(portrait: Portrait, as: Disguise): Promise<Portrait> {
  if (as === 'lit-from-one-side') return { ...portrait, image: lightFromOneSide(portrait) };
  const { width, height, data } = portrait.image;
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${draw(portrait, as)}</svg>`;
  const { data: drawn } = await sharp(data, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(drawing) }])
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { ...portrait, image: { width, height, data: drawn } };
}

function draw(portrait: Portrait, as: Exclude<Disguise, 'lit-from-one-side'>): string {
  switch (as) {
    case 'sunglasses':
      return glasses(portrait, 1);
    case 'tinted-glasses':
      return glasses(portrait, 0.75);
    case 'blue-mask':
      return mask(portrait, '#7fb2d6');
    case 'white-mask':
      return mask(portrait, '#e8eaea');
    case 'black-mask':
      return mask(portrait, '#17181a');
    case 'shut-eyes':
      return shutEye(portrait, 36) + shutEye(portrait, 42);
  }
}

function glasses({ landmarks }: Portrait, opacity: number): string {
  const lens = ({ x, y }: Point) => `<ellipse cx="${x}" cy="${y + 3}" rx="30" ry="23"/>`;
  const [left, right] = [centroid(landmarks.slice(36, 42)), centroid(landmarks.slice(42, 48))];
  return `<g fill="#120f0c" fill-opacity="${opacity}">${lens(left)}${lens(right)}</g>`;
}

/** From the bridge of the nose over the cheeks to below the chin. */
function mask({ landmarks, eyes }: Portrait, colour: string): string {
  const at = (index: number) => landmarks[index] ?? eyes;
  const top = at(28).y + 10;
  return `<path fill="${colour}" d="M${at(2).x} ${top} Q${at(30).x} ${top - 16} ${at(14).x} ${top} L${at(12).x} ${at(12).y} Q${at(8).x} ${at(8).y + 14} ${at(4).x} ${at(4).y} Z"/>`;
}

/** A lid in the colour of the skin below the eye, and the line of the lashes. `first`: the eye's first landmark. */
function shutEye({ image, landmarks, eyes }: Portrait, first: number): string {
  const outer = landmarks[first] ?? eyes;
  const inner = landmarks[first + 3] ?? eyes;
  const { x, y } = centroid(landmarks.slice(first, first + 6));
  const width = Math.abs(inner.x - outer.x);
  const from = (Math.round(y + width * 0.62) * image.width + Math.round(x)) * 3;
  const skin = [...image.data.subarray(from, from + 3)].join(',');
  return `<filter id="soft"><feGaussianBlur stdDeviation="2"/></filter>
    <ellipse cx="${x}" cy="${y - 1}" rx="${width * 0.62}" ry="${width * 0.36}" fill="rgb(${skin})" filter="url(#soft)"/>
    <path d="M${outer.x} ${outer.y + 1} Q${x} ${y + width * 0.36} ${inner.x} ${inner.y + 1}" stroke="#2a1d18" stroke-width="2" fill="none"/>`;
}

/** A quarter of the light on one half of the face, all of it on the other, and 60 pixels between. */
function lightFromOneSide({ image, landmarks, eyes }: Portrait): RgbImage {
  const middle = landmarks[30]?.x ?? eyes.x;
  const data = image.data.map((value, at) => {
    const share = Math.min(1, Math.max(0, (((at / 3) | 0) % image.width) - middle + 30) / 60);
    return value * (0.25 + 0.75 * share);
  });
  return { ...image, data };
}
