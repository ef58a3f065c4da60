import { failure, type Result, success } from '../../core/result.ts';
import type { Bitmap, Glyph, PrintableReceipt, ReceiptBlock } from '../types.ts';
import { drawInto, emptyBitmap, isBitmap } from './bitmap.ts';
import * as commands from './commands.ts';
import { cleanText, columnsOf, encodeText, isPrintable, textColumns } from './gbkText.ts';
import { aligned, breakLines, breakTitle, indent, layOutPairs } from './layout.ts';
import { moduleDots, modulesFor, QUIET_ZONE } from './qrModules.ts';
import { inkedRows, rasterBands } from './rasterBands.ts';

export interface PaperWidth {
  /** Characters of ASCII on a line. */
  readonly columns: number;
  /** Dots of the print head. */
  readonly dots: number;
}

export interface EncodedReceipt {
  /** One after another, they are the receipt. Each is whole commands: between two of them the printer may be asked. */
  readonly segments: readonly Uint8Array[];
  /** Length of the paper that comes out, in dots; about. */
  readonly heightDots: number;
}

export type Refusal = { readonly code: 'document-refused'; readonly detail: string };

/** A character of one column. */
const CELL = { width: 12, height: 24 };
/** Below each line; together with the cell the 1/6 inch of ESC 2. */
const LEADING = 10;
/** Nobody needs half a metre of receipt; a roll has 30 m. */
const MAX_HEIGHT_DOTS = 4_000;
const MAX_BLOCKS = 200;
/** What one block of text may have; the layout is not made for books. */
const MAX_TEXT = 2_000;
/** From the head to the knife, and what sticks out of the mouth. */
const CUT_DOTS = 120;

/**
 * The receipt as bytes for paper of this width. Refuses what cannot be printed whole: a character without a glyph, a code
 * too large for the paper. What it says of a refusal has nothing of the text in it.
 */
export function encodeReceipt(
  receipt: PrintableReceipt,
  paper: PaperWidth,
  cut: 'partial' | 'full' = 'partial',
): Result<EncodedReceipt, Refusal> {
  const blocks = receipt.blocks.at(-1)?.kind === 'cut' ? receipt.blocks : [...receipt.blocks, { kind: 'cut' } as const];
  if (blocks.length > MAX_BLOCKS) return refuse(`more than ${MAX_BLOCKS} blocks`);
  const encoder = new Encoder(paper, receipt.glyphs ?? {}, cut);
  for (const [index, block] of blocks.entries()) {
    const refused = encoder.add(block);
    if (refused !== undefined) return refuse(`block ${index + 1} (${block.kind}): ${refused}`);
  }
  if (encoder.heightDots > MAX_HEIGHT_DOTS) return refuse('longer than half a metre');
  return success({ segments: encoder.segments, heightDots: encoder.heightDots });
}

/** Every character `glyphs` must have, so that each line with a character the printer lacks can be drawn. */
export function charactersToDraw({ blocks }: PrintableReceipt): string[] {
  const texts = blocks.flatMap((block): string[] => {
    switch (block.kind) {
      case 'heading':
        return [block.text];
      case 'text':
        return [(block.mark ?? '') + block.text];
      case 'pairs':
        return block.rows.map(({ label, value }) => label + value);
      default:
        return [];
    }
  });
  const drawn = texts.map(cleanText).filter((text) => !isPrintable(text));
  return [...new Set(drawn.join(''))].filter((character) => character !== ' ');
}

class Encoder {
  readonly segments: Uint8Array[] = [Buffer.concat([commands.INITIALISE, commands.CHINESE_MODE])];
  readonly #paper: PaperWidth;
  readonly #glyphs: Readonly<Record<string, Glyph>>;
  readonly #cut: 'partial' | 'full';
  heightDots = 0;

  constructor(paper: PaperWidth, glyphs: Readonly<Record<string, Glyph>>, cut: 'partial' | 'full') {
    this.#paper = paper;
    this.#glyphs = glyphs;
    this.#cut = cut;
  }

  /** Why it cannot be printed; undefined when it can. */
  add(block: ReceiptBlock): string | undefined {
    const { columns } = this.#paper;
    switch (block.kind) {
      case 'heading': {
        const half = Math.floor(columns / 2);
        const lines = breakTitle(block.text, half).map((line) => aligned(line, half, 'centre'));
        return this.#texts(block.text.length, lines, { bold: true, double: true });
      }
      case 'text': {
        const mark = cleanText(block.mark ?? '');
        const by = textColumns(mark);
        if (by > columns / 2) return 'a mark wider than its text';
        const lines = breakLines(block.text, columns - by).map((line) =>
          aligned(line, columns - by, block.align ?? 'left'),
        );
        const marked = indent(lines, by).map((line, index) => (index === 0 ? mark + line.slice(by) : line));
        return this.#texts(block.text.length, marked, { bold: block.bold ?? false, double: false });
      }
      case 'pairs': {
        const length = Math.max(0, ...block.rows.map(({ label, value }) => label.length + value.length));
        return this.#texts(length, layOutPairs(block.rows, columns), { bold: false, double: false });
      }
      case 'rule':
        return this.#texts(0, ['-'.repeat(columns)], { bold: false, double: false });
      case 'qr':
        return this.#qr(block.text);
      case 'raster':
        return this.#raster(block.image);
      case 'feed':
        if (!(Number.isInteger(block.lines) && block.lines >= 1 && block.lines <= 20)) return 'no number of lines';
        this.#push(commands.feedLines(block.lines), block.lines * (CELL.height + LEADING));
        return undefined;
      case 'cut':
        this.#push(commands.feedAndCut(this.#cut), CUT_DOTS);
        return undefined;
    }
  }

  #texts(length: number, lines: readonly string[], style: { bold: boolean; double: boolean }): string | undefined {
    if (length > MAX_TEXT) return `a text of ${length} characters`;
    for (const line of lines) {
      if (isPrintable(line)) this.#line(line, style);
      else {
        const image = this.#draw(line, style);
        if (!image) return 'a character the printer lacks, and no glyph for it';
        this.#bands(image, LEADING);
      }
    }
    return undefined;
  }

  #line(line: string, { bold, double }: { bold: boolean; double: boolean }): void {
    const before = [...(bold ? [commands.bold(true)] : []), ...(double ? [commands.doubled(true)] : [])];
    const after = [...(bold ? [commands.bold(false)] : []), ...(double ? [commands.doubled(false)] : [])];
    const bytes = Buffer.concat([...before, encodeText(line), commands.LINE_FEED, ...after]);
    this.#push(bytes, CELL.height * (double ? 2 : 1) + LEADING);
    // A line is fed by the spacing or by its own height, whichever is more: two of double height would touch.
    if (double) this.#push(commands.feedDots(LEADING), LEADING);
  }

  /** The line as a picture; undefined when a glyph is missing. */
  #draw(line: string, { bold, double }: { bold: boolean; double: boolean }): Bitmap | undefined {
    const scale = double ? 2 : 1;
    const image = emptyBitmap(this.#paper.dots, CELL.height * scale);
    let column = 0;
    for (const character of line) {
      const left = column * CELL.width * scale;
      column += columnsOf(character);
      if (character === ' ') continue;
      const glyph = Object.hasOwn(this.#glyphs, character) ? this.#glyphs[character] : undefined;
      const fits = glyph && isBitmap(glyph) && glyph.height === CELL.height && glyph.width <= 2 * CELL.width;
      if (!fits) return undefined;
      drawInto(image, glyph, left, 0, scale);
      if (bold) drawInto(image, glyph, left + 1, 0, scale);
    }
    return image;
  }

  #qr(text: string): string | undefined {
    if (/[^\P{Cc}\n]/u.test(text)) return 'a code with control characters in it';
    const data = new TextEncoder().encode(text);
    const dots = moduleDots(data.length, this.#paper.dots);
    if (data.length === 0 || dots === undefined) return `a code of ${data.length} bytes`;
    const code = commands.qrCode(data, dots);
    const edge = dots * (modulesFor(data.length) ?? 0);
    const quiet = dots * QUIET_ZONE;
    // No line feed behind it: printing the code feeds it.
    const parts = [
      commands.feedDots(quiet),
      commands.centred(true),
      code,
      commands.centred(false),
      commands.feedDots(quiet),
    ];
    this.#push(Buffer.concat(parts), edge + 2 * quiet);
    return undefined;
  }

  #raster(image: Bitmap): string | undefined {
    if (!isBitmap(image)) return 'no picture';
    if (image.width > this.#paper.dots) return `${image.width} dots on a paper of ${this.#paper.dots}`;
    this.#bands(image, 0);
    return undefined;
  }

  #bands(image: Bitmap, leading: number): void {
    for (const band of rasterBands(image)) this.#push(band, 0);
    const below = image.height - inkedRows(image) + leading;
    if (below > 0) this.#push(commands.feedDots(below), 0);
    this.heightDots += image.height + leading;
  }

  #push(segment: Uint8Array, heightDots: number): void {
    this.segments.push(segment);
    this.heightDots += heightDots;
  }
}

const refuse = (detail: string): { ok: false; error: Refusal } => failure({ code: 'document-refused', detail });
