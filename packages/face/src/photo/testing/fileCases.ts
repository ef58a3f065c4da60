import sharp from 'sharp';

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#b0a090' } });

/** Bytes that never become a picture. */
export const fileCases: readonly (readonly [string, () => Promise<Uint8Array>])[] = [
  ['nothing', async () => new Uint8Array()],
  ['a PNG named .jpg', () => plain(358, 441).png().toBuffer()],
  ['half a JPEG', async () => (await plain(358, 441).jpeg().toBuffer()).subarray(0, 700)],
  ['a JPEG with nothing in it', async () => Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)],
  ['one pixel', () => plain(1, 1).jpeg().toBuffer()],
  ['50 megapixels', () => plain(8660, 5774).jpeg().toBuffer()],
  ['printing inks (CMYK)', () => plain(358, 441).toColourspace('cmyk').jpeg().toBuffer()],
  ['a wall', () => plain(720, 900).jpeg().toBuffer()],
];
