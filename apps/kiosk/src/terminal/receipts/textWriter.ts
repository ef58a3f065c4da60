import type { ReceiptFonts } from './receiptFonts.ts';

/** Points in a millimetre. */
export const MM = 72 / 25.4;

export type Weight = 'regular' | 'bold';

export interface TextStyle {
  readonly weight: Weight;
  /** Points. */
  readonly size: number;
  readonly colour: string;
  readonly width: number;
  readonly lineGap?: number;
}

/** Puts text on a page of pdfkit, each character in a font that has it. Positions and sizes are points. */
export class TextWriter {
  readonly #document: PDFKit.PDFDocument;
  readonly #fonts: ReceiptFonts;

  constructor(document: PDFKit.PDFDocument, fonts: ReceiptFonts) {
    this.#document = document;
    this.#fonts = fonts;
    document.registerFont('regular', fonts.regular);
    document.registerFont('bold', fonts.bold);
    for (const [index, bytes] of fonts.rare.entries()) document.registerFont(`rare-${index}`, bytes);
  }

  /** Draws the text from its upper left corner; returns the y below it. */
  write(text: string, x: number, y: number, style: TextStyle): number {
    const document = this.#document.fillColor(style.colour);
    const height = this.height(text, style);
    const runs = this.#fonts.split(text);
    for (const [index, run] of runs.entries()) {
      this.#use(style, run.rare);
      const options = {
        width: style.width,
        lineGap: style.lineGap ?? 0,
        continued: index < runs.length - 1,
        // pdfkit hangs each font from its own ascent; the characters of one name must stand on one line.
        baseline: -this.#fonts.ascent * style.size,
      };
      if (index === 0) document.text(run.text, x, y, options);
      else document.text(run.text, options);
    }
    return y + height;
  }

  height(text: string, style: TextStyle): number {
    this.#use(style, undefined);
    return this.#document.heightOfString(this.#drawn(text), { width: style.width, lineGap: style.lineGap ?? 0 });
  }

  /** Width on one line. */
  width(text: string, style: Pick<TextStyle, 'weight' | 'size'>): number {
    this.#use(style, undefined);
    return this.#document.widthOfString(this.#drawn(text));
  }

  /** For measuring: a rare character is as wide as any other, whatever font draws it. */
  #drawn(text: string): string {
    return this.#fonts
      .split(text)
      .map((run) => (run.rare === undefined ? run.text : '国'.repeat([...run.text].length)))
      .join('');
  }

  #use(style: Pick<TextStyle, 'weight' | 'size'>, rare: number | undefined): void {
    this.#document.font(rare === undefined ? style.weight : `rare-${rare}`).fontSize(style.size);
  }
}
