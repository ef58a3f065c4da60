import { describe, expect, it } from 'vitest';
import answers from '../../../../fixtures/id-card-reader/answers.json' with { type: 'json' };
import { formatSamId, parseBaseData, readNewestAddress } from './answers.ts';
import { type Answer, FrameDecoder, parseAnswer } from './frame.ts';

/** The one answer in a printed frame. */
function answerOf(hex: string): Answer {
  const [frame] = FrameDecoder.forAnswers().push(Buffer.from(hex, 'hex'));
  if (frame?.kind !== 'frame') throw new Error('no frame');
  return parseAnswer(frame.payload);
}

/** Data of "read base" with these lengths announced, and `total` bytes behind them. */
const base = (lengths: readonly number[], total: number): Uint8Array =>
  Buffer.concat([Uint8Array.from(lengths.flatMap((length) => [length >> 8, length & 0xff])), new Uint8Array(total)]);

describe('read base', () => {
  it.each([
    ['as it usually comes', [256, 1024], 1280],
    ['with no fingerprint', [256, 1024, 0], 1280],
    ['with one fingerprint', [256, 1024, 512], 1792],
    ['with two fingerprints', [256, 1024, 1024], 2304],
  ])('is taken %s', (_how, lengths, total) => {
    const data = base(lengths, total);
    data[lengths.length * 2] = 1;
    data[lengths.length * 2 + 256] = 2;
    const parsed = parseBaseData(data);
    expect(parsed.ok && [parsed.value.text[0], parsed.value.photo[0]]).toEqual([1, 2]);
    expect(parsed.ok && [parsed.value.text.length, parsed.value.photo.length]).toEqual([256, 1024]);
  });

  it.each([
    ['nothing', [], 0, 'text'],
    ['half a head', [256], 0, 'text'],
    ['less than announced', [256, 1024], 1279, 'text'],
    ['more than announced', [256, 1024], 1290, 'text'],
    ['no text', [0, 1024], 1024, 'text'],
    ['a long text', [512, 1024], 1536, 'text'],
    ['no photo', [256, 0], 256, 'photo'],
    ['a short photo', [256, 1000], 1256, 'photo'],
  ])('is refused with %s', (_what, lengths, total, field) => {
    expect(parseBaseData(base(lengths, total))).toMatchObject({ ok: false, error: { field } });
  });
});

it('prints the SAM id as the makers do', () => {
  expect(formatSamId(answerOf(answers.samId.answerHex).data)).toBe(answers.samId.text);
  expect(formatSamId(new Uint8Array(15))).toBeUndefined();
});

describe('the additional address', () => {
  const { data } = answerOf(answers.newestAddress.answerHex);

  it('is read', () => {
    expect(readNewestAddress(data)).toBe(answers.newestAddress.text);
  });

  it('is the last one written of several', () => {
    const older = Buffer.from('旧址'.padEnd(35, ' '), 'utf16le');
    const blank = Buffer.from(' '.repeat(35), 'utf16le');
    expect(readNewestAddress(Buffer.concat([older, data, blank, blank]))).toBe(answers.newestAddress.text);
  });

  it.each([
    ['blank', Buffer.from(' '.repeat(35), 'utf16le')],
    ['empty', new Uint8Array()],
    ['no text', new Uint8Array(70).fill(0xd8)],
  ])('is none when it is %s', (_what, bytes) => {
    expect(readNewestAddress(bytes)).toBeUndefined();
  });
});
