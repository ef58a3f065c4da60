import sharp from 'sharp';
import type { FaceBox } from '../analysis/faceAnalysis.ts';
import { PictureMemory } from '../analysis/pictureMemory.ts';
import type { Point } from '../geometry/similarityTransform.ts';
import type { RgbImage } from '../types.ts';
import { composePhoto, type SegmentPerson } from './composePhoto.ts';
import { type EncodeFailure, encodePhoto } from './encodePhoto.ts';
import { readHead } from './frame.ts';
import { inspectPhotoFile, type PhotoFileFailure } from './inspectPhotoFile.ts';
import type { PhotoAdvice } from './photoAdvice.ts';
import { checkPhoto, measurePhoto, type PhotoCheck } from './photoChecks.ts';
import { findUploadFault, MAX_UPLOAD_PIXELS, type UploadFault } from './photoFileFaults.ts';
import type { PhotoProfile } from './photoProfile.ts';

/** What the gate asks the nets; the face worker answers, or a test. */
export interface PhotoEyes {
  /** The faces of a picture, largest first, with the 68 landmarks of the largest. */
  look(
    image: RgbImage,
  ): Promise<{ readonly boxes: readonly Pick<FaceBox, 'width'>[]; readonly landmarks?: readonly Point[] }>;
  readonly segment: SegmentPerson;
}

/** Why a picture was not even measured. */
export type PhotoRefusal = PhotoFileFailure | UploadFault | 'unreadable' | 'no-face' | EncodeFailure;

export interface PhotoVerdict {
  readonly accepted: boolean;
  /** Every rule with its figure; empty where there was nothing to measure. */
  readonly checks: readonly PhotoCheck[];
  /** Set where the picture could not be measured or written. */
  readonly refusal?: PhotoRefusal;
  /** The first thing to do about it; undefined where it was accepted. */
  readonly advice?: PhotoAdvice;
  /** The finished bytes, only of an accepted photo. */
  readonly photo?: Uint8Array;
}

/** Faces narrower than this share of the largest are people far behind, who go with the background. */
const BYSTANDER_WIDTH = 0.45;
/** Longest edge a picture is looked at: twice what the smallest lawful face needs, and no more. */
const MAX_EDGE = 2048;

/**
 * The gate for a photo that somebody brings as a file: the bytes are inspected, decoded (turned upright as Exif says) and
 * then judged like a picture of the machine's own camera. `file` stays the caller's, who overwrites it.
 */
export async function judgePhotoFile(
  file: Uint8Array,
  profile: PhotoProfile,
  eyes: PhotoEyes,
  memory: PictureMemory = new PictureMemory(),
): Promise<PhotoVerdict> {
  const inspected = inspectPhotoFile(file);
  if (!inspected.ok) return refuse(inspected.code);
  const fault = findUploadFault(inspected.facts);
  if (fault) return refuse(fault);
  const picture = await decode(file);
  if (!picture) return refuse('unreadable');
  try {
    return await judgePhoto(picture, profile, eyes, memory);
  } finally {
    picture.data.fill(0);
  }
}

/**
 * The gate: composes the photo, holds every rule against it, and writes the bytes where no rule that counts was broken.
 * Whether camera or upload, it is the same. `picture` stays the caller's; everything made of it is overwritten.
 */
export async function judgePhoto(
  picture: RgbImage,
  profile: PhotoProfile,
  eyes: PhotoEyes,
  memory: PictureMemory = new PictureMemory(),
): Promise<PhotoVerdict> {
  const { boxes, landmarks } = await eyes.look(picture);
  const [largest] = boxes;
  if (!largest || !landmarks) return refuse('no-face');
  try {
    const photo = await composePhoto(picture, landmarks, profile, eyes.segment, memory);
    const evidence = {
      source: picture,
      photo,
      faces: boxes.filter(({ width }) => width >= largest.width * BYSTANDER_WIDTH).length,
      tiltDegrees: (readHead(landmarks).rollRadians * 180) / Math.PI,
    };
    const checks = checkPhoto(measurePhoto(evidence, profile), profile);
    const broken = checks.find(({ passed, advisory }) => !passed && !advisory);
    if (broken) return { accepted: false, checks, advice: broken.advice };
    const encoded = await encodePhoto(photo.image, profile);
    return encoded.ok ? { accepted: true, checks, photo: encoded.jpeg } : { ...refuse(encoded.code), checks };
  } finally {
    memory.wipe();
  }
}

/** What to tell the citizen of a picture that could not be measured. */
// biome-ignore format: a table is read in rows
export const refusalAdvice: Record<PhotoRefusal, PhotoAdvice> = {
  empty: 'send-again',
  'not-jpeg': 'jpg-file',
  truncated: 'send-again',
  damaged: 'send-again',
  unreadable: 'send-again',
  'too-few-pixels': 'larger-photo',
  'too-many-pixels': 'smaller-photo',
  'printing-colours': 'take-another',
  'no-face': 'come-into-view',
  'too-little-detail': 'take-another',
  'too-much-detail': 'take-another',
  'wrong-picture-size': 'take-another',
};

function refuse(refusal: PhotoRefusal): PhotoVerdict {
  return { accepted: false, checks: [], refusal, advice: refusalAdvice[refusal] };
}

async function decode(file: Uint8Array): Promise<RgbImage | undefined> {
  try {
    const { data, info } = await sharp(file, { limitInputPixels: MAX_UPLOAD_PIXELS, failOn: 'warning' })
      .autoOrient()
      .resize({ width: MAX_EDGE, height: MAX_EDGE, fit: 'inside', withoutEnlargement: true })
      .flatten()
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return info.channels === 3 ? { width: info.width, height: info.height, data } : undefined;
  } catch {
    // Whole by its markers, but not by what is between them; sharp has one error for all of it.
    return undefined;
  }
}
