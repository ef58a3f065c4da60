import { charactersToDraw } from '@renshe/devices';
import { describe, expect, it } from 'vitest';
import { drawGlyph } from './drawGlyph.ts';
import { loadReceiptFonts } from './receiptFonts.ts';
import { buildReceipt } from './receiptModel.ts';
import { renderReceipt } from './renderReceipt.ts';
import { renderReceiptBlocks } from './renderReceiptBlocks.ts';
import { makeOfflineInput, makeReceiptInput } from './testing.ts';

const common = { name: '王小明', idNumber: '110105197903120017' };

describe('the receipt on thermal paper', () => {
  it.each([
    ['verified', makeReceiptInput()],
    ['received-here', makeOfflineInput()],
    ['needs-review', makeReceiptInput({ outcome: 'needs-review' })],
  ] as const)('%s: says every word the page says, the number masked', async (_, input) => {
    const model = buildReceipt(input);
    const { blocks } = await renderReceiptBlocks(model);
    expect(blocks).toContainEqual({ kind: 'heading', text: model.title });
    expect(blocks).toContainEqual({ kind: 'text', text: model.statement, bold: true });
    expect(blocks).toContainEqual({ kind: 'qr', text: model.qrText });
    for (const [index, text] of model.nextSteps.entries()) {
      expect(blocks).toContainEqual({ kind: 'text', text, mark: `${index + 1}. ` });
    }
    expect(blocks.find(({ kind }) => kind === 'pairs')).toMatchObject({
      rows: model.rows.map(({ label }) => ({ label })),
    });
    expect(JSON.stringify(blocks)).not.toContain(input.citizen.idNumber);
  });

  it('draws what the printer may lack, and only that', async () => {
    const usual = await renderReceiptBlocks(buildReceipt(makeReceiptInput({ citizen: common })));
    expect(usual.glyphs).toBeUndefined();
    const rare = await renderReceiptBlocks(buildReceipt(makeReceiptInput({ citizen: { ...common, name: '王㛃' } })));
    expect(Object.keys(rare.glyphs ?? {})).toEqual(['姓', '名', '王', '㛃']);
    expect(charactersToDraw(rare)).toEqual(Object.keys(rare.glyphs ?? {}));
    for (const { width, height, bits } of Object.values(rare.glyphs ?? {})) {
      expect([width, height, bits.length]).toEqual([24, 24, 72]);
      expect(bits.some((byte) => byte !== 0)).toBe(true);
    }
  });

  it('names a character no font has by its number', async () => {
    const fonts = await loadReceiptFonts([]);
    const model = buildReceipt(makeReceiptInput({ citizen: { ...common, name: '王\u{2a6d6}' } }));
    const { blocks } = await renderReceiptBlocks(model, fonts);
    expect(JSON.stringify(blocks)).toContain('王〔U+2A6D6〕');
  });

  it('is a page or blocks, as the printer takes it', async () => {
    const model = buildReceipt(makeReceiptInput());
    expect(await renderReceipt(model, 'pdf', 'zh-Hans')).toBeInstanceOf(Uint8Array);
    expect(await renderReceipt(model, 'receipt-blocks', 'zh-Hans')).toHaveProperty('blocks');
  });
});

it('draws a character as dots: ink where the strokes are', async () => {
  const fonts = await loadReceiptFonts([]);
  const rows = (bits: Uint8Array, rowBytes: number): string[] =>
    Array.from({ length: 24 }, (_, y) =>
      [...bits.subarray(y * rowBytes, (y + 1) * rowBytes)].map((byte) => byte.toString(2).padStart(8, '0')).join(''),
    );
  const { bits } = await drawGlyph('一', fonts);
  const inked = rows(bits, 3).filter((row) => row.includes('1'));
  // One stroke, two or three dots thick, nearly as wide as the cell.
  expect(inked.length).toBeGreaterThanOrEqual(2);
  expect(inked.length).toBeLessThanOrEqual(3);
  expect(inked[0]?.match(/1+/)?.[0].length).toBeGreaterThanOrEqual(18);
  const narrow = await drawGlyph('I', fonts);
  expect([narrow.width, narrow.bits.length]).toEqual([12, 48]);
});
