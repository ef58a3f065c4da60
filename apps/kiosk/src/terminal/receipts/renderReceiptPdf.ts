import PDFDocument from 'pdfkit';
import type { Outcome } from '../../contract/snapshot.ts';
import { drawQrCode } from './drawQrCode.ts';
import { canDraw, drawTranslation } from './drawTranslation.ts';
import { loadFontsOnce, type ReceiptFonts } from './receiptFonts.ts';
import type { ReceiptModel } from './receiptModel.ts';
import { MM, type TextStyle, TextWriter } from './textWriter.ts';
import { translateReceipt } from './translateReceipt.ts';

/**
 * An A4 page with everything in its upper half: the printers of service halls are loaded with A4, and one that is
 * asked for A5 stops and waits for a person. Folded once, or cut at the line, it is A5 and fits beside a passport.
 */
const PAGE = { width: 210 * MM, height: 297 * MM, fold: 148.5 * MM };
const MARGIN = 16 * MM;
const TOP = 10 * MM;
const CONTENT = PAGE.width - 2 * MARGIN;
const QR_SIZE = 38 * MM;
const GUTTER = 5 * MM;
/** Sizes of a value in points: older eyes read 11; below 9 a second line is better. */
const VALUE = 11;
const SMALLEST_VALUE = 9;

/** Most printers of halls are black and white: every colour here is told apart by its darkness, too. */
const INK = '#16211f';
const SOFT = '#55625e';
const PINE = '#17544a';
const LINE = '#b9c2bd';
const TINT = '#edf2ee';
const SEAL = '#9c3020';

const DATE_OF_NOTHING = new Date(0);

export interface ReceiptPdfOptions {
  /** What the citizen reads, beside the Chinese. */
  readonly language?: string;
  readonly fonts?: ReceiptFonts;
}

/**
 * The receipt as PDF (1.4, one A4 page unless a name is unreasonably long). Fonts are embedded as subsets and the text
 * can be selected and searched. The same model gives the same bytes; the metadata has nothing of the citizen in it.
 */
export async function renderReceiptPdf(model: ReceiptModel, options: ReceiptPdfOptions = {}): Promise<Uint8Array> {
  const usedFonts = options.fonts ?? (await loadFontsOnce());
  const document = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    pdfVersion: '1.4',
    lang: 'zh-Hans',
    displayTitle: true,
    info: {
      Title: '社保卡申请凭条',
      Author: '人社自助服务',
      CreationDate: validDate(model.issuedAt),
      ModDate: validDate(model.issuedAt),
    },
  });
  const finished = collect(document);
  const writer = new TextWriter(document, usedFonts);
  const fold = drawReceipt(document, writer, model);
  const translation = translateReceipt(model, options.language ?? 'zh-Hans');
  if (translation && canDraw(translation, usedFonts)) {
    const place = { x: MARGIN, y: fold + 9 * MM, width: CONTENT, ink: INK, soft: SOFT, accent: PINE };
    drawTranslation(writer, translation, place);
  }
  document.end();
  return finished;
}

/** The upper half; returns where the fold is. */
function drawReceipt(document: PDFKit.PDFDocument, writer: TextWriter, model: ReceiptModel): number {
  let y = drawHead(document, writer, model);
  y = drawStatement(document, writer, model, y + 3 * MM);
  const qrBottom = drawQr(document, writer, model, y + 2.5 * MM);
  y = drawRows(writer, model, y + 4 * MM);
  y = drawNextSteps(document, writer, model, Math.max(y, qrBottom) + 1 * MM);
  return drawFold(document, writer, model, y);
}

function drawHead(document: PDFKit.PDFDocument, writer: TextWriter, model: ReceiptModel): number {
  drawSeal(document, MARGIN, TOP, 12 * MM);
  const x = MARGIN + 16 * MM;
  const width = CONTENT - 16 * MM;
  writer.write('人社自助服务', x, TOP - 1, { weight: 'regular', size: 9, colour: SOFT, width });
  writer.write(model.title, x, TOP + 3.6 * MM, { weight: 'bold', size: 20, colour: INK, width });
  return TOP + 13 * MM;
}

/** The mark of the house: 人 in a seal. */
function drawSeal(document: PDFKit.PDFDocument, x: number, y: number, size: number): void {
  document
    .save()
    .translate(x, y)
    .scale(size / 48);
  document.roundedRect(2, 2, 44, 44, 9).fill(SEAL);
  document.path('M24 9C24 22 19 32 10 38M24 19C26 28 31 34 38 38').lineWidth(5.2).lineCap('round').stroke('#ffffff');
  document.restore();
}

function drawStatement(document: PDFKit.PDFDocument, writer: TextWriter, model: ReceiptModel, top: number): number {
  const padding = 4 * MM;
  const sign = 9 * MM;
  const style: TextStyle = {
    weight: 'bold',
    size: 12.5,
    colour: INK,
    width: CONTENT - sign - 3 * padding,
    lineGap: 2,
  };
  const height = Math.max(writer.height(model.statement, style), sign) + 2 * padding - 3 * MM;
  document.roundedRect(MARGIN, top, CONTENT, height, 2 * MM).fill(TINT);
  drawSign(document, model.outcome, MARGIN + padding, top + (height - sign) / 2, sign);
  const textTop = top + (height - writer.height(model.statement, style)) / 2;
  writer.write(model.statement, MARGIN + 2 * padding + sign, textTop, style);
  return top + height;
}

/** Done is filled; what is still under way is an open ring: also a reader without the language sees the difference. */
function drawSign(document: PDFKit.PDFDocument, outcome: Outcome, x: number, y: number, size: number): void {
  document
    .save()
    .translate(x, y)
    .scale(size / 48)
    .lineCap('round')
    .lineJoin('round')
    .lineWidth(4.5);
  switch (outcome) {
    case 'verified':
      document.circle(24, 24, 23).fill(PINE);
      document.path('M13 25 21 33 36 16').lineWidth(5.5).stroke('#ffffff');
      break;
    case 'received-here':
      document.circle(24, 24, 21).stroke(SEAL);
      document.path('M24 11V25L33 30').stroke(SEAL);
      break;
    case 'needs-review':
      document.circle(24, 24, 21).stroke(SEAL);
      for (const dot of [14, 24, 34]) document.circle(dot, 24, 3);
      document.fill(SEAL);
      break;
  }
  document.restore();
}

function drawQr(document: PDFKit.PDFDocument, writer: TextWriter, model: ReceiptModel, top: number): number {
  const x = MARGIN + CONTENT - QR_SIZE;
  drawQrCode(document, model.qrText, { x, y: top, size: QR_SIZE, colour: '#000000' });
  const caption = '手机扫码可保存凭条编号';
  const width = writer.width(caption, { weight: 'regular', size: 8 });
  const style: TextStyle = { weight: 'regular', size: 8, colour: SOFT, width: width + 1 };
  return writer.write(caption, x + (QR_SIZE - width) / 2, top + QR_SIZE - 1 * MM, style);
}

/** Label over value, two to a line; a value too long for half the width has the line to itself. */
function drawRows(writer: TextWriter, model: ReceiptModel, top: number): number {
  const area = CONTENT - QR_SIZE - GUTTER;
  const half = (area - GUTTER) / 2;
  let y = top;
  let bottom = top;
  let column: 0 | 1 = 0;
  for (const { label, value } of model.rows) {
    const wide = sizeToFit(writer, value, half) < SMALLEST_VALUE;
    if (column === 1 && wide) {
      y = bottom;
      column = 0;
    }
    const width = wide ? area : half;
    const size = Math.max(sizeToFit(writer, value, width), SMALLEST_VALUE);
    const x = MARGIN + column * (half + GUTTER);
    const labelled = writer.write(label, x, y, { weight: 'regular', size: 8, colour: SOFT, width });
    const end = writer.write(value, x, labelled - 1.6, { weight: 'regular', size, colour: INK, width });
    bottom = Math.max(bottom, end + 1.2 * MM);
    if (wide || column === 1) {
      y = bottom;
      column = 0;
    } else {
      column = 1;
    }
  }
  return bottom;
}

/** The size, at most that of a value, at which the text fits on one line. */
function sizeToFit(writer: TextWriter, text: string, width: number): number {
  // A point of room: a line that fits exactly may still be broken by rounding.
  return Math.min(VALUE, (VALUE * (width - 1)) / writer.width(text, { weight: 'regular', size: VALUE }));
}

function drawNextSteps(document: PDFKit.PDFDocument, writer: TextWriter, model: ReceiptModel, top: number): number {
  document
    .moveTo(MARGIN, top)
    .lineTo(MARGIN + CONTENT, top)
    .lineWidth(0.6)
    .stroke(LINE);
  const indent = 6 * MM;
  let y = writer.write('接下来', MARGIN, top + 2 * MM, { weight: 'bold', size: 10.5, colour: PINE, width: CONTENT });
  y += 0.8 * MM;
  for (const [index, step] of model.nextSteps.entries()) {
    const style: TextStyle = { weight: 'regular', size: 10.5, colour: INK, width: CONTENT - indent };
    writer.write(`${index + 1}`, MARGIN + 1, y, { ...style, weight: 'bold', colour: PINE, width: indent });
    y = writer.write(step, MARGIN + indent, y, style) + 0.5 * MM;
  }
  return y;
}

/** The fold is in the middle of the sheet, unless a very long name pushed the text beyond it. */
function drawFold(document: PDFKit.PDFDocument, writer: TextWriter, model: ReceiptModel, end: number): number {
  const note = `证件号码中间几位已隐去 · 咨询电话 ${model.hotline}`;
  const style: TextStyle = { weight: 'regular', size: 8, colour: SOFT, width: CONTENT };
  const fold = Math.max(PAGE.fold, end + 7 * MM);
  writer.write(note, MARGIN, fold - 6 * MM, style);
  const right = '可沿虚线对折或裁下';
  const width = writer.width(right, style);
  writer.write(right, MARGIN + CONTENT - width - 1, fold - 6 * MM, { ...style, width: width + 2 });
  document
    .moveTo(8 * MM, fold)
    .lineTo(PAGE.width - 8 * MM, fold)
    .lineWidth(0.5)
    .dash(3, { space: 3 })
    .stroke(LINE);
  document.undash();
  return fold;
}

function validDate(iso: string): Date {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? DATE_OF_NOTHING : date;
}

function collect(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}
