import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FROZEN_AFTER } from './analysis/frameWatch.ts';
import { createSimulatedPhotoDecoder } from './decoders/simulatedPhotoDecoder.ts';
import { createFaceEngine } from './faceEngine.ts';
import { makeCameraClip } from './people/cameraClip.ts';
import { makeChipPhoto } from './people/chipPhoto.ts';
import { disguise } from './people/disguise.ts';
import { makeStranger } from './people/makeStranger.ts';
import { type Portrait, PortraitReader } from './people/portrait.ts';
import type { CaptureAdvice, FaceEngine, FrameReason, RgbImage } from './types.ts';

const PORTRAIT = join(import.meta.dirname, '../../../fixtures/faces/astronaut_1.jpg');

let engine: FaceEngine;
let portrait: Portrait;
let photo: Uint8Array;
let live: Buffer[];
let stranger: Buffer[];

beforeAll(async () => {
  const reader = await PortraitReader.open();
  portrait = await reader.read(PORTRAIT);
  photo = await makeChipPhoto(portrait);
  live = framesOf(await makeCameraClip('live', portrait));
  stranger = framesOf(await makeCameraClip('stranger', await makeStranger(reader, portrait)));
  engine = createFaceEngine({ decoders: [createSimulatedPhotoDecoder()], policy: { falseMatchRate: 1e-4 } });
  await engine.start();
});
afterAll(() => engine.stop());

function framesOf(clip: Uint8Array): Buffer[] {
  const stream = Buffer.from(clip);
  const starts: number[] = [];
  for (let at = stream.indexOf('ffd8ff', 0, 'hex'); at >= 0; at = stream.indexOf('ffd8ff', at + 3, 'hex'))
    starts.push(at);
  return starts.map((from, index) => stream.subarray(from, starts[index + 1]));
}

/** The engine empties what it is given. */
const copy = (bytes: Uint8Array | undefined) => Uint8Array.from(bytes ?? []);
const see = async (frames: readonly Buffer[], count: number) => {
  const reports = [];
  for (let index = 0; index < count; index++) reports.push(await engine.frame(copy(frames[index * 5])));
  return reports;
};
/** A portrait in the middle of a frame of 640×480. */
const asCameraSees = ({ width, height, data }: RgbImage) =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .resize(640, 480, { fit: 'contain', background: '#999' })
    .jpeg();
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#888' } });

describe('a citizen at the machine', () => {
  it('is taken for the one in the chip after three good frames', async () => {
    expect(await engine.enrol(copy(photo))).toBe('ready');
    const reports = await see(live, 3);
    expect(reports.map(({ advice, collected, needed }) => [advice, collected, needed])).toEqual([
      ['good', 1, 3],
      ['good', 2, 3],
      ['good', 3, 3],
    ]);
    const decision = await engine.decide();
    expect(decision).toMatchObject({
      match: true,
      threshold: 0.467,
      falseMatchRate: 1e-4,
      frames: 3,
      engine: 'face-api 1.7.15',
      reasons: ['within-threshold', 'threshold-of-single-frame'],
    });
    expect(decision?.distance).toBeLessThan(0.4);
  });

  it('is not taken for somebody else, may try again, and is forgotten by clear', async () => {
    await engine.enrol(copy(photo));
    await see(stranger, 3);
    const decision = await engine.decide();
    expect(decision?.match).toBe(false);
    expect(decision?.distance).toBeGreaterThan(0.6);
    expect(await engine.decide()).toBeUndefined();
    await see(live, 3);
    expect(await engine.decide()).toMatchObject({ match: true });
    await engine.clear();
    await see(live, 3);
    expect(await engine.decide()).toBeUndefined();
    await engine.clear();
  });

  it('cannot lend a face to a part of somebody else’s decision', async () => {
    await engine.enrol(copy(photo));
    expect((await see(live, 2)).at(-1)?.collected).toBe(2);
    expect(await engine.frame(copy(stranger[0]))).toMatchObject({
      advice: 'good',
      reason: 'identity-changed',
      collected: 1,
    });
    expect(await engine.decide()).toBeUndefined();
    await engine.clear();
  });

  it('leaves nothing in the buffers that were handed in', async () => {
    const block = copy(photo);
    const frame = copy(live[0]);
    await engine.enrol(block);
    await engine.frame(frame);
    expect(block.every((byte) => byte === 0)).toBe(true);
    expect(frame.every((byte) => byte === 0)).toBe(true);
    await engine.clear();
  });

  it('is told what to do', async () => {
    const small = await sharp(live[0]).resize(200, 150).toBuffer();
    const half = (frame: Buffer | undefined) => sharp(frame).extract({ left: 166, top: 0, width: 320, height: 480 });
    const both = await picture(640, 480)
      .composite([
        { input: await half(live[0]).toBuffer(), left: 0, top: 0 },
        { input: await half(stranger[0]).toBuffer(), left: 320, top: 0 },
      ])
      .jpeg()
      .toBuffer();
    const cases: [CaptureAdvice, Promise<Buffer> | Buffer][] = [
      ['good', sharp(live[0]).png().toBuffer()],
      ['no-face', picture(640, 480).jpeg().toBuffer()],
      ['several-faces', both],
      [
        'come-closer',
        picture(640, 480)
          .composite([{ input: small }])
          .jpeg()
          .toBuffer(),
      ],
      [
        'move-back',
        sharp(live[0]).extract({ left: 226, top: 115, width: 220, height: 205 }).resize(640).jpeg().toBuffer(),
      ],
      ['move-to-centre', sharp(live[0]).extract({ left: 0, top: 0, width: 380, height: 480 }).jpeg().toBuffer()],
      ['face-the-camera', sharp(live[0]).rotate(28).jpeg().toBuffer()],
      ['more-light', sharp(live[0]).linear(0.25).jpeg().toBuffer()],
      ['less-light', sharp(live[0]).linear(1.4, 70).jpeg().toBuffer()],
      ['hold-still', sharp(live[0]).blur(5).jpeg().toBuffer()],
    ];
    const seen = [];
    for (const [, frame] of cases) seen.push((await engine.frame(await frame)).advice);
    expect(seen).toEqual(cases.map(([advice]) => advice));
    await engine.clear();
  });
});

describe('a face that cannot be seen', () => {
  it.each([
    ['take-off-glasses', 'sunglasses'],
    ['uncover-face', 'blue-mask'],
    ['open-eyes', 'shut-eyes'],
    ['even-light', 'lit-from-one-side'],
  ] as const)('is answered with %s', async (advice, kind) => {
    const { image } = await disguise(portrait, kind);
    const jpeg = await asCameraSees(image).toBuffer();
    expect(await engine.frame(jpeg)).toMatchObject({ advice, collected: 0 });
    await engine.clear();
  });

  it('may have others behind it: the nearest is compared, and everybody is told', async () => {
    // Half as large: the smallest at which the detector finds a second face beside the first.
    const behind = await sharp(live[3]).resize(330).extract({ left: 119, top: 31, width: 103, height: 155 }).toBuffer();
    await engine.enrol(copy(photo));
    const reports = [];
    for (const at of [0, 5, 10]) {
      const frame = await sharp(live[at])
        .composite([{ input: behind, left: 20, top: 120 }])
        .jpeg()
        .toBuffer();
      reports.push(await engine.frame(frame));
    }
    expect(reports.map(({ advice, collected }) => [advice, collected])).toEqual([
      ['good-nearest', 1],
      ['good-nearest', 2],
      ['good-nearest', 3],
    ]);
    expect(await engine.decide()).toMatchObject({
      match: true,
      reasons: ['within-threshold', 'bystanders-in-view', 'threshold-of-single-frame'],
    });
    await engine.clear();
  });
});

describe('a camera that does not see', () => {
  it('is told from a hall without people', async () => {
    const turned = (at: number) => sharp(live[at]).rotate(180).jpeg().toBuffer();
    const upsideDown = await turned(0);
    expect(await engine.frame(await turned(5))).toMatchObject({ reason: 'camera-upside-down' });
    const black = await picture(640, 480).linear(0.05).jpeg().toBuffer();
    expect(await engine.frame(upsideDown)).toMatchObject({ advice: 'camera-trouble', reason: 'camera-upside-down' });
    expect(await engine.frame(black)).toMatchObject({ advice: 'camera-trouble', reason: 'camera-black' });
    expect(await engine.frame(copy(live[0]))).toMatchObject({ advice: 'good' });
    await engine.clear();
  });

  it('gives no second good frame by sending the same one again, and is found out when it has frozen', async () => {
    await engine.enrol(copy(photo));
    const reports = [];
    for (let frame = 0; frame < FROZEN_AFTER; frame++) reports.push(await engine.frame(copy(live[0])));
    expect(reports[0]).toMatchObject({ advice: 'good', collected: 1 });
    expect(reports[1]).toMatchObject({ advice: 'good', reason: 'frame-repeated', collected: 1 });
    expect(reports.at(-1)).toMatchObject({ advice: 'camera-trouble', reason: 'camera-frozen', collected: 1 });
    expect(await engine.decide()).toBeUndefined();
    expect((await see(live.slice(1), 2)).at(-1)).toMatchObject({ advice: 'good', collected: 3 });
    expect(await engine.decide()).toMatchObject({ match: true });
    await engine.clear();
  });
});

describe('what is no picture of a citizen', () => {
  it('counts as nobody, and the next citizen is served', async () => {
    const whole = live[0] ?? Buffer.alloc(0);
    const bad: [FrameReason, Uint8Array][] = [
      ['picture-empty', new Uint8Array(0)],
      ['picture-broken', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
      ['picture-broken', copy(whole.subarray(0, whole.length / 2))],
      ['picture-broken', copy(whole.subarray(0, 200))],
      ['picture-too-small', await picture(1, 1).jpeg().toBuffer()],
      ['picture-too-small', await picture(3000, 1).png().toBuffer()],
      ['picture-too-large', await picture(8000, 6300).jpeg({ quality: 20 }).toBuffer()],
    ];
    const seen = [];
    for (const [, bytes] of bad) seen.push(await engine.frame(bytes));
    expect(seen.map(({ advice }) => advice)).toEqual(bad.map(() => 'no-face'));
    expect(seen.map(({ reason }) => reason)).toEqual(bad.map(([reason]) => reason));
    expect(await engine.frame(copy(whole))).toMatchObject({ advice: 'good' });
    await engine.clear();
  });

  it('does not decode 50 megapixels to see that they are too many', async () => {
    const huge = await picture(8000, 6300).png().toBuffer();
    const before = process.memoryUsage.rss();
    expect(await engine.frame(huge)).toMatchObject({ reason: 'picture-too-large' });
    // Decoded it would be 151 MB.
    expect(process.memoryUsage.rss() - before).toBeLessThan(60_000_000);
  });

  it('reads a grey picture and one with transparency', async () => {
    for (const frame of [sharp(live[0]).greyscale().jpeg(), sharp(live[0]).ensureAlpha().webp()]) {
      expect((await engine.frame(await frame.toBuffer())).face).toBeDefined();
    }
    await engine.clear();
  });

  it('says of a photo block why there is nobody to compare with', async () => {
    const { encodeSimulatedPhoto } = await import('./decoders/simulatedPhotoBlock.ts');
    const grey = { width: 102, height: 126, data: new Uint8Array(102 * 126 * 3).fill(120) };
    expect(await engine.enrol(new Uint8Array(1024))).toBe('photo-not-decodable');
    expect(await engine.enrol(new Uint8Array(0))).toBe('photo-not-decodable');
    expect(await engine.enrol(await encodeSimulatedPhoto(grey))).toBe('no-face-in-photo');
    await see(live, 3);
    expect(await engine.decide()).toBeUndefined();
    await engine.clear();
  });
});
