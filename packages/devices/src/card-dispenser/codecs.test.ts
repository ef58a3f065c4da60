import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answers310, behindLength, parseReply310, refusedText310, replyText310, withLength } from './crt310Codec.ts';
import { answers, CRT591, commandText, doneText, parseCommand, parseReply, refusedText } from './crt591Codec.ts';
import { codes591, refusal591 } from './crt591Errors.ts';

const bytes = fc.uint8Array({ maxLength: 260 });
const byte = fc.nat(255);
const digit = fc.constantFrom('0', '1', '2');

describe('texts of the CRT-591', () => {
  it('come back as they went', () => {
    fc.assert(
      fc.property(byte, byte, fc.tuple(digit, digit, digit), bytes, (cm, pm, st, data) => {
        expect(parseReply(doneText(cm, pm, st.join(''), data))).toEqual({ kind: 'done', cm, pm, st, data });
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(
        byte,
        byte,
        fc.constantFrom(...codes591),
        fc.constantFrom('N' as const, 'E' as const),
        (cm, pm, error, head) => {
          expect(parseReply(refusedText(cm, pm, error, head))).toEqual({ kind: 'refused', cm, pm, error });
        },
      ),
      { numRuns: 300 },
    );
    const names = Object.keys(CRT591) as (keyof typeof CRT591)[];
    fc.assert(
      fc.property(fc.constantFrom(...names), bytes, (name, data) => {
        const [cm, pm] = CRT591[name];
        expect(parseCommand(commandText(name, data))).toEqual({ cm, pm, data });
        expect(answers(doneText(cm, pm, '000'), commandText(name, data))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('are none where they are none, and never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (soup) => {
        const reply = parseReply(soup);
        if (reply?.kind === 'done') expect(reply.st.join('')).toMatch(/^[\x20-\x7e]{3}$/);
        if (reply?.kind === 'refused') expect(refusal591(reply.error).meaning).not.toBe('');
        parseCommand(soup);
        answers(soup, commandText('status'));
      }),
      { numRuns: 1_000 },
    );
    expect(parseReply(Uint8Array.of(0x50, 0x31, 0x30, 0x30, 0x30))).toBeUndefined();
    expect(parseReply(Uint8Array.of(0x4e, 0x31, 0x30, 0x41))).toBeUndefined();
  });

  it.each([
    ['10', 'card-jam'],
    ['A0', 'stacker-empty'],
    ['a0', 'stacker-empty'],
    ['A1', 'bin-full'],
    ['B0', 'not-initialised'],
    ['45', 'card-moved-by-hand'],
    ['61', 'chip-no-answer'],
    ['62', 'chip-protocol'],
    ['7F', 'command-refused'],
  ])('call %s %s', (error, code) => {
    expect(refusal591(error).code).toBe(code);
  });
});

describe('texts of the CRT-310', () => {
  it('come back as they went', () => {
    const cm = byte.filter((value) => value !== 0x4e);
    fc.assert(
      fc.property(cm, byte, bytes, (command, pm, data) => {
        const text = replyText310(command, pm, data);
        expect(parseReply310(text)).toEqual({ kind: 'reply', cm: command, pm, data });
        expect(answers310(text, Uint8Array.of(command, pm))).toBe(true);
        expect(answers310(text, Uint8Array.of(command, pm ^ 1))).toBe(false);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(cm, byte, (command, error) => {
        const text = refusedText310(command, error);
        const code = error.toString(16).padStart(2, '0').toUpperCase();
        expect(parseReply310(text)).toEqual({ kind: 'refused', cm: command, error: code });
        expect(answers310(text, Uint8Array.of(command, 0x30))).toBe(true);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(bytes, (apdu) => {
        expect(behindLength(withLength(apdu))).toEqual(apdu);
        expect(behindLength(Uint8Array.of(...withLength(apdu), 0))).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (soup) => {
        parseReply310(soup);
        behindLength(soup);
        answers310(soup, Uint8Array.of(0x31, 0x30));
      }),
      { numRuns: 1_000 },
    );
  });
});
