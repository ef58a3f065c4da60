import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keywordsOf, readIppAnswer } from './ippAnswer.ts';

/** tag, name, value as RFC 8010 3.1.4 lays an attribute out. */
function attribute(tag: number, name: string, value: Buffer | string): Buffer {
  const bytes = Buffer.from(value);
  const lengths = [Buffer.byteLength(name), bytes.length].map((length) => Buffer.from([length >> 8, length & 0xff]));
  return Buffer.concat([Buffer.from([tag]), lengths[0] ?? '', Buffer.from(name), lengths[1] ?? '', bytes] as Buffer[]);
}
const message = (status: number, ...parts: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([2, 0, status >> 8, status & 0xff, 0, 0, 0, 1]), ...parts, Buffer.from([3])]);
const OPERATION = Buffer.concat([Buffer.from([1]), attribute(0x47, 'attributes-charset', 'utf-8')]);
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

describe('an IPP answer', () => {
  it('is read with one value and with several, enums by name, and collections passed over', () => {
    const answer = readIppAnswer(
      message(
        0,
        OPERATION,
        Buffer.from([4]),
        attribute(0x23, 'printer-state', number(5)),
        attribute(0x44, 'printer-state-reasons', 'media-empty-error'),
        attribute(0x44, '', 'cover-open-warning'),
        attribute(0x34, 'media-col-ready', ''),
        attribute(0x4a, '', 'media-size'),
        attribute(0x34, '', ''),
        attribute(0x4a, '', 'x-dimension'),
        attribute(0x21, '', number(21_000)),
        attribute(0x37, '', ''),
        attribute(0x37, '', ''),
        attribute(0x13, 'media-ready', ''),
        attribute(0x22, 'printer-is-accepting-jobs', Buffer.from([0])),
      ),
    );
    expect(answer).toEqual({
      status: 'successful-ok',
      printer: {
        'printer-state': ['stopped'],
        'printer-state-reasons': ['media-empty-error', 'cover-open-warning'],
        'printer-is-accepting-jobs': [false],
      },
      job: {},
      jobs: [],
    });
  });

  it('keeps the jobs of a list apart', () => {
    const job = (id: number, owner: string) =>
      Buffer.concat([
        Buffer.from([2]),
        attribute(0x21, 'job-id', number(id)),
        attribute(0x42, 'job-originating-user-name', owner),
      ]);
    const answer = readIppAnswer(message(0, OPERATION, job(3, 'kiosk-1'), job(5, 'kiosk-2')));
    expect(answer?.jobs).toEqual([
      { 'job-id': [3], 'job-originating-user-name': ['kiosk-1'] },
      { 'job-id': [5], 'job-originating-user-name': ['kiosk-2'] },
    ]);
  });

  it('is read with its job', () => {
    const job = [attribute(0x21, 'job-id', number(7)), attribute(0x23, 'job-state', number(9))];
    expect(readIppAnswer(message(0, OPERATION, Buffer.from([2]), ...job))?.job).toEqual({
      'job-id': [7],
      'job-state': ['completed'],
    });
  });

  it('may name an attribute as it likes', () => {
    const answer = readIppAnswer(message(0, OPERATION, Buffer.from([4]), attribute(0x44, '__proto__', 'a')));
    expect(Object.entries(answer?.printer ?? {})).toEqual([['__proto__', ['a']]]);
  });

  it('is none when it is cut short anywhere', () => {
    const whole = message(0x0406, OPERATION);
    expect(readIppAnswer(whole)?.status).toBe('client-error-not-found');
    for (let length = 0; length < whole.length; length++) {
      expect(readIppAnswer(whole.subarray(0, length))).toBeUndefined();
    }
  });

  it('is none when a collection never ends, or ends twice', () => {
    expect(readIppAnswer(message(0, OPERATION, attribute(0x34, 'media-col', '')))).toBeUndefined();
    expect(readIppAnswer(message(0, OPERATION, attribute(0x37, '', '')))).toBeUndefined();
  });

  it('never throws and always ends, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        readIppAnswer(Buffer.from([2, 0, 0, 0, 0, 0, 0, 1, 4, ...noise]));
      }),
    );
  });
});

describe('keywords', () => {
  it.each([
    [['none'], ['none']],
    [[3, 'a', ''], ['a']],
    [undefined, []],
  ])('of %j are %j', (values, keywords) => {
    expect(keywordsOf(values)).toEqual(keywords);
  });
});
