import type { ReceiptTranslation } from '../../contract/snapshot.ts';
import type { ReceiptFonts } from './receiptFonts.ts';
import { MM, type TextStyle, type TextWriter } from './textWriter.ts';

export interface TranslationPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly ink: string;
  readonly soft: string;
  readonly accent: string;
}

const INDENT = 6 * MM;

/** The lower half of the sheet, which is empty otherwise: what the upper half says, for whoever does not read it. */
export function drawTranslation(writer: TextWriter, text: ReceiptTranslation, place: TranslationPlace): void {
  const style = (weight: TextStyle['weight'], size: number, colour: string): TextStyle => ({
    weight,
    size,
    colour,
    width: place.width,
    lineGap: 1.5,
  });
  let { y } = place;
  y = writer.write(text.title, place.x, y, style('bold', 15, place.ink)) + 2 * MM;
  y = writer.write(text.statement, place.x, y, style('bold', 12, place.ink)) + 4 * MM;
  y = writer.write(text.next, place.x, y, style('bold', 10.5, place.accent)) + 1 * MM;
  for (const [index, step] of text.nextSteps.entries()) {
    const plain = { ...style('regular', 10.5, place.ink), width: place.width - INDENT };
    writer.write(`${index + 1}`, place.x + 1, y, { ...plain, weight: 'bold', colour: place.accent });
    y = writer.write(step, place.x + INDENT, y, plain) + 1 * MM;
  }
  writer.write(text.note, place.x, y + 2 * MM, style('regular', 9, place.soft));
}

/** A script that the receipt's own fonts lack would come out as code points: then the Chinese stands alone. */
export function canDraw({ title, statement, next, nextSteps, note }: ReceiptTranslation, fonts: ReceiptFonts): boolean {
  const text = [title, statement, next, ...nextSteps, note].join(' ');
  return fonts.split(text).every(({ text: drawn, rare }) => rare === undefined && text.includes(drawn));
}
