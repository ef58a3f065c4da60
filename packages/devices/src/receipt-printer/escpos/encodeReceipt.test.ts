import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PrintableReceipt, ReceiptBlock } from '../types.ts';
import { emptyBitmap, setDot } from './bitmap.ts';
import { findRealTimeSequence, LONGEST_COMMAND, processIdOf } from './commands.ts';
import { charactersToDraw, encodeReceipt, type PaperWidth } from './encodeReceipt.ts';
import { encodeCharacter, encodeText, isPrintable, textColumns } from './gbkText.ts';
import { breakLines, layOutPairs } from './layout.ts';
import { moduleDots, modulesFor } from './qrModules.ts';
import { rasterBands } from './rasterBands.ts';
import { crossedBoxes, sampleReceipt } from './sampleReceipt.ts';
import { Interpreter, type PrinterStep } from './simulatedInterpreter.ts';

const wide: PaperWidth = { columns: 48, dots: 576 };
const narrow: PaperWidth = { columns: 32, dots: 384 };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What a printer that shares nothing with the encoder makes of the bytes. */
function interpret(receipt: PrintableReceipt, paper = wide): PrinterStep[] {
  const encoded = encodeReceipt(receipt, paper);
  if (!encoded.ok) throw new Error(encoded.error.detail);
  const interpreter = new Interpreter({ processId: true, inOrderStatus: true }, () => 0);
  const steps: PrinterStep[] = [];
  let rest: Uint8Array = Buffer.concat(encoded.value.segments);
  while (rest.length > 0) {
    const next = interpreter.next(rest);
    if (!next) throw new Error('a command is not whole');
    rest = rest.subarray(next.length);
    if (next.step) steps.push(next.step);
  }
  return steps;
}

function linesOf(steps: readonly PrinterStep[]): string[] {
  let line = '';
  return steps.flatMap((step) => {
    if (step.do === 'character') line += step.text;
    if (step.do !== 'line-feed') return [];
    const whole = line;
    line = '';
    return [whole];
  });
}

const anyText = fc.string({ unit: 'binary', maxLength: 200 });
const chinese = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code)),
    fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
    fc.constantFrom(...'，。、；：（）《》“”　'),
  ),
  maxLength: 120,
});
const block: fc.Arbitrary<ReceiptBlock> = fc.oneof(
  anyText.map((text) => ({ kind: 'heading', text }) as const),
  fc.record({
    kind: fc.constant('text' as const),
    text: anyText,
    bold: fc.boolean(),
    mark: fc.constantFrom('', '1. '),
  }),
  fc
    .array(fc.record({ label: chinese, value: anyText }), { maxLength: 4 })
    .map((rows) => ({ kind: 'pairs', rows }) as const),
  fc.constant({ kind: 'rule' } as const),
  chinese.map((text) => ({ kind: 'qr', text: `${text}.` }) as const),
  fc.tuple(fc.integer({ min: 1, max: 48 }), fc.integer({ min: 1, max: 40 })).chain(([rowBytes, height]) =>
    fc
      .array(fc.constantFrom(0x10, 0x04, 0x05, 0x14, 0x00, 0x1b, 0x0a, 0xff), {
        minLength: rowBytes * height,
        maxLength: rowBytes * height,
      })
      .map(
        (bits) => ({ kind: 'raster', image: { width: rowBytes * 8, height, bits: Uint8Array.from(bits) } }) as const,
      ),
  ),
);
const anyReceipt = fc
  .array(block, { maxLength: 6 })
  .map((blocks): PrintableReceipt => ({ blocks, glyphs: crossedBoxes(charactersToDraw({ blocks })) }));

describe('the text of a receipt', () => {
  it.each([
    ['中', 'd6d0'],
    ['A', '41'],
    ['·', 'a1a4'],
    ['〇', 'a996'],
    ['￥', 'a3a4'],
    ['①', 'a2d9'],
  ])('has %s as %s', (character, bytes) => {
    expect(hex(encodeText(character))).toBe(bytes);
  });

  it.each([
    ['of four bytes', '㛃'],
    ['beyond the first plane', '𬭎'],
    ['that is one byte in GBK and no ASCII', '€'],
    ['of the part added after GBK', '䶮'],
    ['of somebody’s own', '\ue816'],
    ['half of one', '\ud842'],
    ['that is a command', '\u001b'],
  ])('has no character %s', (_what, character) => {
    expect(encodeCharacter(character)).toBeUndefined();
    expect(() => encodeText(character)).toThrow(RangeError);
  });

  it('comes back from the bytes as it was, decoded by another library', () => {
    const decoder = new TextDecoder('gbk');
    fc.assert(
      fc.property(chinese, (text) => {
        fc.pre(isPrintable(text));
        expect(decoder.decode(encodeText(text))).toBe(text);
      }),
    );
  });

  it('is broken into lines that fit and lose nothing but spaces', () => {
    fc.assert(
      fc.property(chinese, fc.integer({ min: 8, max: 48 }), (text, columns) => {
        const lines = breakLines(text, columns);
        for (const line of lines) expect(textColumns(line)).toBeLessThanOrEqual(columns);
        expect(lines.join('').replaceAll(' ', '').replaceAll('　', '')).toBe(
          text.replaceAll(' ', '').replaceAll('　', ''),
        );
      }),
    );
  });

  it('keeps words whole, and no comma begins a line', () => {
    expect(breakLines('编号 HALL-01-20261124', 18)).toEqual(['编号', 'HALL-01-20261124']);
    expect(breakLines('一二三四五，六', 10)).toEqual(['一二三四', '五，六']);
    expect(breakLines('一二三四（五六', 10)).toEqual(['一二三四', '（五六']);
  });

  it('keeps a number whole that is read out on the telephone', () => {
    const rows = [{ label: '凭条编号', value: 'HALL-01-20261124-0007-K7QMC' }];
    expect(layOutPairs(rows, 32)).toEqual(['凭条编号', 'HALL-01-20261124-0007-K7QMC']);
    expect(layOutPairs(rows, 48)).toEqual(['凭条编号  HALL-01-20261124-0007-K7QMC']);
  });
});

describe('a receipt as bytes', () => {
  it('reads on paper as it was written', () => {
    const lines = linesOf(interpret(sampleReceipt(), narrow));
    expect(lines.map((line) => line.trim())).toEqual([
      '人社自助服务',
      '社保卡申请',
      '核验凭条',
      '-'.repeat(32),
      '社保中心已收到并记下您的核验。本',
      '人核验这一步办完了，卡还没有做',
      '好。',
      '-'.repeat(32),
      '凭条编号',
      'HALL-01-20261124-0007-K7QMC',
      '姓名      王小明',
      '领卡方式  到网点领取：测试银行股',
      '份有限公司北京朝阳示范',
      '支行营业部',
      '1. 制卡一般要 7 到 15 个工作日，',
      '各地快慢不同。',
      '2. 领卡时，请带上身份证和这张凭',
      '条。',
    ]);
  });

  it('has its title bold, double and in the middle, and nothing after it', () => {
    const styles = interpret(sampleReceipt()).flatMap((step) => (step.do === 'character' ? [step] : []));
    const title = styles.filter(({ style }) => style.wide);
    expect(
      title
        .map(({ text }) => text)
        .join('')
        .trim(),
    ).toBe('社保卡申请 核验凭条');
    expect(title.every(({ style }) => style.high && style.bold)).toBe(true);
    expect(styles.at(-1)?.style).toEqual({ bold: false, underline: false, wide: false, high: false });
  });

  it('draws the line of a name with a character the printer lacks, and only that', () => {
    const receipt = sampleReceipt('A-1', '王㛃𬭎');
    expect(charactersToDraw(receipt)).toEqual([...'姓名王㛃𬭎']);
    expect(encodeReceipt(receipt, wide)).toMatchObject({ ok: false, error: { code: 'document-refused' } });
    const steps = interpret({ ...receipt, glyphs: crossedBoxes([...'姓名王㛃𬭎']) });
    const rows = steps.flatMap((step) => (step.do === 'raster' ? [step.rows] : []));
    // The boxes are 22 dots high; white below them is left out.
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(22);
    expect(linesOf(steps).join()).not.toContain('姓名');
  });

  it('says of what it refuses which block, and nothing of the text', () => {
    const refused = encodeReceipt(sampleReceipt('A-1', '王㛃𬭎'), wide);
    expect(refused).toEqual({
      ok: false,
      error: {
        code: 'document-refused',
        detail: 'block 6 (pairs): a character the printer lacks, and no glyph for it',
      },
    });
  });

  it.each<[string, ReceiptBlock]>([
    ['a code with control characters', { kind: 'qr', text: 'a\u0010b' }],
    ['a code of nothing', { kind: 'qr', text: '' }],
    ['a code too large for the paper', { kind: 'qr', text: 'a'.repeat(998) }],
    ['a picture wider than the paper', { kind: 'raster', image: emptyBitmap(584, 1) }],
    ['a picture that is none', { kind: 'raster', image: { width: 8, height: 2, bits: new Uint8Array(1) } }],
    ['a book', { kind: 'text', text: '书'.repeat(2_001) }],
    ['half a line', { kind: 'feed', lines: 0.5 }],
    ['half a metre', { kind: 'pairs', rows: Array.from({ length: 130 }, () => ({ label: 'a', value: 'b' })) }],
  ])('refuses %s', (_what, refused) => {
    expect(encodeReceipt({ blocks: [refused] }, wide)).toMatchObject({
      ok: false,
      error: { code: 'document-refused' },
    });
  });

  it('takes control characters out of every text', () => {
    const lines = linesOf(interpret({ blocks: [{ kind: 'text', text: 'a\u001b@\u0010\u0004\u0001b\nc' }] }));
    expect(lines).toEqual(['a@b c']);
  });

  it('is whole commands between any two segments, ends with a cut, and never speaks in real time', () => {
    fc.assert(
      fc.property(anyReceipt, fc.constantFrom(wide, narrow), (receipt, paper) => {
        const encoded = encodeReceipt(receipt, paper);
        fc.pre(encoded.ok);
        if (!encoded.ok) return;
        const { segments } = encoded.value;
        expect(findRealTimeSequence(Buffer.concat(segments))).toBe(-1);
        for (const segment of segments) expect(segment.length).toBeLessThanOrEqual(LONGEST_COMMAND);
        const interpreter = new Interpreter({ processId: true, inOrderStatus: true }, () => 0);
        for (const segment of segments) {
          for (let rest = segment; rest.length > 0; ) {
            const next = interpreter.next(rest);
            expect(next).toBeDefined();
            rest = rest.subarray(next?.length ?? rest.length);
          }
        }
        expect(hex(segments.at(-1) ?? new Uint8Array())).toBe('1d564200');
      }),
    );
  });
});

describe('pictures and codes', () => {
  it('cuts a picture into bands that join to the same picture', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 576 }),
        fc.integer({ min: 1, max: 90 }),
        fc.nat(),
        (width, height, seed) => {
          const image = emptyBitmap(width, height);
          for (let at = 0; at < 40; at += 1) setDot(image, (seed + at * 37) % width, (seed + at * 11) % height);
          const interpreter = new Interpreter({ processId: true, inOrderStatus: true }, () => 0);
          let y = 0;
          const joined = emptyBitmap(width, height);
          for (const band of rasterBands(image)) {
            const step = interpreter.next(band)?.step;
            if (step?.do !== 'raster') throw new Error('no band');
            const whole = Math.ceil(width / 8);
            for (let row = 0; row < step.rows; row += 1) {
              joined.bits.set(step.data.subarray(row * step.rowBytes, (row + 1) * step.rowBytes), (y + row) * whole);
            }
            y += step.rows;
          }
          // A byte may have one dot more where it would have been a command.
          const differing = image.bits.filter((byte, index) => byte !== joined.bits[index]);
          expect(differing.every((byte) => byte === 0x10)).toBe(true);
        },
      ),
    );
  });

  it.each([
    [14, 21],
    [15, 25],
    [180, 53],
    [997, 117],
    [998, undefined],
  ])('gives %i bytes at level M %s modules', (bytes, modules) => {
    expect(modulesFor(bytes)).toBe(modules);
  });

  it('makes modules no smaller than a telephone reads and no wider than the paper', () => {
    expect(moduleDots(100, 576)).toBe(8);
    expect(moduleDots(100, 384)).toBe(5);
    expect(moduleDots(900, 576)).toBe(3);
    expect(moduleDots(997, 384)).toBe(3);
    expect(moduleDots(997, 360)).toBeUndefined();
  });

  it('has process ids that are no commands', () => {
    expect([1, 9_999, 10_000].map(processIdOf)).toEqual(['0001', '9999', '0000']);
  });
});
