import type { PictureMemory } from '../analysis/pictureMemory.ts';
import type { Point, SimilarityTransform } from '../geometry/similarityTransform.ts';
import type { RgbImage } from '../types.ts';
import { cutOutPerson, placeBefore } from './cutOut.ts';
import { frameTransform, invertSimilarity, mapPoints, readHead } from './frame.ts';
import type { PhotoProfile } from './photoProfile.ts';
import { connectedTo, makePlane, type Plane } from './planes.ts';
import { resample } from './resample.ts';

/** How much of each pixel belongs to a person, 0…1, in the size of the picture. */
export type SegmentPerson = (image: RgbImage) => Promise<Plane>;

/** Where the head came to lie, in pixels of the photo. */
export interface HeadPlacement {
  readonly faceWidth: number;
  /** From the upper edge to the top of the hair; 0 where it is cut off. */
  readonly hairTop: number;
  readonly eyesX: number;
  readonly eyesAboveLowerEdge: number;
  /** The hair was cut off because the eyes could not lie high enough otherwise. */
  readonly hairCut: boolean;
}

/** A photo in the profile's size, with what it was made of. */
export interface ComposedPhoto {
  /** What the card gets. */
  readonly image: RgbImage;
  /** The same frame with its own background. */
  readonly framed: RgbImage;
  /** How much of each pixel is the person. */
  readonly person: Plane;
  /** 1 where the source had the pixel, 0 beyond its edge. */
  readonly covered: Uint8Array;
  /** The 68 landmarks in the photo. */
  readonly landmarks: readonly Point[];
  readonly placement: HeadPlacement;
  /** Pixels of the photo for each pixel of the source along a line; above 1 it was enlarged. */
  readonly enlargement: number;
}

/** The picture in which the hair is sought and the person segmented: a square, wide enough for every lawful frame. */
const STUDIO = { size: 512, eyes: { x: 256, y: 236 }, faceWidth: 190 } as const;
/** Columns beside the eyes, in face widths, in which the top of the hair is sought; not a raised hand beside the head. */
const HEAD_HALF_WIDTH = 0.5;
/** Pixels of a row that make it hair and not noise. */
const HAIR_PIXELS = 6;
const PERSON = 0.5;
/** Pixels around the photo that are cut out with it, so that its edge is refined like everything else. */
const MARGIN = 16;
/** Kept away from every limit, since the finished photo is measured again. */
const SAFETY = 3;

/**
 * Cuts the photo out of a picture: eyes level, head where the profile wants it, background replaced where it allows.
 * Never refuses: what cannot be had of the picture (shoulders outside of it, too few pixels) is for the checks to say.
 * `landmarks`: the 68 points in pixels of `source`. Every picture made on the way, and the result, goes into `memory`.
 */
export async function composePhoto(
  source: RgbImage,
  landmarks: readonly Point[],
  profile: PhotoProfile,
  segment: SegmentPerson,
  memory: PictureMemory,
): Promise<ComposedPhoto> {
  const head = readHead(landmarks);
  const studio = resample(source, studioTransform(landmarks), STUDIO.size, STUDIO.size);
  memory.hold(studio.image.data);
  const mask = await segment(studio.image);
  memory.hold(mask.data);
  const hairAboveEyes = STUDIO.eyes.y - findHairTop(mask, STUDIO.eyes, STUDIO.faceWidth);
  const plan = placeHead(hairAboveEyes / STUDIO.faceWidth, profile);

  const width = profile.size.width + 2 * MARGIN;
  const height = profile.size.height + 2 * MARGIN;
  const eyes = { x: profile.size.width / 2 + MARGIN, y: plan.eyesY + MARGIN };
  const transform = frameTransform(head, eyes, plan.faceWidth);
  const { image: framed, covered } = resample(source, transform, width, height);
  memory.hold(framed.data);
  const seen = rescaleMask(mask, STUDIO.faceWidth / plan.faceWidth, eyes, width, height);
  memory.hold(seen.data);
  const inFrame = mapPoints(landmarks, invertSimilarity(transform));
  const chin = Math.round(inFrame[8]?.y ?? height);
  const cut = cutOutPerson(framed, seen, [Math.round(eyes.y) * width + Math.round(eyes.x)], chin, memory);
  const person = crop({ width, height, data: cut.alpha }, profile);
  const image = profile.background.mayBeReplaced ? placeBefore(cut, profile.background.colour) : framed;
  const [finished, own] = [cropImage(image, profile), cropImage(framed, profile)];
  for (const made of [image.data, finished.data, own.data, person.data]) memory.hold(made);
  const inPhoto = inFrame.map(({ x, y }) => ({ x: x - MARGIN, y: y - MARGIN }));
  const placed = readHead(inPhoto);
  return {
    image: finished,
    framed: own,
    person,
    covered: cropBytes(covered, width, profile, 1),
    landmarks: inPhoto,
    placement: {
      faceWidth: placed.faceWidth,
      hairTop: findHairTop(person, placed.eyes, placed.faceWidth),
      eyesX: placed.eyes.x,
      eyesAboveLowerEdge: profile.size.height - placed.eyes.y,
      hairCut: plan.hairCut,
    },
    enlargement: plan.faceWidth / head.faceWidth,
  };
}

/** Where the pixels of the square given to `SegmentPerson` lie in the source. */
export function studioTransform(landmarks: readonly Point[]): SimilarityTransform {
  return frameTransform(readHead(landmarks), STUDIO.eyes, STUDIO.faceWidth);
}

interface HeadPlan {
  readonly faceWidth: number;
  readonly eyesY: number;
  readonly hairCut: boolean;
}

/**
 * How large the face becomes and how high the eyes lie. `hair`: from the eyes up to the top of the hair, in face widths.
 * The aimed face width if both the hair and the eye line hold with it, else the widest at which they do; where even the
 * narrowest does not do, that one, and the eye line holds at the cost of the hair.
 */
export function placeHead(hair: number, { head, size }: PhotoProfile): HeadPlan {
  const hairTop = (head.hairTop.min + head.hairTop.max) / 2;
  const lowestEyes = size.height - head.eyesAboveLowerEdge - SAFETY;
  const widest = (lowestEyes - hairTop) / hair;
  const narrowest = head.faceWidth.min + SAFETY;
  const aim = Math.min(head.faceWidth.max - SAFETY, Math.max(narrowest, head.faceWidthAim));
  if (widest >= narrowest) {
    const faceWidth = Math.min(aim, widest);
    return { faceWidth, eyesY: hairTop + hair * faceWidth, hairCut: false };
  }
  const leastTop = head.hairTop.min + SAFETY;
  if (leastTop + hair * narrowest <= lowestEyes || !head.hairMayBeCut) {
    return { faceWidth: narrowest, eyesY: leastTop + hair * narrowest, hairCut: false };
  }
  return { faceWidth: narrowest, eyesY: lowestEyes, hairCut: true };
}

/** The row where the hair begins above the eyes; 0 where it reaches the upper edge. Only what hangs together with the face counts. */
export function findHairTop(mask: Plane, eyes: Point, faceWidth: number): number {
  const seed = Math.round(eyes.y) * mask.width + Math.round(eyes.x);
  const person = connectedTo(mask, PERSON, [seed]);
  const left = Math.max(0, Math.round(eyes.x - faceWidth * HEAD_HALF_WIDTH));
  const right = Math.min(mask.width, Math.round(eyes.x + faceWidth * HEAD_HALF_WIDTH));
  for (let y = 0; y < eyes.y; y++) {
    let count = 0;
    for (let x = left; x < right; x++) count += person[y * mask.width + x] ?? 0;
    if (count >= HAIR_PIXELS) return y;
  }
  // Nobody above the eyes: the net saw no hair, so the forehead ends where foreheads end, half a face above the eyes.
  return Math.max(0, Math.round(eyes.y - faceWidth * 0.6));
}

function rescaleMask(mask: Plane, step: number, eyes: Point, width: number, height: number): Plane {
  const out = makePlane(width, height);
  for (let y = 0; y < height; y++) {
    const sy = Math.min(mask.height - 1.001, Math.max(0, STUDIO.eyes.y + (y - eyes.y) * step));
    const top = Math.floor(sy);
    const fy = sy - top;
    for (let x = 0; x < width; x++) {
      const sx = Math.min(mask.width - 1.001, Math.max(0, STUDIO.eyes.x + (x - eyes.x) * step));
      const left = Math.floor(sx);
      const fx = sx - left;
      const from = top * mask.width + left;
      const upper = (mask.data[from] ?? 0) * (1 - fx) + (mask.data[from + 1] ?? 0) * fx;
      const lower = (mask.data[from + mask.width] ?? 0) * (1 - fx) + (mask.data[from + mask.width + 1] ?? 0) * fx;
      out.data[y * width + x] = upper * (1 - fy) + lower * fy;
    }
  }
  return out;
}

function crop(plane: Plane, { size }: PhotoProfile): Plane {
  const out = makePlane(size.width, size.height);
  for (let y = 0; y < size.height; y++) {
    const from = (y + MARGIN) * plane.width + MARGIN;
    out.data.set(plane.data.subarray(from, from + size.width), y * size.width);
  }
  return out;
}

function cropImage(image: RgbImage, profile: PhotoProfile): RgbImage {
  return { ...profile.size, data: cropBytes(image.data, image.width, profile, 3) };
}

function cropBytes(data: Uint8Array, width: number, { size }: PhotoProfile, channels: number): Uint8Array {
  const out = new Uint8Array(size.width * size.height * channels);
  for (let y = 0; y < size.height; y++) {
    const from = ((y + MARGIN) * width + MARGIN) * channels;
    out.set(data.subarray(from, from + size.width * channels), y * size.width * channels);
  }
  return out;
}
