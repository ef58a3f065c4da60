import { expect, it } from 'vitest';
import { decodeBitmap } from './decodeBitmap.ts';

/** A 3×2 picture: red, green, blue above, white, black, grey below. */
const PIXELS = [
  [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
  ],
  [
    [255, 255, 255],
    [0, 0, 0],
    [99, 99, 99],
  ],
];

function bitmap({ bits = 24, topDown = false, compression = 0 } = {}): Buffer {
  const step = bits / 8;
  const stride = Math.ceil((3 * step) / 4) * 4;
  // Room for a whole pixel at the end, also where fewer bits are only claimed.
  const file = Buffer.alloc(54 + stride * 2 + 4);
  file.write('BM', 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(3, 18);
  file.writeInt32LE(topDown ? -2 : 2, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(bits, 28);
  file.writeUInt32LE(compression, 30);
  for (const [y, row] of PIXELS.entries()) {
    for (const [x, [red = 0, green = 0, blue = 0]] of row.entries()) {
      file.set([blue, green, red], 54 + (topDown ? y : 1 - y) * stride + x * step);
    }
  }
  return file;
}

it.each([{}, { topDown: true }, { bits: 32 }, { bits: 32, topDown: true }])('reads %o', (form) => {
  const image = decodeBitmap(bitmap(form), 100);
  expect(image).toMatchObject({ width: 3, height: 2 });
  expect([...(image?.data ?? [])]).toEqual(PIXELS.flat(2));
});

it.each([
  ['another format', Buffer.from('\x89PNG and so on, long enough for the headers of a bitmap file', 'latin1')],
  ['a file cut short', bitmap().subarray(0, 70)],
  ['a header cut short', bitmap().subarray(0, 30)],
  ['compression', bitmap({ compression: 1 })],
  ['a palette', bitmap({ bits: 8 })],
])('refuses %s', (_what, file) => expect(decodeBitmap(file, 100)).toBeUndefined());

it('refuses more pixels than allowed', () => expect(decodeBitmap(bitmap(), 5)).toBeUndefined());
