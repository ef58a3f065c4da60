import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAnswer, encodeCommand, FrameDecoder, parseAnswer } from './frame.ts';
import {
  type HidEnvelope,
  MIAXIS_COMMAND_ROOM,
  REPORT_LENGTH,
  unwrapAnswer,
  unwrapCommand,
  wrapAnswer,
  wrapCommand,
} from './hidEnvelope.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex').toUpperCase();
const envelopes = ['plain', 'miaxis'] as const;
const envelope = fc.constantFrom<HidEnvelope>(...envelopes);
const RUNS = { numRuns: 500 };

const padded = (start: string): string =>
  bytes(start).length <= REPORT_LENGTH ? hex(bytes(start)).padEnd(REPORT_LENGTH * 2, '0') : '';

/** What a driver hears of these reports. */
function heard(kind: HidEnvelope, reports: readonly Uint8Array[], decoder = FrameDecoder.forAnswers()) {
  return reports.flatMap((report) => {
    const opened = unwrapAnswer(kind, report);
    return opened.kind === 'part' ? decoder.push(opened.bytes) : [];
  });
}

describe('reports of an ID card reader behind HID', () => {
  it.each([
    ['find', encodeCommand(0x20, 0x01), '88 00 00 0B 00 B1 AA AA AA 96 69 00 03 20 01 22 FF 03'],
    ['select', encodeCommand(0x20, 0x02), '88 00 00 0B 00 B1 AA AA AA 96 69 00 03 20 02 21 FF 03'],
    ['read', encodeCommand(0x30, 0x01), '88 00 00 0B 00 B1 AA AA AA 96 69 00 03 30 01 32 1F 04'],
  ])('wraps "%s" as implementers print it', (_name, frame, printed) => {
    expect(wrapCommand('miaxis', frame).map(hex)).toEqual([padded(printed)]);
  });

  it('lays a plain frame into a report as it is', () => {
    const frame = encodeCommand(0x11, 0xff);
    expect(wrapCommand('plain', frame).map(hex)).toEqual([padded(hex(frame))]);
  });

  it('has no room for a command that nobody sends', () => {
    expect(() => wrapCommand('miaxis', new Uint8Array(MIAXIS_COMMAND_ROOM + 1))).toThrow(RangeError);
    expect(wrapCommand('miaxis', new Uint8Array(MIAXIS_COMMAND_ROOM))).toHaveLength(1);
    expect(wrapCommand('plain', new Uint8Array(REPORT_LENGTH + 1))).toHaveLength(2);
  });

  it('gives every command back', () => {
    const frame = fc.uint8Array({ maxLength: MIAXIS_COMMAND_ROOM - 10 }).map((data) => encodeCommand(0x61, 0xff, data));
    fc.assert(
      fc.property(envelope, frame, (kind, command) => {
        const decoder = FrameDecoder.forCommands();
        const found = wrapCommand(kind, command).flatMap((report) => {
          expect(report).toHaveLength(REPORT_LENGTH);
          const opened = unwrapCommand(kind, report);
          return opened.kind === 'part' ? decoder.push(opened.bytes) : [];
        });
        expect(found).toMatchObject([{ kind: 'frame', payload: command.slice(7, -1) }]);
      }),
      RUNS,
    );
  });

  it('gives every answer back, whatever it is cut into', () => {
    fc.assert(
      fc.property(
        envelope,
        fc.array(fc.uint8Array({ maxLength: 2_000 }), { minLength: 1, maxLength: 3 }),
        (kind, all) => {
          const reports = all.flatMap((data) => wrapAnswer(kind, encodeAnswer(0x90, data)));
          const found = heard(kind, reports).flatMap((frame) =>
            frame.kind === 'frame' ? [hex(parseAnswer(frame.payload).data)] : [],
          );
          expect(found).toEqual(all.map(hex));
        },
      ),
      RUNS,
    );
  });

  it('never throws at any report of any length, and hears the next good answer', () => {
    const soup = fc.array(fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.uint8Array({ minLength: 64, maxLength: 64 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(envelope, soup, fc.uint8Array({ maxLength: 300 }), (kind, reports, data) => {
        const decoder = FrameDecoder.forAnswers();
        heard(kind, reports, decoder);
        // The exchange begins each question anew.
        decoder.reset();
        const found = heard(kind, wrapAnswer(kind, encodeAnswer(0x90, data)), decoder);
        expect(found).toHaveLength(1);
      }),
      RUNS,
    );
  });

  it('notices every single changed byte of an envelope', () => {
    const report = fc
      .uint8Array({ minLength: 1, maxLength: 40 })
      .map((data) => wrapAnswer('miaxis', encodeAnswer(0x90, data))[0]);
    fc.assert(
      fc.property(report, fc.nat(), fc.integer({ min: 1, max: 255 }), (good, at, change) => {
        if (!good) return;
        const length = 5 + (good[3] ?? 0) + 2;
        const index = at % length;
        // The serial number of a report is nobody's business.
        if (index === 1 || index === 2) return;
        const spoilt = good.map((byte, place) => (place === index ? byte ^ change : byte));
        expect(unwrapAnswer('miaxis', spoilt).kind).toBe('bad-report');
      }),
      RUNS,
    );
  });

  it.each([
    ['mark', '88 00 00 03 00 00 00 00 03 00'],
    ['length', 'AA 00 00 02 00 00 00 02 00'],
    ['length', 'AA 00 00 40 00 00 00 00 03 00'],
    ['length', 'AA 00 00'],
    ['checksum', 'AA 00 00 03 00 00 00 00 04 00'],
    ['refused', 'AA 00 00 03 00 01 00 00 04 00'],
  ])('names the fault "%s" of %s', (fault, report) => {
    expect(unwrapAnswer('miaxis', bytes(report))).toMatchObject({ kind: 'bad-report', fault });
  });
});
