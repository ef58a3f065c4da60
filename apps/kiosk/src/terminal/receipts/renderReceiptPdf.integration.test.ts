import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import QRCode from 'qrcode';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadReceiptFonts } from './receiptFonts.ts';
import { buildReceipt, type ReceiptInput, type ReceiptModel } from './receiptModel.ts';
import { type ReceiptPdfOptions, renderReceiptPdf } from './renderReceiptPdf.ts';
import { makeOfflineInput, makeReceiptInput } from './testing.ts';
import { translateReceipt } from './translateReceipt.ts';

const hasPoppler = spawnSync('pdftotext', ['-v']).status === 0;
/** A font of other scripts, to stand for one with rarer characters. */
const OTHER_FONT = '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf';

let folder: string;
beforeEach((context) => {
  context.skip(!hasPoppler, 'skipped: needs poppler-utils');
  folder = mkdtempSync(join(tmpdir(), 'renshe-receipt-'));
});
afterEach(() => {
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function print(model: ReceiptModel, options: ReceiptPdfOptions = {}): Promise<string> {
  const file = join(folder, 'receipt.pdf');
  writeFileSync(file, await renderReceiptPdf(model, options));
  return file;
}

function poppler(tool: 'pdftotext' | 'pdfinfo' | 'pdffonts' | 'pdftoppm', ...args: string[]): string {
  const ran = spawnSync(tool, args, { encoding: 'utf8' });
  // Poppler reports every damage of the file here, and still goes on.
  expect(ran.stderr).toBe('');
  return ran.stdout;
}

const linesOf = (file: string) =>
  poppler('pdftotext', file, '-')
    .split('\n')
    .map((line) => line.trim());

const outcomes: [string, ReceiptInput][] = [
  ['verified', makeReceiptInput()],
  ['received-here', makeOfflineInput()],
  ['needs-review', makeReceiptInput({ outcome: 'needs-review' })],
];

test.each(outcomes)('%s: every word can be selected again, exactly', async (_, input) => {
  const model = buildReceipt(input);
  const lines = linesOf(await print(model));
  expect(lines).toContain(model.title);
  expect(lines).toContain(model.statement);
  for (const { label, value } of model.rows) {
    expect(lines).toContain(label);
    expect(lines).toContain(value);
  }
  for (const [index, step] of model.nextSteps.entries()) expect(lines).toContain(`${index + 1} ${step}`);
});

test.each([
  '王㛃𬭎',
  '阿卜杜拉·买买提·吐尔逊',
  'MARIA FERNANDA DE LOS ANGELES RODRIGUEZ-VILLANUEVA Y GONZALEZ',
  'NGUYỄN THỊ ÁNH',
  'O’NEILL, JOSÉ',
  '赵𫖯龘䶮',
])('the name %s comes back as it is', async (name) => {
  const model = buildReceipt(makeReceiptInput({ citizen: { name, idNumber: '911156199001011234' } }));
  expect(linesOf(await print(model))).toContain(name);
});

test('a name of 120 letters stays whole, over several lines', async () => {
  const name = 'WOLFESCHLEGELSTEINHAUSENBERGERDORFF '.repeat(4).trim().slice(0, 120);
  const model = buildReceipt(makeReceiptInput({ citizen: { name, idNumber: '911156199001011234' } }));
  expect(linesOf(await print(model)).join(' ')).toContain(name);
});

test('a character no font has is spelled out', async () => {
  const model = buildReceipt(makeReceiptInput({ citizen: { name: '王\u{2A6D6}', idNumber: '110105197903120017' } }));
  expect(linesOf(await print(model, { fonts: await loadReceiptFonts([]) }))).toContain('王〔U+2A6D6〕');
});

test('a second font draws what the first lacks, in the middle of a name', async (context) => {
  context.skip(!existsSync(OTHER_FONT), 'skipped: needs fonts-dejavu-core');
  const model = buildReceipt(makeReceiptInput({ citizen: { name: '阿Ա尔', idNumber: '110105197903120017' } }));
  const file = await print(model, { fonts: await loadReceiptFonts([OTHER_FONT]) });
  expect(linesOf(file)).toContain('阿Ա尔');
  expect(poppler('pdffonts', file)).toContain('DejaVuSans');
});

test('fonts are embedded as subsets; the file is small, A4, one page, and its metadata knows nobody', async () => {
  const model = buildReceipt(makeReceiptInput());
  const file = await print(model);
  expect(readFileSync(file).length).toBeLessThan(80_000);
  const fonts = poppler('pdffonts', file).trim().split('\n').slice(2);
  expect(fonts).toHaveLength(2);
  for (const font of fonts) expect(font).toMatch(/^[A-Z]{6}\+NotoSansSC-\w+ +CID TrueType +Identity-H +yes yes yes/);
  const info = poppler('pdfinfo', file);
  expect(info).toMatch(/Pages: +1\n/);
  expect(info).toContain('(A4)');
  expect(info).not.toMatch(/王|110105|HALL-01/);
});

test('everything is above the fold', async () => {
  const boxes = poppler('pdftotext', '-bbox', await print(buildReceipt(makeReceiptInput())), '-');
  const bottoms = [...boxes.matchAll(/yMax="([\d.]+)"/g)].map((match) => Number(match[1]));
  expect(bottoms.length).toBeGreaterThan(20);
  expect(Math.max(...bottoms)).toBeLessThan((148.5 * 72) / 25.4);
});

test.each(outcomes)('%s: English stands below the Chinese, on the same page', async (_, input) => {
  const model = buildReceipt(input);
  const file = await print(model, { language: 'en' });
  const words = linesOf(file).join(' ').replaceAll(/\s+/g, ' ');
  const english = translateReceipt(model, 'en');
  for (const text of [model.statement, english?.statement, ...(english?.nextSteps ?? ['none']), english?.note]) {
    expect(words).toContain(text);
  }
  expect(poppler('pdfinfo', file)).toMatch(/Pages: +1\n/);
  const place = /yMin="([\d.]+)"[^>]*>translation\.</.exec(poppler('pdftotext', '-bbox', file, '-'))?.[1];
  expect(Number(place)).toBeGreaterThan((148.5 * 72) / 25.4);
  expect(Number(place)).toBeLessThan((290 * 72) / 25.4);
});

test('the same receipt is the same bytes', async () => {
  const model = buildReceipt(makeReceiptInput());
  const [first, second] = [await renderReceiptPdf(model), await renderReceiptPdf(model)];
  expect(Buffer.from(first).equals(second)).toBe(true);
});

describe('the QR code on paper', () => {
  test.each(outcomes)('%s: every module is where the text puts it', async (_, input) => {
    const model = buildReceipt(input);
    const file = await print(model);
    poppler('pdftoppm', '-r', '300', '-gray', '-singlefile', file, join(folder, 'page'));
    const page = readGray(join(folder, 'page.pgm'));
    const { modules } = QRCode.create(model.qrText, { errorCorrectionLevel: 'M' });
    const box = findQr(page);
    const unit = (box.right - box.left) / modules.size;
    // A module smaller than this is too fine for the cameras of old telephones.
    expect((unit / 300) * 25.4).toBeGreaterThan(0.5);
    for (let row = 0; row < modules.size; row++) {
      for (let column = 0; column < modules.size; column++) {
        const dark = page.at(box.left + (column + 0.5) * unit, box.top + (row + 0.5) * unit) < 128;
        expect(dark).toBe(modules.get(row, column) === 1);
      }
    }
  });
});

interface Gray {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): number;
}

/** A binary PGM, as pdftoppm writes it: `P5\nwidth height\n255\n` and one byte for each pixel. */
function readGray(file: string): Gray {
  const bytes = readFileSync(file);
  const head = /^P5\s(\d+)\s(\d+)\s255\s/.exec(bytes.subarray(0, 40).toString('latin1'));
  if (!head) throw new Error('not a PGM');
  const width = Number(head[1]);
  const pixels = bytes.subarray(head[0].length);
  return { width, height: Number(head[2]), at: (x, y) => pixels[Math.floor(y) * width + Math.floor(x)] ?? 255 };
}

/** The black square at the right of the page, below the grey box of the statement: only the QR code is pure black. */
function findQr(page: Gray): { left: number; right: number; top: number } {
  const found = { left: page.width, right: 0, top: page.height };
  for (let y = 0; y < page.height / 2; y++) {
    for (let x = Math.floor(page.width * 0.74); x < page.width; x++) {
      if (page.at(x, y) > 5) continue;
      found.left = Math.min(found.left, x);
      found.right = Math.max(found.right, x + 1);
      found.top = Math.min(found.top, y);
    }
  }
  return found;
}
