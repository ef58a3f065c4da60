import sharp, { type Sharp } from 'sharp';
import type { SimilarityTransform } from '../../geometry/similarityTransform.ts';
import type { RgbImage } from '../../types.ts';
import { invertSimilarity, mapPoints } from '../frame.ts';
import { judgePhoto, type PhotoVerdict } from '../judgePhoto.ts';
import type { PhotoCheckId } from '../photoChecks.ts';
import { type PhotoProfile, photoProfileSchema } from '../photoProfile.ts';
import { resample } from '../resample.ts';
import { type Drawing, type DrawnPerson, drawPerson, eyesOn } from './drawnPerson.ts';

/** One picture at the gate, and the rule it is there to break. */
export interface PhotoCase {
  readonly name: string;
  readonly drawing?: Drawing;
  /** Done to the finished picture; the person stays where they are in it. */
  readonly spoil?: (picture: Sharp) => Sharp | Promise<Sharp>;
  /** Where the pixels of another frame lie in the drawing, and that frame's size. */
  readonly reframe?: { readonly transform: SimilarityTransform; readonly width: number; readonly height: number };
  /** Widths of the faces the detector sees; default the one that was drawn. */
  readonly faces?: readonly number[];
  readonly profile?: PhotoProfile;
  /** Rules that must be broken; nothing = the photo is accepted with all of them held. */
  readonly breaks: readonly PhotoCheckId[];
}

/** Where the wall behind the citizen is judged instead of replaced, and everything counts. */
export const wallProfile: PhotoProfile = photoProfileSchema.parse({
  id: 'own-wall',
  background: { mayBeReplaced: false },
  advisory: [],
});
const strict: PhotoProfile = photoProfileSchema.parse({ id: 'strict', advisory: [] });

const shift = (x: number, y: number): SimilarityTransform => ({ a: 1, b: 0, tx: x, ty: y });
const turnBy = (degrees: number): SimilarityTransform => {
  const a = Math.cos((degrees * Math.PI) / 180);
  const b = Math.sin((degrees * Math.PI) / 180);
  return { a, b, tx: 360 - a * 360 + b * 450, ty: 450 - b * 360 - a * 450 };
};
const gradient = (from: string, to: string) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="900"><defs><linearGradient id="g"><stop offset="0.25" stop-color="${from}"/><stop offset="0.75" stop-color="${to}"/></linearGradient></defs><rect width="720" height="900" fill="url(#g)"/></svg>`,
  );
const SHADOW = `<defs><filter id="s"><feGaussianBlur stdDeviation="14"/></filter></defs><path d="M 225 400 Q 215 190 385 185 Q 560 190 548 400 Q 530 600 700 900 L 100 900 Q 260 640 225 400 Z" transform="translate(26 8)" fill="#8f8d8a" filter="url(#s)"/>`;
const SHELVES = Array.from(
  { length: 9 },
  (_, row) => `<rect y="${row * 100}" width="720" height="52" fill="${row % 2 ? '#8d6b45' : '#3f6f5c'}"/>`,
).join('');
const POSTERS = [95, 575].map((x) => `<rect x="${x}" y="130" width="55" height="220" fill="#56707a"/>`).join('');
const GLASSES = (fill: string) =>
  [295, 425]
    .map(
      (x) =>
        `<rect x="${x - 46}" y="376" width="92" height="62" rx="16" fill="${fill}" stroke="#151515" stroke-width="6"/>`,
    )
    .join('');
const REFLEX = [295, 425].map((x) => `<ellipse cx="${x}" cy="402" rx="24" ry="11" fill="#fff"/>`).join('');

/** Twenty pictures the gate knows and more: each rule broken once, and pictures that hold them all. */
export const photoCases: readonly PhotoCase[] = [
  { name: 'a good picture', breaks: [], profile: strict },
  { name: 'a good picture before an own white wall', breaks: [], profile: wallProfile },
  { name: 'a good picture in a hall full of shelves', drawing: { behind: SHELVES }, breaks: [], profile: strict },
  { name: 'dark skin', drawing: { skin: '#6b4530', hair: '#120d0b' }, breaks: [], profile: strict },
  { name: 'white hair', drawing: { hair: '#d9d7d4' }, breaks: [], profile: strict },
  { name: 'two people', faces: [300, 240], breaks: ['one-face'] },
  {
    name: 'a picture of few pixels',
    reframe: { transform: { a: 3, b: 0, tx: 0, ty: 0 }, width: 240, height: 300 },
    breaks: ['resolution'],
  },
  {
    name: 'too close, head cut off',
    reframe: { transform: shift(0, 200), width: 720, height: 700 },
    breaks: ['head-complete'],
  },
  {
    name: 'too close, no shoulders',
    reframe: { transform: shift(0, 0), width: 720, height: 690 },
    breaks: ['shoulders-complete'],
  },
  {
    name: 'at the edge of the picture',
    reframe: { transform: shift(260, 0), width: 460, height: 900 },
    breaks: ['whole-width'],
  },
  { name: 'face turned away', drawing: { turn: 40 }, breaks: ['facing-forward'] },
  { name: 'head bowed', drawing: { nod: 45 }, breaks: ['chin-level'] },
  { name: 'head tilted', reframe: { transform: turnBy(16), width: 720, height: 900 }, breaks: ['head-upright'] },
  { name: 'eyes shut', drawing: { eyesShut: true }, breaks: ['eyes-open'] },
  { name: 'looking aside', drawing: { gaze: 12 }, breaks: ['looking-ahead'] },
  { name: 'mouth open', drawing: { mouthGap: 22 }, breaks: ['mouth-closed'] },
  { name: 'a broad smile', drawing: { mouthWidth: 150 }, breaks: ['neutral'] },
  { name: 'a blue cap', drawing: { hair: '#2356c8' }, breaks: ['bareheaded'], profile: strict },
  { name: 'fringe over the brows', drawing: { fringe: true }, breaks: ['brows-visible'], profile: strict },
  { name: 'hair over the ears', drawing: { longHair: true }, breaks: ['ears-visible'], profile: strict },
  { name: 'dark glasses', drawing: { before: GLASSES('#1a1a1e') }, breaks: ['no-dark-glasses'] },
  { name: 'reflections on the glasses', drawing: { before: GLASSES('none') + REFLEX }, breaks: ['no-glare'] },
  { name: 'out of focus', spoil: (picture) => picture.blur(5), breaks: ['sharp'] },
  { name: 'a noisy camera', drawing: { noise: 20 }, breaks: ['low-noise'] },
  { name: 'too dark', spoil: (picture) => picture.linear(0.25), breaks: ['bright-enough'] },
  { name: 'too bright', spoil: (picture) => picture.linear(1.6, 20), breaks: ['not-overexposed'] },
  {
    name: 'light from one side',
    spoil: (picture) => picture.composite([{ input: gradient('#fff', '#444'), blend: 'multiply' }]),
    breaks: ['even-light'],
  },
  { name: 'black and white', spoil: (picture) => picture.greyscale().toColourspace('srgb'), breaks: ['in-colour'] },
  { name: 'smoothed by a beauty filter', drawing: { noise: 0 }, breaks: ['not-retouched'], profile: strict },
  {
    name: 'squeezed by a messenger',
    spoil: async (picture) => sharp(await picture.jpeg({ quality: 6 }).toBuffer()),
    breaks: ['not-compressed'],
  },
  { name: 'a blue wall', drawing: { background: '#6fa0d8' }, breaks: ['background-white'], profile: wallProfile },
  { name: 'pictures on the wall', drawing: { behind: POSTERS }, breaks: ['background-even'], profile: wallProfile },
  {
    name: 'a shadow on the wall',
    drawing: { behind: SHADOW },
    breaks: ['background-shadowless'],
    profile: wallProfile,
  },
  { name: 'a white shirt', drawing: { clothes: '#fbfbfb' }, breaks: ['clothes-differ'] },
];

/** What the gate says of a case. */
export async function judgeCase(photoCase: PhotoCase, standard: PhotoProfile): Promise<PhotoVerdict> {
  const { image, eyes } = await pictureOf(photoCase);
  return judgePhoto(image, photoCase.profile ?? standard, eyes);
}

export async function pictureOf({ drawing, spoil, reframe, faces }: PhotoCase) {
  const drawn = await drawPerson(drawing);
  const person = reframe ? cutAnew(drawn, reframe) : drawn;
  const image = spoil ? await toRgb(await spoil(fromRgb(person.image))) : person.image;
  return { image, eyes: eyesOn(person, faces) };
}

function cutAnew(
  { image, silhouette, landmarks }: DrawnPerson,
  { transform, width, height }: NonNullable<PhotoCase['reframe']>,
) {
  return {
    image: resample(image, transform, width, height).image,
    silhouette: resample(silhouette, transform, width, height).image,
    landmarks: mapPoints(landmarks, invertSimilarity(transform)),
  };
}

function fromRgb({ width, height, data }: RgbImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

async function toRgb(picture: Sharp): Promise<RgbImage> {
  // Written and read again: sharp would order the steps of one pipeline its own way.
  const { data, info } = await sharp(await picture.png().toBuffer())
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
