import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import QRCode from 'qrcode';
import sharp from 'sharp';
import { CELL, type Mark, type Slip } from './simulatedPaper.ts';

/** For eyes: a slip of the simulated printer as a picture, a dot to a pixel. */

const FONT = '@expo-google-fonts/noto-sans-sc';
const PAPER = '#f6f4ee';
const INK = '#222222';

let fonts: Record<'regular' | 'bold', fontkit.Font> | undefined;

function loadFonts(): Record<'regular' | 'bold', fontkit.Font> {
  const require = createRequire(import.meta.url);
  const open = (file: string): fontkit.Font => {
    const font = fontkit.create(readFileSync(require.resolve(`${FONT}/${file}`)));
    if ('fonts' in font) throw new Error('the font of the simulated printer is a collection');
    return font;
  };
  fonts ??= {
    regular: open('400Regular/NotoSansSC_400Regular.ttf'),
    bold: open('700Bold/NotoSansSC_700Bold.ttf'),
  };
  return fonts;
}

/** A PNG. A character this machine has no font for is a box. */
export async function drawSlip(slip: Slip): Promise<Uint8Array> {
  const height = Math.max(1, slip.height);
  const marks = slip.marks.map(drawMark).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${slip.dots}" height="${height}"><rect width="100%" height="100%" fill="${PAPER}"/><g fill="${INK}" shape-rendering="crispEdges">${marks}</g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

function drawMark(mark: Mark): string {
  switch (mark.kind) {
    case 'character':
      return drawCharacter(mark);
    case 'raster':
      return drawRaster(mark);
    case 'qr':
      return drawQr(mark);
  }
}

function drawCharacter({ text, x, y, style, columns }: Extract<Mark, { kind: 'character' }>): string {
  if (text === ' ' || text === '\u3000') return '';
  const font = loadFonts()[style.bold ? 'bold' : 'regular'];
  const [glyph] = font.layout(text).glyphs;
  if (!glyph) return '';
  // The cell of the ROM font: 24 dots high, the em a little smaller, so that lines stay apart.
  const em = 23;
  const scale = em / font.unitsPerEm;
  const width = CELL.width * columns;
  const left = (width - glyph.advanceWidth * scale) / 2;
  const baseline = 20;
  const [sx, sy] = [style.wide ? 2 : 1, style.high ? 2 : 1];
  const move = `translate(${x} ${y}) scale(${sx} ${sy}) translate(${left} ${baseline}) scale(${scale} ${-scale})`;
  return `<path transform="${move}" d="${glyph.path.toSVG()}"/>`;
}

function drawRaster({ x, y, rowBytes, rows, data }: Extract<Mark, { kind: 'raster' }>): string {
  const runs: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    let from = -1;
    for (let column = 0; column <= rowBytes * 8; column += 1) {
      const byte = data[row * rowBytes + (column >> 3)] ?? 0;
      const black = column < rowBytes * 8 && ((byte >> (7 - (column & 7))) & 1) === 1;
      if (black && from < 0) from = column;
      if (!black && from >= 0) {
        runs.push(`M${x + from} ${y + row}h${column - from}v1h${from - column}z`);
        from = -1;
      }
    }
  }
  return `<path d="${runs.join('')}"/>`;
}

function drawQr({ x, y, text, moduleDots, level }: Extract<Mark, { kind: 'qr' }>): string {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: level });
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 0) continue;
      path += `M${x + column * moduleDots} ${y + row * moduleDots}h${moduleDots}v${moduleDots}h${-moduleDots}z`;
    }
  }
  return `<path d="${path}"/>`;
}
