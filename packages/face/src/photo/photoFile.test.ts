import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../people/seededRandom.ts';
import type { RgbImage } from '../types.ts';
import { encodePhoto } from './encodePhoto.ts';
import { inspectPhotoFile, type PhotoFileFacts } from './inspectPhotoFile.ts';
import { judgePhotoFile } from './judgePhoto.ts';
import { findPhotoFileFaults, findUploadFault, type PhotoFileFault } from './photoFileFaults.ts';
import { nationalPhotoProfile, photoProfileSchema } from './photoProfile.ts';
import { pictureOf } from './testing/photoCases.ts';

const random = seededRandom('file');
/** Waves with noise on them: compresses like a photo does. */
function pattern(width: number, height: number, noise: number): RgbImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const x = Math.floor(at / 3) % width;
    const y = Math.floor(at / 3 / width);
    return 128 + 60 * Math.sin(x / 17) * Math.sin(y / 23) + (random() - 0.5) * noise;
  });
  return { width, height, data };
}
const picture = (width: number, height: number, noise = 40) =>
  sharp(pattern(width, height, noise).data, { raw: { width, height, channels: 3 } });
const photo = pattern(358, 441, 14);

async function factsOf(file: Promise<Uint8Array> | Uint8Array): Promise<PhotoFileFacts> {
  const inspected = inspectPhotoFile(await file);
  if (!inspected.ok) throw new Error(`${inspected.code}: ${inspected.detail}`);
  return inspected.facts;
}

describe('the finished bytes', () => {
  it('are a baseline JPEG of 358×441 at 350 dpi with nothing else in it', async () => {
    const encoded = await encodePhoto(photo, nationalPhotoProfile);
    if (!encoded.ok) throw new Error(encoded.code);
    const facts = await factsOf(encoded.jpeg);
    expect(facts).toMatchObject({
      width: 358,
      height: 441,
      process: 'baseline',
      precision: 8,
      components: 3,
      density: 350,
      metadata: [],
      orientation: 1,
      trailingBytes: 0,
    });
    expect(new Set(facts.segments)).toEqual(new Set(['JFIF', 'DQT', 'SOF0', 'DHT', 'SOS']));
    expect(findPhotoFileFaults(facts, nationalPhotoProfile)).toEqual([]);
    // Somebody else's decoder reads the same.
    expect(await sharp(encoded.jpeg).metadata()).toMatchObject({
      width: 358,
      height: 441,
      density: 350,
      isProgressive: false,
    });
  });

  it.each([2, 8, 14, 20, 30, 60])('keep to the range with noise of %d, near the quality asked for', async (noise) => {
    const encoded = await encodePhoto(pattern(358, 441, noise), nationalPhotoProfile);
    if (!encoded.ok) throw new Error(encoded.code);
    const { min, max } = nationalPhotoProfile.fileBytes;
    expect(encoded.jpeg.length).toBeGreaterThanOrEqual(min);
    expect(encoded.jpeg.length).toBeLessThanOrEqual(max);
  });

  it('move the quality no further than the range needs', async () => {
    const grainy = pattern(358, 441, 30);
    const from = (start: number, max: number) =>
      encodePhoto(grainy, photoProfileSchema.parse({ quality: { start }, fileBytes: { min: 1, max } }));
    const free = await from(70, 99_999);
    const max = Math.round(0.9 * (free.ok ? free.jpeg.length : 0));
    const tight = await from(70, max);
    if (!tight.ok) throw new Error(tight.code);
    expect(tight.jpeg.length).toBeLessThanOrEqual(max);
    const next = await from(tight.quality + 1, 99_999);
    expect(next.ok && next.jpeg.length > max).toBe(true);
  });

  it('are not made where they cannot be', async () => {
    const flat = { ...photo, data: new Uint8Array(photo.data.length).fill(200) };
    expect(await encodePhoto(flat, nationalPhotoProfile)).toMatchObject({ ok: false, code: 'too-little-detail' });
    expect(await encodePhoto(pattern(358, 441, 255), nationalPhotoProfile)).toMatchObject({
      ok: false,
      code: 'too-much-detail',
    });
    expect(await encodePhoto(pattern(441, 358, 10), nationalPhotoProfile)).toMatchObject({
      ok: false,
      code: 'wrong-picture-size',
    });
  });
});

describe('inspectPhotoFile', () => {
  const jpeg = () => picture(358, 441).jpeg({ quality: 70 }).toBuffer();

  it.each<[string, () => Promise<Uint8Array>, Partial<PhotoFileFacts>]>([
    [
      'progressive',
      () => picture(358, 441).jpeg({ progressive: true }).toBuffer(),
      { process: 'progressive', components: 3 },
    ],
    ['grey', () => picture(358, 441).toColourspace('b-w').jpeg().toBuffer(), { components: 1, sampling: '1x1' }],
    ['four inks', () => picture(358, 441).toColourspace('cmyk').jpeg().toBuffer(), { components: 4 }],
    ['4:4:4', () => picture(358, 441).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(), { sampling: '1x1 1x1 1x1' }],
    ['4:2:0', () => jpeg(), { sampling: '2x2 1x1 1x1', process: 'baseline' }],
    [
      'turned by Exif',
      () => picture(441, 358).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
      { orientation: 6, width: 441 },
    ],
  ])('reads %s', async (_what, make, expected) => expect(await factsOf(make())).toMatchObject(expected));

  it.each([30, 50, 70, 85, 95])('tells quality %d from the tables', async (quality) => {
    const facts = await factsOf(picture(358, 441).jpeg({ quality }).toBuffer());
    expect(Math.abs(facts.quality - quality)).toBeLessThanOrEqual(2);
  });

  it('counts what hangs behind the end', async () => {
    const file = Buffer.concat([await jpeg(), Buffer.from('ftyp a film')]);
    expect((await factsOf(file)).trailingBytes).toBe(11);
  });

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['nothing', () => new Uint8Array(), 'empty'],
    ['a PNG named .jpg', () => picture(358, 441).png().toBuffer(), 'not-jpeg'],
    ['a WebP named .jpg', () => picture(358, 441).webp().toBuffer(), 'not-jpeg'],
    ['text', () => Buffer.from('GET / HTTP/1.1'), 'not-jpeg'],
    ['half a file', async () => (await jpeg()).subarray(0, 4000), 'truncated'],
    ['a start and nothing more', () => Uint8Array.of(0xff, 0xd8), 'truncated'],
    ['a start and an end', () => Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), 'damaged'],
    ['a segment of length 0', () => Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0), 'damaged'],
    ['no marker where one must be', () => Uint8Array.of(0xff, 0xd8, 0x12, 0x34, 0x56), 'damaged'],
  ])('refuses %s', async (_what, make, code) => {
    expect(inspectPhotoFile(await make())).toMatchObject({ ok: false, code });
  });

  it('answers for every file cut off anywhere and for every byte turned over, and never throws', async () => {
    const file = await picture(64, 64).withMetadata({ orientation: 3 }).jpeg().toBuffer();
    for (let length = 0; length < file.length; length++) {
      expect(inspectPhotoFile(file.subarray(0, length)).ok).toBe(false);
    }
    for (let at = 0; at < file.length; at++) {
      const turned = Uint8Array.from(file);
      turned[at] = (turned[at] ?? 0) ^ 0xff;
      const inspected = inspectPhotoFile(turned);
      expect(inspected.ok ? inspected.facts.bytes : inspected.detail).toBeTruthy();
    }
  });
});

describe('findPhotoFileFaults', () => {
  const good: PhotoFileFacts = {
    bytes: 20_000,
    width: 358,
    height: 441,
    process: 'baseline',
    precision: 8,
    components: 3,
    sampling: '2x2 1x1 1x1',
    density: 350,
    segments: [],
    metadata: [],
    orientation: 1,
    trailingBytes: 0,
    quality: 70,
  };
  const { density: _density, ...undated } = good;
  it.each<[PhotoFileFault | undefined, PhotoFileFacts]>([
    [undefined, good],
    [undefined, { ...good, density: 300 }],
    ['wrong-size', { ...good, width: 441, height: 358 }],
    ['progressive', { ...good, process: 'progressive' }],
    ['not-colour', { ...good, components: 1 }],
    ['printing-colours', { ...good, components: 4 }],
    ['not-24-bit', { ...good, precision: 12 }],
    ['density-missing', undated],
    ['density-too-low', { ...good, density: 72 }],
    ['file-too-small', { ...good, bytes: 14_000 }],
    ['file-too-large', { ...good, bytes: 40_001 }],
    ['turned-by-exif', { ...good, orientation: 6 }],
    ['carries-metadata', { ...good, metadata: ['APP1 XMP'] }],
    ['trailing-bytes', { ...good, trailingBytes: 1 }],
  ])('%s', (fault, facts) => expect(findPhotoFileFaults(facts, nationalPhotoProfile)).toEqual(fault ? [fault] : []));

  it('follows the region', () => {
    const anhui = photoProfileSchema.parse({ id: 'anhui', fileBytes: { min: 5 * 1024, max: 50_000 } });
    expect(findPhotoFileFaults({ ...good, bytes: 6_000 }, anhui)).toEqual([]);
  });

  it.each([
    ['too-few-pixels', { width: 1, height: 1 }],
    ['too-many-pixels', { width: 8660, height: 5774 }],
    ['printing-colours', { components: 4 }],
    [undefined, { process: 'progressive', orientation: 6, metadata: ['APP1 Exif'] } as const],
  ] as const)('%s keeps an upload from being looked at', (fault, change) => {
    expect(findUploadFault({ ...good, ...change })).toBe(fault);
  });
});

describe('judgePhotoFile', () => {
  it.each<[string, () => Promise<Uint8Array>, string, string]>([
    ['one pixel', () => picture(1, 1).jpeg().toBuffer(), 'too-few-pixels', 'larger-photo'],
    ['a PNG named .jpg', () => picture(358, 441).png().toBuffer(), 'not-jpeg', 'jpg-file'],
    [
      'half a file',
      async () => (await picture(358, 441).jpeg().toBuffer()).subarray(0, 5000),
      'truncated',
      'send-again',
    ],
    ['four inks', () => picture(358, 441).toColourspace('cmyk').jpeg().toBuffer(), 'printing-colours', 'take-another'],
  ])('refuses %s before any net sees it', async (_what, make, refusal, advice) => {
    const eyes = {
      look: () => Promise.reject(new Error('looked')),
      segment: () => Promise.reject(new Error('looked')),
    };
    const file = Uint8Array.from(await make());
    expect(await judgePhotoFile(file, nationalPhotoProfile, eyes)).toEqual({
      accepted: false,
      checks: [],
      refusal,
      advice,
    });
  });

  it('refuses a file whose markers are whole and whose picture is not', async () => {
    const file = await picture(358, 441).jpeg().toBuffer();
    const hollow = Buffer.concat([file.subarray(0, file.length / 2), Uint8Array.of(0xff, 0xd9)]);
    const eyes = {
      look: () => Promise.reject(new Error('looked')),
      segment: () => Promise.reject(new Error('looked')),
    };
    expect(await judgePhotoFile(hollow, nationalPhotoProfile, eyes)).toMatchObject({
      refusal: 'unreadable',
      advice: 'send-again',
    });
  });

  it('accepts what a phone sends: progressive, lying on its side, with Exif', async () => {
    const { image, eyes } = await pictureOf({ name: 'good', breaks: [] });
    const upright = sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } });
    // Turned a quarter to the left, with a tag that turns it back.
    const file = await upright
      .rotate(270)
      .withMetadata({ orientation: 6 })
      .jpeg({ progressive: true, quality: 92 })
      .toBuffer();
    expect(await factsOf(file)).toMatchObject({ process: 'progressive', orientation: 6, width: 900, height: 720 });
    const verdict = await judgePhotoFile(file, nationalPhotoProfile, eyes);
    expect(verdict.accepted).toBe(true);
    expect(findPhotoFileFaults(await factsOf(verdict.photo ?? new Uint8Array()), nationalPhotoProfile)).toEqual([]);
  });
});
