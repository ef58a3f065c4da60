import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  crc16,
  encodeReply,
  encodeRequest,
  RequestStream,
  ScannerStream,
  type ScannerWord,
  ZONE,
} from './gm65Frame.ts';
import { nameScannerFrames } from './nameFrames.ts';
import { MAX_CODE_BYTES } from './scannedText.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

function pushCut<Word>(
  stream: { push(bytes: Uint8Array): Word[] },
  bytes: Uint8Array,
  cuts: readonly number[],
): Word[] {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  let from = 0;
  return ends.flatMap((end) => {
    const words = stream.push(bytes.slice(from, end));
    from = end;
    return words;
  });
}
const comparable = (words: readonly ScannerWord[]): unknown[] =>
  words.map((word) =>
    word.kind === 'reply'
      ? ['reply', toHex(word.data)]
      : word.kind === 'code'
        ? ['code', toHex(word.bytes)]
        : [word.kind],
  );

const cuts = fc.array(fc.nat(), { maxLength: 12 });
const codeBytes = fc
  .uint8Array({ minLength: 1, maxLength: 300 })
  .map((bytes) => bytes.map((byte) => (byte < 0x20 ? byte + 0x20 : byte)));
const word: fc.Arbitrary<[Uint8Array, unknown]> = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((data): [Uint8Array, unknown] => [encodeReply(data), ['reply', toHex(data)]]),
  codeBytes.map((bytes): [Uint8Array, unknown] => [
    Buffer.concat([bytes, Uint8Array.of(0x0d)]),
    ['code', toHex(bytes)],
  ]),
);

describe('requests to a GM65 module', () => {
  it('are as implementers print them', () => {
    expect(toHex(encodeRequest({ type: 'write', address: ZONE.trigger, value: 1 }))).toBe('7E000801000201' + '02DA');
    expect(crc16(hex('00 01 00'))).toBe(0x3331);
    expect(toHex(encodeReply(Uint8Array.of(0)))).toBe('02000001003331');
  });

  it('come back as they went, behind any soup, cut anywhere, and also unchecked', () => {
    const request = fc.record({
      type: fc.constantFrom('read' as const, 'write' as const),
      address: fc.nat(0xffff),
      value: fc.nat(255),
    });
    const soup = fc.uint8Array({ maxLength: 60 }).map((bytes) => bytes.filter((byte) => byte !== 0x7e));
    fc.assert(
      fc.property(soup, request, fc.boolean(), cuts, (before, wanted, unchecked, at) => {
        const frame = encodeRequest(wanted);
        if (unchecked) frame.set([0xab, 0xcd], frame.length - 2);
        expect(pushCut(new RequestStream(), Buffer.concat([before, frame]), at)).toEqual([wanted]);
      }),
    );
  });

  it('that are spoilt are not heard, as a module does not answer them', () => {
    const frame = encodeRequest({ type: 'read', address: 0, value: 1 });
    expect(new RequestStream().push(frame.map((byte, at) => (at === 6 ? byte ^ 1 : byte)))).toEqual([]);
  });
});

describe('what a GM65 module sends', () => {
  it('is the same however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), cuts, (words, at) => {
        const stream = Buffer.concat(words.map(([bytes]) => bytes));
        expect(comparable(pushCut(new ScannerStream(), stream, at))).toEqual(words.map(([, each]) => each));
      }),
    );
  });

  it('is found again behind any soup once the line was quiet', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6_000 }), cuts, word, (soup, at, [bytes, expected]) => {
        const stream = new ScannerStream();
        pushCut(stream, soup, at);
        stream.settle();
        expect(comparable(stream.push(bytes))).toEqual([expected]);
      }),
    );
  });

  it('never is kept beyond the longest code', () => {
    const stream = new ScannerStream();
    const flood = stream.push(Buffer.alloc(20 * MAX_CODE_BYTES, 'f'));
    expect(flood).toEqual([{ kind: 'too-long' }]);
    expect(stream.inWord).toBe(true);
    expect(stream.settle()).toHaveLength(0);
    expect(comparable(stream.push(hex('41 0D')))).toEqual([['code', '41']]);
  });

  it('takes the longest code that may be', () => {
    const code = Buffer.alloc(MAX_CODE_BYTES, 'a');
    expect(new ScannerStream().push(Buffer.concat([code, hex('0D')]))).toMatchObject([{ kind: 'code' }]);
  });

  it('may end its codes with CR and LF, and send empty lines', () => {
    expect(comparable(new ScannerStream().push(hex('41 0D 0A 0D 42 0D 0A')))).toEqual([
      ['code', '41'],
      ['code', '42'],
    ]);
  });

  it('is no reply with a wrong checksum', () => {
    expect(new ScannerStream().push(hex('02 00 00 01 00 33 32'))).toEqual([{ kind: 'bad-frame' }]);
    expect(comparable(new ScannerStream().push(hex('02 00 00 01 00 AB CD')))).toEqual([['reply', '00']]);
  });

  it('is named for a technician without what a code says', () => {
    const namer = nameScannerFrames();
    expect(namer.push('=>', encodeRequest({ type: 'write', address: ZONE.trigger, value: 1 }))).toEqual([
      { name: 'write trigger', hex: '7E 00 08 01 00 02 01 02 DA' },
    ]);
    expect(namer.push('<=', hex('02 00 00 01 00 33 31 41 42 0D 02 00 00 01 00 00 00'))).toEqual([
      { name: 'reply', hex: '00' },
      { name: 'code', hex: '[2 bytes masked]' },
      { name: 'no reply: wrong checksum', hex: '' },
    ]);
    expect(namer.push('<=', Buffer.alloc(5_000, 'f')).map(({ name }) => name)).toEqual(['code without an end']);
    expect(namer.push('=>', encodeRequest({ type: 'read', address: 0xe1, value: 1 }))[0]?.name).toBe('read zone 00e1');
  });
});
