import type { Glyph } from '@renshe/devices';
import sharp from 'sharp';
import type { ReceiptFonts } from './receiptFonts.ts';

const HEIGHT = 24;
/** The em, so that strokes of two lines do not touch; and where its baseline is. */
const EM = 23;
const BASELINE = 20;
/** A dot is black from this share of its area on: thin strokes of a complicated character must not vanish. */
const BLACK = 0.36;

/** One character as the dots of a thermal printer: 24 high, 24 wide, or 12 where it is of ASCII. White when no font has it. */
export async function drawGlyph(character: string, fonts: Pick<ReceiptFonts, 'outline'>): Promise<Glyph> {
  const width = /^[ -~]$/.test(character) ? HEIGHT / 2 : HEIGHT;
  const bits = new Uint8Array(Math.ceil(width / 8) * HEIGHT);
  const outline = fonts.outline(character);
  if (!outline) return { width, height: HEIGHT, bits };
  const scale = EM / outline.unitsPerEm;
  const left = (width - outline.advance * scale) / 2;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}"><rect width="100%" height="100%" fill="#fff"/><path transform="translate(${left} ${BASELINE}) scale(${scale} ${-scale})" d="${outline.path}"/></svg>`;
  const { data, info } = await sharp(Buffer.from(svg)).greyscale().raw().toBuffer({ resolveWithObject: true });
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const light = data[(y * info.width + x) * info.channels] ?? 255;
      const at = y * Math.ceil(width / 8) + (x >> 3);
      if (light < 255 * (1 - BLACK)) bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { width, height: HEIGHT, bits };
}
