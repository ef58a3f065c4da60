import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';

const require = createRequire(import.meta.url);
const NOTO = '@expo-google-fonts/noto-sans-sc';

/**
 * Fonts with characters beyond Noto Sans SC, used where the machine has them. Debian's fonts-hanazono draws the CJK
 * extensions from B on.
 */
const RARE_FONTS = ['/usr/share/fonts/truetype/hanazono/HanaMinB.ttf'];

export interface TextRun {
  readonly text: string;
  /** Index into `rare`, or undefined for the receipt's own fonts. */
  readonly rare: number | undefined;
}

/** The fonts of a receipt, read once: about 20 MB that pdfkit embeds a few kilobytes of. */
export interface ReceiptFonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
  readonly rare: readonly Uint8Array[];
  /** From the top of a line to its baseline, in the receipt's own fonts; a part of the size. */
  readonly ascent: number;
  /**
   * Splits a text by the font that can draw it. A character that none can draw becomes `〔U+2A6D6〕`: a box, or
   * nothing, in the place of a part of someone's name would be a false receipt.
   */
  split(text: string): TextRun[];
  /** How to draw one character; undefined when no font has it. */
  outline(character: string): Outline | undefined;
}

/** A character's shape as SVG path data, y upwards, in the font's own units. */
export interface Outline {
  readonly path: string;
  readonly unitsPerEm: number;
  readonly advance: number;
}

let loaded: Promise<ReceiptFonts> | undefined;

/** Read once in the life of the terminal; a failure is not remembered. */
export function loadFontsOnce(): Promise<ReceiptFonts> {
  loaded ??= loadReceiptFonts().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** Reads the fonts. Rejects only when the package with the receipt's own font is not installed. */
export async function loadReceiptFonts(rareFiles: readonly string[] = RARE_FONTS): Promise<ReceiptFonts> {
  const [regular, bold, ...found] = await Promise.all([
    readFile(require.resolve(`${NOTO}/400Regular/NotoSansSC_400Regular.ttf`)),
    readFile(require.resolve(`${NOTO}/700Bold/NotoSansSC_700Bold.ttf`)),
    ...rareFiles.map((file) => readFile(file).catch(() => undefined)),
  ]);
  const rare = found.filter((bytes) => bytes !== undefined);
  const own = openFont(regular);
  const others = rare.map(openFont);

  const choose = (character: string): TextRun => {
    const codePoint = character.codePointAt(0) ?? 0;
    if (own.hasGlyphForCodePoint(codePoint)) return { text: character, rare: undefined };
    const index = others.findIndex((font) => font.hasGlyphForCodePoint(codePoint));
    if (index >= 0) return { text: character, rare: index };
    return { text: `〔U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}〕`, rare: undefined };
  };

  return {
    regular,
    bold,
    rare,
    ascent: own.ascent / own.unitsPerEm,
    outline: (character) => {
      const codePoint = character.codePointAt(0) ?? 0;
      const font = [own, ...others].find((each) => each.hasGlyphForCodePoint(codePoint));
      if (!font) return undefined;
      const glyph = font.glyphForCodePoint(codePoint);
      return { path: glyph.path.toSVG(), unitsPerEm: font.unitsPerEm, advance: glyph.advanceWidth };
    },
    split: (text) => {
      const runs: TextRun[] = [];
      for (const character of text) {
        const run = choose(character);
        const last = runs.at(-1);
        if (last && last.rare === run.rare) runs[runs.length - 1] = { text: last.text + run.text, rare: run.rare };
        else runs.push(run);
      }
      return runs;
    },
  };
}

function openFont(bytes: Buffer): fontkit.Font {
  const font = fontkit.create(bytes);
  if ('fonts' in font) throw new Error('a receipt font must be a single font, not a collection');
  return font;
}
