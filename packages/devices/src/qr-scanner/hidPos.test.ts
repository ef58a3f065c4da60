import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeHidPos, HidPosDecoder, type HidPosLayout, type HidPosWord } from './hidPos.ts';
import { readScannedText } from './scannedText.ts';

const layouts: readonly HidPosLayout[] = ['aim-first', 'data-first'];
const decode = (reports: readonly Uint8Array[], layout: HidPosLayout): HidPosWord[] => {
  const decoder = new HidPosDecoder(layout);
  return reports.flatMap((report) => decoder.push(report) ?? []);
};

/** Published by somebody who listened to a Honeywell scanner: its answer to REVINF in six reports. */
const CAPTURED = [
  [
    2, 56, 93, 88, 48, 80, 114, 111, 100, 117, 99, 116, 32, 78, 97, 109, 101, 58, 32, 86, 111, 121, 97, 103, 101, 114,
    32, 49, 54, 48, 50, 103, 13, 10, 66, 111, 111, 116, 32, 82, 101, 118, 105, 115, 105, 111, 110, 58, 32, 58, 32, 56,
    57, 57, 50, 13, 10, 83, 111, 102, 116, 63, 0, 1,
  ],
  [2, 9, 93, 88, 48, 117, 109, 58, 32, 78, 47, 65, 13, 10, ...new Array(47).fill(0), 63, 0, 0],
].map((bytes) => Uint8Array.from(bytes));

describe('reports of HID usage page 8C', () => {
  it('come back as they went, long ones put together', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.constantFrom(...layouts), (bytes, layout) => {
        const symbology = layout === 'aim-first' ? { symbology: ']Q1' } : {};
        expect(decode(encodeHidPos(bytes, layout), layout)).toEqual([{ kind: 'code', bytes, ...symbology }]);
      }),
    );
  });

  it('are read as they were captured from a real scanner', () => {
    const [word] = decode(CAPTURED, 'aim-first');
    if (word?.kind !== 'code') throw new Error('no code');
    expect(word.symbology).toBe(']X0');
    expect(Buffer.from(word.bytes).toString('latin1')).toBe(
      'Product Name: Voyager 1602g\r\nBoot Revision: : 8992\r\nSoftum: N/A\r\n',
    );
  });

  it('never throw, and the next code is found behind any soup that does not end in the middle of one', () => {
    const report = fc.oneof(
      fc.uint8Array({ maxLength: 70 }),
      fc
        .uint8Array({ minLength: 64, maxLength: 64 })
        .map((bytes) => Uint8Array.from([2, bytes[0] ?? 0, ...bytes.slice(2)])),
    );
    fc.assert(
      fc.property(fc.array(report, { maxLength: 12 }), fc.constantFrom(...layouts), (soup, layout) => {
        const decoder = new HidPosDecoder(layout);
        for (const each of soup) decoder.push(each);
        // What is neither the last nor not ends whatever was begun.
        decoder.push(Uint8Array.from([2, 99, ...new Array(62).fill(0)]));
        const words = encodeHidPos(Buffer.from('token'), layout).flatMap((each) => decoder.push(each) ?? []);
        expect(words).toMatchObject([{ kind: 'code' }]);
      }),
    );
  });

  it('are kept up to the longest code and no further', () => {
    const decoder = new HidPosDecoder('aim-first');
    const words = encodeHidPos(Buffer.alloc(20_000, 'a'), 'aim-first').flatMap((report) => decoder.push(report) ?? []);
    expect(words).toEqual([{ kind: 'too-long' }]);
    expect(decoder.inCode).toBe(false);
  });

  it.each([
    ['of settings', [4, 3], []],
    ['that is too short', [2, 3, 0x5d, 0x51, 0x31], ['bad-report']],
    ['that claims more than it has room for', [2, 57, 0x5d, 0x51, 0x31, ...new Array(59).fill(0)], ['bad-report']],
    ['without an identifier', [2, 1, 0, 0, 0, 65, ...new Array(58).fill(0)], ['bad-report']],
    ['that says neither last nor not', [2, 1, 0x5d, 0x51, 0x31, ...new Array(58).fill(0), 7], ['bad-report']],
  ])('%s: is told from a code', (_what, bytes, kinds) => {
    expect(decode([Uint8Array.from(bytes)], 'aim-first').map(({ kind }) => kind)).toEqual(kinds);
  });

  it('of two codes are not put together', () => {
    const [first = new Uint8Array()] = encodeHidPos(Buffer.alloc(100, 'a'), 'aim-first', ']Q1');
    const [other = new Uint8Array()] = encodeHidPos(Buffer.from('b'), 'aim-first', ']C0');
    expect(decode([first, other], 'aim-first').map(({ kind }) => kind)).toEqual(['bad-report']);
  });
});

describe('the text of a code', () => {
  const read = (bytes: Uint8Array, encoding: 'utf-8' | 'gb18030' = 'utf-8') => readScannedText(bytes, encoding);

  it.each([
    ['a token', 'e1:9f8A-_=.~%'],
    ['Chinese', '社保卡申请凭条 编号'],
    ['a character of four bytes', '㛃𬭎'],
  ])('is %s, exactly', (_what, text) => {
    expect(read(new TextEncoder().encode(text))).toEqual({ ok: true, value: text });
  });

  it('may be GB 18030 where that is agreed', () => {
    expect(read(Uint8Array.of(0xc9, 0xe7, 0xb1, 0xa3), 'gb18030')).toEqual({ ok: true, value: '社保' });
    expect(read(Uint8Array.of(0xc9, 0xe7, 0xb1, 0xa3))).toMatchObject({ error: { code: 'bad-text' } });
  });

  it.each([
    ['a line feed', 'a\nb'],
    ['a tab', 'a\tb'],
    ['an escape', '\u001b[2J'],
    ['a zero', 'a\0'],
    ['a delete', 'a\u007f'],
    ['a C1 control', 'a\u0085'],
    ['reversed writing', 'a\u202etxt'],
    ['a zero-width space', 'a\u200bb'],
    ['a byte order mark', '\ufeffa'],
    ['a line separator', 'a\u2028b'],
    ['a private character', 'a\ue000'],
    ['a character nobody has assigned', 'a\u{10fffe}'],
    ['nothing but spaces', '   '],
    ['nothing', ''],
  ])('is refused with %s in it, and not told', (_what, text) => {
    const refused = read(new TextEncoder().encode(text));
    expect(refused).toMatchObject({ ok: false, error: { code: 'bad-text' } });
    if (!refused.ok) expect(refused.error.detail).not.toMatch(/\[2J|txt/);
  });

  it('is refused where the encoding is broken or overlong', () => {
    for (const bytes of [[0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xff]]) {
      expect(read(Uint8Array.from(bytes))).toMatchObject({ error: { code: 'bad-text' } });
    }
    expect(read(new Uint8Array(4_097).fill(0x61))).toMatchObject({ error: { code: 'too-long' } });
  });

  it('never throws, and what it takes has no control characters', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('utf-8' as const, 'gb18030' as const),
        (bytes, encoding) => {
          const text = read(bytes, encoding);
          if (text.ok) expect(text.value).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        },
      ),
    );
  });
});
