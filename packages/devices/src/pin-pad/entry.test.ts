import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEY } from './dialect.ts';
import { Entry } from './entry.ts';
import { clearPinBlock, encryptedPinBlock, tripleDesBack } from './pinBlock.ts';
import type { KeyEvent } from './types.ts';

describe('the entry of a PIN', () => {
  it('counts stars, and tells of no digit', () => {
    const events: KeyEvent[] = [];
    const entry = new Entry({ maxDigits: 6, onKey: (event) => events.push(event) });
    for (const key of [KEY.star, KEY.star, KEY.clear, KEY.star, 0x7f, KEY.confirm, KEY.star]) entry.take(key);
    expect(events).toEqual([
      { key: 'digit', entered: 1 },
      { key: 'digit', entered: 2 },
      { key: 'clear', entered: 1 },
      { key: 'digit', entered: 2 },
      { key: 'confirm', entered: 2 },
    ]);
    expect(entry.end).toBe('confirmed');
  });

  it('ends where a pad that should encrypt sends a digit', () => {
    const events: KeyEvent[] = [];
    const entry = new Entry({ maxDigits: 6, onKey: (event) => events.push(event) });
    entry.take(KEY.zero + 7);
    expect([entry.end, entry.entered, events]).toEqual(['clear-digit', 0, []]);
  });

  it('never writes beyond its buffer, never tells a digit, and leaves nothing of what was erased', () => {
    const pressed = fc.array(
      fc.oneof(fc.integer({ min: KEY.zero, max: KEY.nine }), fc.constantFrom(KEY.clear, 0x00, 0xff)),
      {
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(pressed, (bytes) => {
        const digits = new Uint8Array(6);
        const events: KeyEvent[] = [];
        const entry = new Entry({ maxDigits: 6, digits, onKey: (event) => events.push(event) });
        for (const byte of bytes) entry.take(byte);
        expect([...digits.subarray(entry.entered)].every((byte) => byte === 0)).toBe(true);
        expect([...digits.subarray(0, entry.entered)].every((byte) => byte >= KEY.zero)).toBe(true);
        for (const event of events) expect(Object.keys(event)).toEqual(['key', 'entered']);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a PIN block of ISO 9564 format 0', () => {
  it('is what the standard reckons', () => {
    const block = clearPinBlock(Buffer.from('1234'), '987654321098');
    expect(Buffer.from(block).toString('hex').toUpperCase()).toBe('0412AC89ABCDEF67');
  });

  it('comes back under its key', () => {
    const pin = fc.stringMatching(/^\d{4,12}$/);
    const account = fc.stringMatching(/^\d{12}$/);
    const key = fc.oneof(
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.uint8Array({ minLength: 24, maxLength: 24 }),
    );
    fc.assert(
      fc.property(pin, account, key, (typed, bound, secret) => {
        const digits = Buffer.from(typed);
        const block = tripleDesBack(secret, encryptedPinBlock({ digits, account: bound, key: secret }));
        const other = Buffer.from(`0000${bound}`, 'hex');
        const clear = Buffer.from(block.map((byte, index) => byte ^ (other[index] ?? 0))).toString('hex');
        expect(clear).toBe(`0${typed.length.toString(16)}${typed}`.padEnd(16, 'f'));
      }),
      { numRuns: 500 },
    );
  });
});
