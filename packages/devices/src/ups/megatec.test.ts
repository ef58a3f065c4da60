import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeStatus, LineFinder, parseStatus, shutdownCommand } from './megatec.ts';
import { type UpsDialect, type UpsReading, upsDialects } from './types.ts';

const RUNS = { numRuns: 1_000 };
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const tenth = (max: number) => fc.nat(max * 10).map((tenths) => tenths / 10);
const dialect = fc.constantFrom<UpsDialect>(...upsDialects);
const status: fc.Arbitrary<UpsReading> = fc.record(
  {
    onBattery: fc.boolean(),
    batteryLow: fc.boolean(),
    failed: fc.boolean(),
    testing: fc.boolean(),
    shutdownPending: fc.boolean(),
    inputVolts: tenth(300),
    outputVolts: tenth(300),
    loadPercent: fc.nat(150),
    hertz: tenth(70),
    batteryVolts: tenth(60),
    celsius: tenth(90),
  },
  { requiredKeys: ['onBattery', 'batteryLow', 'failed', 'testing', 'shutdownPending'] },
);

describe('a status of a UPS', () => {
  it('is read as the protocol prints it', () => {
    expect(parseStatus('q1', '(220.5 220.5 220.0 015 50.0 13.6 25.0 00000001')).toEqual({
      ...{ onBattery: false, batteryLow: false, failed: false, testing: false, shutdownPending: false },
      ...{ inputVolts: 220.5, outputVolts: 220, loadPercent: 15, hertz: 50, batteryVolts: 13.6, celsius: 25 },
    });
    const voltronic = '(234.9 50.0 229.8 50.0 000.0 000 369.1 ---.- 026.5 ---.- 018.8 100000000001';
    expect(parseStatus('qgs', voltronic)).toEqual({
      ...{ onBattery: false, batteryLow: false, failed: false, testing: false, shutdownPending: false },
      ...{ inputVolts: 234.9, outputVolts: 229.8, loadPercent: 0, hertz: 50, batteryVolts: 26.5, celsius: 18.8 },
    });
  });

  it.each<[string, string, Partial<UpsReading>]>([
    ['on battery', '(000.0 220.5 220.0 015 50.0 12.1 25.0 10001000', { onBattery: true, batteryLow: false }],
    ['with a low battery', '(000.0 220.5 220.0 015 50.0 10.9 25.0 11001001', { onBattery: true, batteryLow: true }],
    ['broken', '(220.5 220.5 220.0 015 50.0 13.6 25.0 00011000', { failed: true }],
    ['with a shutdown to come', '(220.5 220.5 220.0 015 50.0 13.6 25.0 00001010', { shutdownPending: true }],
    ['of fewer digits', '(220.5 220.5 220.0 5 50.0 2.27 25.0 00001000', { loadPercent: 5, batteryVolts: 2.27 }],
    ['without a thermometer', '(220.5 220.5 220.0 015 50.0 13.6 --.- 00001000', { onBattery: false }],
    ['behind noise and an echo', 'Q1\u00ff(220.5 220.5 220.0 015 50.0 13.6 25.0 00001000', { hertz: 50 }],
    ['with more spaces', '(220.5  220.5 220.0 015  50.0 13.6 25.0 00001000 ', { hertz: 50 }],
  ])('%s is understood', (_what, said, means) => {
    expect(parseStatus('q1', said)).toMatchObject(means);
  });

  it.each([
    ['cut short', '(220.5 220.5 220.0 015'],
    ['of seven flags', '(220.5 220.5 220.0 015 50.0 13.6 25.0 0000100'],
    ['with a flag that is none', '(220.5 220.5 220.0 015 50.0 13.6 25.0 0000100x'],
    ['with a letter in a figure', '(22O.5 220.5 220.0 015 50.0 13.6 25.0 00001000'],
    ['that is a refusal', '(NAK'],
    ['without its beginning', '220.5 220.5 220.0 015 50.0 13.6 25.0 00001000'],
    ['that is empty', ''],
  ])('%s is none', (_what, said) => {
    expect(parseStatus('q1', said)).toBeUndefined();
  });

  it('comes back as it went, however the line is cut', () => {
    fc.assert(
      fc.property(dialect, status, fc.nat(), (speech, reading, cut) => {
        const bytes = encodeStatus(speech, reading);
        const lines = new LineFinder();
        const at = cut % bytes.length;
        const found = [...lines.push(bytes.subarray(0, at)), ...lines.push(bytes.subarray(at))];
        expect(found.map((each) => parseStatus(speech, each))).toEqual([reading]);
      }),
      RUNS,
    );
  });

  it('is found behind any soup; nothing throws, and no more than a line is kept', () => {
    fc.assert(
      fc.property(
        dialect,
        status,
        fc.array(fc.uint8Array({ maxLength: 500 }), { maxLength: 4 }),
        (speech, reading, soup) => {
          const lines = new LineFinder();
          for (const chunk of soup)
            for (const each of lines.push(chunk)) {
              expect(each.length).toBeLessThanOrEqual(128);
              parseStatus(speech, each);
            }
          const found = lines.push(encodeStatus(speech, reading)).map((each) => parseStatus(speech, each));
          expect(found.at(-1)).toEqual(reading);
        },
      ),
      RUNS,
    );
  });

  it('never means another dialect', () => {
    fc.assert(
      fc.property(dialect, status, (speech, reading) => {
        const other = speech === 'q1' ? 'qgs' : 'q1';
        expect(parseStatus(other, text(encodeStatus(speech, reading)))).toBeUndefined();
      }),
      RUNS,
    );
  });
});

describe('a shutdown', () => {
  it.each([
    [12, undefined, 'S.2\r'],
    [54, undefined, 'S.9\r'],
    [55, undefined, 'S01\r'],
    [60, 1, 'S01R0001\r'],
    [120, 3, 'S02R0003\r'],
    [121, 9999, 'S03R9999\r'],
    [600, undefined, 'S10\r'],
  ])('after %d s, back after %s min, is told as %j', (seconds, minutes, said) => {
    expect(text(shutdownCommand(seconds, minutes))).toBe(said);
  });

  it('never comes earlier than asked, and less than a minute later', () => {
    fc.assert(
      fc.property(fc.integer({ min: 12, max: 600 }), (seconds) => {
        const said = text(shutdownCommand(seconds)).slice(1, -1);
        const told = (said.startsWith('.') ? Number(`0${said}`) : Number(said)) * 60;
        expect(told).toBeGreaterThanOrEqual(seconds - 1e-6);
        expect(told - seconds).toBeLessThan(60);
      }),
      RUNS,
    );
  });
});
