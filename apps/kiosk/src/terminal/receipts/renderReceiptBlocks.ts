import { charactersToDraw, type PrintableReceipt, type ReceiptBlock } from '@renshe/devices';
import { drawGlyph } from './drawGlyph.ts';
import { loadFontsOnce, type ReceiptFonts } from './receiptFonts.ts';
import type { ReceiptModel } from './receiptModel.ts';

/**
 * The receipt for a strip of thermal paper: the words of the PDF in one column, black on white. Characters the printer's own
 * font lacks go with it as pictures, drawn with the fonts of the PDF.
 */
export async function renderReceiptBlocks(model: ReceiptModel, fonts?: ReceiptFonts): Promise<PrintableReceipt> {
  const usedFonts = fonts ?? (await loadFontsOnce());
  /** A character that no font has is named by its number, as in the PDF. */
  const drawable = (text: string): string =>
    usedFonts
      .split(text)
      .map((run) => run.text)
      .join('');
  const receipt: PrintableReceipt = { blocks: blocksOf(model, drawable) };
  const characters = charactersToDraw(receipt);
  if (characters.length === 0) return receipt;
  const glyphs = await Promise.all(
    characters.map(async (character) => [character, await drawGlyph(character, usedFonts)] as const),
  );
  return { ...receipt, glyphs: Object.fromEntries(glyphs) };
}

function blocksOf(model: ReceiptModel, drawable: (text: string) => string): ReceiptBlock[] {
  return [
    { kind: 'text', text: '人社自助服务', align: 'centre' },
    { kind: 'heading', text: model.title },
    { kind: 'rule' },
    { kind: 'text', text: model.statement, bold: true },
    { kind: 'rule' },
    { kind: 'pairs', rows: model.rows.map(({ label, value }) => ({ label, value: drawable(value) })) },
    { kind: 'qr', text: model.qrText },
    { kind: 'text', text: '手机扫码可保存凭条编号', align: 'centre' },
    { kind: 'rule' },
    { kind: 'text', text: '接下来', bold: true },
    ...model.nextSteps.map((text, index) => ({ kind: 'text', text, mark: `${index + 1}. ` }) as const),
    { kind: 'rule' },
    { kind: 'text', text: '证件号码中间几位已隐去' },
    { kind: 'text', text: `咨询电话 ${model.hotline}` },
    { kind: 'feed', lines: 1 },
  ];
}
