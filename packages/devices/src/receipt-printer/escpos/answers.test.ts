import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerDecoder, fitsQuestion, type PrinterWord, readInOrderStatus, readRealTimeStatus } from './answers.ts';
import { findFault, statusOf } from './printerState.ts';

const id = (text: string): Uint8Array =>
  Buffer.concat([Uint8Array.of(0x37, 0x22), Buffer.from(text), Uint8Array.of(0)]);
const decode = (bytes: Uint8Array): PrinterWord[] => new AnswerDecoder().push(bytes);

function decodeCut(bytes: Uint8Array, cuts: readonly number[]): PrinterWord[] {
  const decoder = new AnswerDecoder();
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  let from = 0;
  return ends.flatMap((end) => {
    const words = decoder.push(bytes.subarray(from, end));
    from = end;
    return words;
  });
}

const realTime = fc.nat(255).map((bits) => (bits & 0x6c) | 0x12);
const inOrder = fc.constantFrom(0x00, 0x03, 0x0c, 0x0f);
const processId = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 4,
  maxLength: 4,
});
const word: fc.Arbitrary<[Uint8Array, PrinterWord]> = fc.oneof(
  realTime.map((byte): [Uint8Array, PrinterWord] => [Uint8Array.of(byte), { kind: 'real-time', byte }]),
  inOrder.map((byte): [Uint8Array, PrinterWord] => [Uint8Array.of(byte), { kind: 'in-order', byte }]),
  processId.map((text): [Uint8Array, PrinterWord] => [id(text), { kind: 'process-id', id: text }]),
  fc.constant<[Uint8Array, PrinterWord]>([Uint8Array.of(0x37, 0x25, 0), { kind: 'forgotten' }]),
  fc.constant<[Uint8Array, PrinterWord]>([Uint8Array.of(0x13), { kind: 'xoff' }]),
  fc.constant<[Uint8Array, PrinterWord]>([Uint8Array.of(0x11), { kind: 'xon' }]),
);
const cuts = fc.array(fc.nat(), { maxLength: 10 });

describe('the words of a printer', () => {
  it('are the same however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), cuts, (words, at) => {
        const stream = Buffer.concat(words.map(([bytes]) => bytes));
        expect(decodeCut(stream, at)).toEqual(words.map(([, each]) => each));
      }),
    );
  });

  it('are found again behind any soup once a byte has come that begins none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), cuts, processId, (soup, at, text) => {
        // Eight bytes no word has: whatever the soup had begun is over.
        const stream = Buffer.concat([soup, new Uint8Array(8).fill(0xff), id(text)]);
        expect(decodeCut(stream, at).at(-1)).toEqual({ kind: 'process-id', id: text });
      }),
    );
  });

  it('never are more than the bytes that came, nor kept for ever', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 500 }), { maxLength: 6 }), (chunks) => {
        const decoder = new AnswerDecoder();
        const words = chunks.flatMap((chunk) => decoder.push(chunk));
        expect(words.length).toBeLessThanOrEqual(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
        decoder.reset();
        expect(decoder.inWord).toBe(false);
        expect(decoder.push(Uint8Array.of(0x12))).toEqual([{ kind: 'real-time', byte: 0x12 }]);
      }),
    );
  });

  it('let flow control stand inside one', () => {
    const bytes = Buffer.concat([id('0001').subarray(0, 3), Uint8Array.of(0x13, 0x11), id('0001').subarray(3)]);
    expect(decode(bytes).map(({ kind }) => kind)).toEqual(['xoff', 'xon', 'process-id']);
  });

  it('leave an automatic status out, though its later bytes look like answers in their turn', () => {
    expect(decode(Uint8Array.of(0x14, 0x00, 0x0f, 0x0f, 0x12))).toEqual([{ kind: 'real-time', byte: 0x12 }]);
  });

  it('are noise where a block breaks off', () => {
    expect(decode(Uint8Array.of(0x37, 0x22, 0x31, 0x12)).map(({ kind }) => kind)).toEqual([
      'noise',
      'noise',
      'noise',
      'real-time',
    ]);
  });
});

describe('the status of a printer', () => {
  const file = '../../../../../../shared/reference/vectors-devices.json';
  const vectors = load(file);
  const faults: Readonly<Record<string, string | undefined>> = {
    ok: undefined,
    'ok, drawer pin high': undefined,
    'paper end': 'paper-out',
    'near end': undefined,
    'paper near end': undefined,
    'cover open': 'cover-open',
    'cutter error': 'cutter-jammed',
    'auto-cutter error': 'cutter-jammed',
  };

  it.skipIf(vectors.length === 0)(
    `is what the published vectors mean${vectors.length === 0 ? ' (skipped: needs the reference vectors)' : ''}`,
    () => {
      for (const { reply, means } of vectors) {
        const [n1 = 0, n2 = 0, n3 = 0, n4 = 0] = reply.map((byte) => Number.parseInt(byte, 16));
        for (const [index, byte] of [n1, n2, n3, n4].entries()) {
          expect(fitsQuestion(([1, 2, 3, 4] as const)[index] ?? 1, byte), means).toBe(true);
        }
        const status = readRealTimeStatus([n1, n2, n3, n4]);
        expect(Object.keys(faults), means).toContain(means);
        expect(findFault(status)?.code, means).toBe(faults[means]);
        expect(statusOf(status).paper === 'low', means).toBe(means.includes('near end'));
      }
    },
  );

  it.each([
    [
      'all well',
      [0x16, 0x12, 0x12, 0x12],
      { state: 'online', paper: 'full', cover: 'closed', cutter: 'ok' },
      undefined,
    ],
    ['near end', [0x16, 0x12, 0x12, 0x1e], { state: 'online', paper: 'low' }, undefined],
    ['paper end', [0x1a, 0x32, 0x12, 0x7e], { state: 'userError', paper: 'out' }, 'paper-out'],
    [
      'paper end, sensor of the near end apart',
      [0x1a, 0x32, 0x12, 0x72],
      { state: 'userError', paper: 'out' },
      'paper-out',
    ],
    ['cover open', [0x1a, 0x16, 0x12, 0x12], { state: 'userError', cover: 'open' }, 'cover-open'],
    ['cutter', [0x1a, 0x52, 0x1a, 0x12], { state: 'hardwareError', cutter: 'jammed' }, 'cutter-jammed'],
    ['paper jammed', [0x1a, 0x52, 0x16, 0x12], { state: 'userError', paper: 'jammed' }, 'paper-jammed'],
    ['broken', [0x1a, 0x52, 0x32, 0x12], { state: 'hardwareError' }, 'printer-error'],
    ['head too hot', [0x1a, 0x52, 0x52, 0x12], { state: 'busy' }, 'printer-error'],
    ['feed button', [0x1a, 0x1a, 0x12, 0x12], { state: 'busy' }, 'printer-error'],
    ['off line without a reason', [0x1a, 0x12, 0x12, 0x12], { state: 'busy' }, 'printer-error'],
    ['cover open and no paper', [0x1a, 0x36, 0x12, 0x7e], { state: 'userError', paper: 'out' }, 'cover-open'],
  ] as const)('is told of %s', (_what, bytes, expected, code) => {
    const status = readRealTimeStatus(bytes);
    expect(statusOf(status)).toMatchObject(expected);
    expect(findFault(status)?.code).toBe(code);
  });

  it('is not taken from a byte that answers nothing', () => {
    expect([0x00, 0x10, 0x92, 0xff, 0x13].map((byte) => fitsQuestion(1, byte))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
    // One of the two bits of a sensor alone is another question's answer.
    expect([0x16, 0x1a, 0x32, 0x52].map((byte) => fitsQuestion(4, byte))).toEqual([false, false, false, false]);
  });

  it('is read from the answer to GS r, too', () => {
    expect([0x00, 0x03, 0x0c, 0x0f].map(readInOrderStatus)).toEqual([
      { paperOut: false, paperLow: false },
      { paperOut: false, paperLow: true },
      { paperOut: true, paperLow: false },
      { paperOut: true, paperLow: true },
    ]);
  });
});

function load(file: string): readonly { reply: string[]; means: string }[] {
  try {
    return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')).escposStatus;
  } catch {
    return [];
  }
}
