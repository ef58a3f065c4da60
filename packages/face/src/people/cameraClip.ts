import sharp from 'sharp';
import type { Point } from '../geometry/similarityTransform.ts';
import type { RgbImage } from '../types.ts';
import { CAMERA_HEIGHT, CAMERA_WIDTH, renderHall } from './hallScene.ts';
import type { Portrait } from './portrait.ts';
import { seededRandom } from './seededRandom.ts';
import { warpImage } from './warpImage.ts';

/** Frames of a clip. Chromium plays it in a circle at 30 frames a second, so the motion closes on itself. */
const FRAMES = 24;
const JPEG_QUALITY = 82;

/** Where the eyes are in the frame, and how far and how often a person standing still sways in one round. */
const EYES: Point = { x: 326, y: 205 };
const SWAY = { x: 7, y: 4, rollRadians: 0.025, scale: 0.02 };
/** Pixels over which the portrait's own background fades into the hall. */
const FADE = 48;
/** Light of the hall: dimmer and warmer than a studio's, and from one side. */
const LIGHT = { gain: 0.86, fromSide: 0.16, tint: [1.03, 1, 0.95] } as const;
/** Standard deviation of the camera's noise, 0…255. */
const NOISE = 4;

/**
 * What the kiosk's camera sees, 640×480, as a Motion JPEG elementary stream (baseline JPEGs one after the other), the
 * form Chromium's `--use-file-for-fake-video-capture` takes under the extension `.mjpeg`. With a portrait: that person,
 * in another crop, light and noise than the chip photo. Without: the empty hall. `seed` fixes the noise.
 */
export async function makeCameraClip(seed: string, portrait?: Portrait): Promise<Uint8Array> {
  const hall = await renderHall();
  const random = seededRandom(seed);
  const noise = makeNoise(random);
  const frames: Promise<Buffer>[] = [];
  for (let frame = 0; frame < FRAMES; frame++) {
    const seen = portrait ? placePerson(hall, portrait, (2 * Math.PI * frame) / FRAMES) : hall;
    const data = asCameraSees(seen, noise, Math.floor(random() * noise.length));
    const jpeg = sharp(data, { raw: { width: CAMERA_WIDTH, height: CAMERA_HEIGHT, channels: 3 } });
    frames.push(jpeg.jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:2:0', progressive: false }).toBuffer());
  }
  return Buffer.concat(await Promise.all(frames));
}

function placePerson(hall: RgbImage, portrait: Portrait, phase: number): RgbImage {
  const eyes = { x: EYES.x + SWAY.x * Math.sin(phase), y: EYES.y + SWAY.y * Math.sin(2 * phase) };
  const roll = SWAY.rollRadians * Math.sin(phase + 1);
  const step = 1 + SWAY.scale * Math.sin(phase + 2);
  const cos = Math.cos(roll) * step;
  const sin = Math.sin(roll) * step;
  const source = (x: number, y: number): Point => ({
    x: portrait.eyes.x + (x - eyes.x) * cos + (y - eyes.y) * sin,
    y: portrait.eyes.y + (y - eyes.y) * cos - (x - eyes.x) * sin,
  });
  const person = warpImage(portrait.image, CAMERA_WIDTH, CAMERA_HEIGHT, source);
  const { data } = person;
  for (let y = 0; y < CAMERA_HEIGHT; y++) {
    for (let x = 0; x < CAMERA_WIDTH; x++) {
      const share = opacity(portrait.image, source(x, y));
      if (share === 1) continue;
      for (let at = (y * CAMERA_WIDTH + x) * 3, end = at + 3; at < end; at++) {
        data[at] = (data[at] ?? 0) * share + (hall.data[at] ?? 0) * (1 - share);
      }
    }
  }
  return person;
}

/** 1 inside of the portrait, 0 outside, fading at its top and sides; below, the body goes on. */
function opacity({ width }: RgbImage, { x, y }: Point): number {
  const inside = Math.min(x, width - x, y + FADE) / FADE;
  const share = Math.min(1, Math.max(0, inside));
  return share * share * (3 - 2 * share);
}

/** One picture of the camera's noise, wrapped around; each frame begins in it at another place. */
function makeNoise(random: () => number): Int8Array {
  // Four uniform values make a fair bell: their sum has a variance of a third.
  const one = () => (random() + random() + random() + random() - 2) * Math.sqrt(3) * NOISE;
  return Int8Array.from({ length: 300_007 }, one);
}

function asCameraSees({ width, data }: RgbImage, noise: Int8Array, noiseFrom: number): Uint8Array {
  const seen = new Uint8ClampedArray(data.length);
  for (let at = 0; at < data.length; at++) {
    const x = ((at / 3) | 0) % width;
    const light = LIGHT.gain * (1 + LIGHT.fromSide * (x / width - 0.5)) * (LIGHT.tint[at % 3] ?? 1);
    seen[at] = (data[at] ?? 0) * light + (noise[(at + noiseFrom) % noise.length] ?? 0);
  }
  return new Uint8Array(seen.buffer);
}
