import { expect, it } from 'vitest';
import type { RgbImage } from '../types.ts';
import {
  CHIP_PHOTO_HEIGHT,
  CHIP_PHOTO_WIDTH,
  decodeSimulatedPhoto,
  encodeSimulatedPhoto,
  PHOTO_BLOCK_LENGTH,
} from './simulatedPhotoBlock.ts';

/** A bright disc on a dark ground, off centre, so that a picture that was turned or swapped shows. */
function disc(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = Math.hypot(x / width - 0.35, (y / height - 0.3) * (height / width)) < 0.2;
      data.set(inside ? [220, 150, 60] : [30, 40, 90], (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

it('brings a picture through 1024 bytes', async () => {
  const original = disc(CHIP_PHOTO_WIDTH, CHIP_PHOTO_HEIGHT);
  const block = await encodeSimulatedPhoto(original);
  expect(block).toHaveLength(PHOTO_BLOCK_LENGTH);
  expect(Buffer.from(block.subarray(0, 6)).toString('latin1')).toBe('RSKP\x01\x01');
  const length = Buffer.from(block).readUInt16BE(6);
  expect([...block.subarray(8 + length)].every((byte) => byte === 0)).toBe(true);
  const decoded = await decodeSimulatedPhoto(block);
  if (!decoded.ok) throw new Error(decoded.detail);
  expect(decoded.image).toMatchObject({ width: CHIP_PHOTO_WIDTH, height: CHIP_PHOTO_HEIGHT });
  const error = decoded.image.data.reduce((sum, value, at) => sum + Math.abs(value - (original.data[at] ?? 0)), 0);
  expect(error / original.data.length).toBeLessThan(6);
});

it('uses the room there is: detail costs quality, not the format', async () => {
  let state = 1;
  const noisy = disc(204, 252);
  for (let at = 0; at < noisy.data.length; at++) {
    state = (state * 48271) % 2147483647;
    noisy.data[at] = Math.min(255, (noisy.data[at] ?? 0) + (state % 24));
  }
  const block = Buffer.from(await encodeSimulatedPhoto(noisy));
  expect(block).toHaveLength(PHOTO_BLOCK_LENGTH);
  expect(block.readUInt16BE(6)).toBeGreaterThan(850);
  expect(await decodeSimulatedPhoto(block)).toMatchObject({ ok: true });
});

it('leaves other blocks to other decoders', async () => {
  const wlt = Buffer.alloc(PHOTO_BLOCK_LENGTH, 7);
  wlt.write('WLf', 'latin1');
  for (const block of [wlt, Buffer.alloc(PHOTO_BLOCK_LENGTH), new Uint8Array(0)]) {
    expect(await decodeSimulatedPhoto(block)).toMatchObject({ ok: false, code: 'unknown-format' });
  }
});

it('names what is wrong with its own', async () => {
  const good = Buffer.from(await encodeSimulatedPhoto(disc(102, 126)));
  const changed = (change: (block: Buffer) => void) => {
    const block = Buffer.from(good);
    change(block);
    return block;
  };
  const cases: [Uint8Array, RegExp][] = [
    [good.subarray(0, 900), /900 bytes/],
    [changed((block) => block.writeUInt8(9, 4)), /version 9/],
    [changed((block) => block.writeUInt8(9, 5)), /codec 9/],
    [changed((block) => block.writeUInt16BE(0, 6)), /length 0/],
    [changed((block) => block.writeUInt16BE(1020, 6)), /length 1020/],
    [changed((block) => block.fill(0x55, 8)), /broken/],
  ];
  for (const [block, says] of cases) {
    expect(await decodeSimulatedPhoto(block)).toMatchObject({
      ok: false,
      code: 'damaged',
      detail: expect.stringMatching(says),
    });
  }
});
