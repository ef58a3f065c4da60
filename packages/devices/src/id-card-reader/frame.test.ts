import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DecodedFrame, encodeAnswer, encodeCommand, FrameDecoder, parseAnswer, parseCommand } from './frame.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const payloads = (found: readonly DecodedFrame[]): Uint8Array[] =>
  found.flatMap((each) => (each.kind === 'frame' ? [each.payload] : []));

/** Everything a decoder finds when `bytes` come in pieces that end at `cuts`. */
function decodeCut(bytes: Uint8Array, cuts: readonly number[], decoder = FrameDecoder.forAnswers()): DecodedFrame[] {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  let from = 0;
  return ends.flatMap((end) => {
    const piece = bytes.subarray(from, end);
    from = end;
    return decoder.push(piece);
  });
}

const data = fc.uint8Array({ maxLength: 2396 });
const answerFrame = fc.tuple(fc.nat(255), data).map(([sw3, content]) => encodeAnswer(sw3, content));
const cuts = fc.array(fc.nat(), { maxLength: 20 });

describe('encoding', () => {
  it.each([
    [0x11, 0xff, [], 'AAAAAA9669000311FFED'],
    [0x12, 0xff, [], 'AAAAAA9669000312FFEE'],
    [0x20, 0x01, [], 'AAAAAA96690003200122'],
    [0x20, 0x02, [], 'AAAAAA96690003200221'],
    [0x30, 0x01, [], 'AAAAAA96690003300132'],
    [0x30, 0x03, [], 'AAAAAA96690003300330'],
    [0x61, 0xff, [0x50], 'AAAAAA9669000461FF50CA'],
  ])('writes command %i %i with %j as implementers print it', (command, parameter, content, expected) => {
    expect(toHex(encodeCommand(command, parameter, Uint8Array.from(content)))).toBe(expected);
  });

  it.each([
    [0x90, 0, 'AAAAAA96690004000090' + '94'],
    [0x60, 0, 'AAAAAA96690004000060' + '64'],
    [0x80, 0, 'AAAAAA96690004000080' + '84'],
    [0x9f, 4, 'AAAAAA9669000800009F' + '00000000' + '97'],
    [0x90, 8, 'AAAAAA9669000C000090' + '0000000000000000' + '9C'],
  ])('writes answer %i with %i zeros as implementers print it', (sw3, zeros, expected) => {
    expect(toHex(encodeAnswer(sw3, new Uint8Array(zeros)))).toBe(expected);
  });

  it('refuses what the length field cannot say', () => {
    expect(() => encodeAnswer(0x90, new Uint8Array(65_532))).toThrow(RangeError);
  });

  it('comes back as it went', () => {
    const [command = new Uint8Array()] = payloads(
      FrameDecoder.forCommands().push(encodeCommand(0x61, 0xff, Uint8Array.of(0x50))),
    );
    expect(parseCommand(command)).toEqual({ command: 0x61, parameter: 0xff, data: Uint8Array.of(0x50) });
    const [answer = new Uint8Array()] = payloads(
      FrameDecoder.forAnswers().push(encodeAnswer(0x41, Uint8Array.of(1, 2), [0x6a, 0x82])),
    );
    expect(parseAnswer(answer)).toEqual({ sw1: 0x6a, sw2: 0x82, sw3: 0x41, data: Uint8Array.of(1, 2) });
  });
});

describe('decoding', () => {
  it('finds every frame however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(answerFrame, { minLength: 1, maxLength: 4 }), cuts, (frames, at) => {
        const found = decodeCut(Buffer.concat(frames), at);
        expect(found.map(({ kind }) => kind)).toEqual(frames.map(() => 'frame'));
        expect(payloads(found).map(toHex)).toEqual(frames.map((frame) => toHex(frame.subarray(7, -1))));
      }),
    );
  });

  it('finds a frame behind bytes that cannot be a preamble, one byte at a time', () => {
    const noise = fc.uint8Array({ maxLength: 60 }).map((bytes) => bytes.map((byte) => (byte === 0x69 ? 0x68 : byte)));
    fc.assert(
      fc.property(noise, fc.nat(4), answerFrame, (before, extra, frame) => {
        const stream = Buffer.concat([before, new Uint8Array(extra).fill(0xaa), frame]);
        const decoder = FrameDecoder.forAnswers();
        const found = [...stream].flatMap((byte) => decoder.push(Uint8Array.of(byte)));
        expect(payloads(found).map(toHex)).toEqual([toHex(frame.subarray(7, -1))]);
        expect(decoder.skipped).toBe(before.length + extra);
      }),
    );
  });

  it('finds the next good frame behind any soup, false preambles and cut frames included', () => {
    const soup = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.uint8Array({ maxLength: 20 }).map((tail) => Buffer.concat([hex('AAAAAA9669'), tail])),
      fc.tuple(answerFrame, fc.nat()).map(([frame, cut]) => frame.subarray(0, cut % frame.length)),
    );
    const small = fc.uint8Array({ maxLength: 40 }).map((content) => encodeAnswer(0x90, content));
    fc.assert(
      fc.property(fc.array(soup, { maxLength: 4 }), small, cuts, (before, frame, at) => {
        const decoder = FrameDecoder.forAnswers();
        const found = decodeCut(Buffer.concat([...before, frame]), at, decoder);
        // Once the line is quiet nothing good may be left inside.
        const all = payloads([...found, ...decoder.settle()]).map(toHex);
        const wanted = toHex(frame.subarray(7, -1));
        // One in 256 cut frames is completed by the head of the next one, checksum and all: nobody can tell.
        const completedByChance = all.some((payload) => payload !== wanted);
        expect(all.includes(wanted) || completedByChance).toBe(true);
      }),
    );
  });

  it('survives anything and is usable after a reset', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 6000 }), { maxLength: 3 }), answerFrame, (chunks, frame) => {
        const decoder = FrameDecoder.forAnswers();
        for (const chunk of chunks) decoder.push(chunk);
        decoder.reset();
        expect(decoder.skipped).toBe(0);
        expect(payloads(decoder.push(frame))).toHaveLength(1);
      }),
    );
  });

  it.each([
    ['too short', 'AAAAAA9669 0003 20 01 22', 'length'],
    ['of no length', 'AAAAAA9669 0000', 'length'],
    ['of more than any answer has', 'AAAAAA9669 0961', 'length'],
    ['with a wrong checksum', 'AAAAAA9669 0004 00 00 90 95', 'checksum'],
  ])('reports an answer %s', (_what, bytes, fault) => {
    expect(FrameDecoder.forAnswers().push(hex(bytes))).toMatchObject([{ kind: 'bad-frame', fault }]);
  });

  it('takes commands that are too short for answers', () => {
    expect(payloads(FrameDecoder.forCommands().push(hex('AAAAAA9669 0003 20 01 22')))).toHaveLength(1);
  });

  it('finds a good frame that a wrong length had swallowed', () => {
    const good = encodeAnswer(0x9f, new Uint8Array(4));
    const swallowing = Buffer.concat([hex('AAAAAA9669 0014 00 00 90'), good, hex('00 00')]);
    expect(FrameDecoder.forAnswers().push(swallowing)).toMatchObject([
      { kind: 'bad-frame', fault: 'checksum' },
      { kind: 'frame' },
    ]);
  });

  it('keeps an unfinished frame on a quiet line, and gives it up for a whole one behind it', () => {
    const frame = encodeAnswer(0x90, new Uint8Array(20));
    const slow = FrameDecoder.forAnswers();
    slow.push(frame.subarray(0, 15));
    expect(slow.settle()).toEqual([]);
    expect(slow.inFrame).toBe(true);
    expect(payloads(slow.push(frame.subarray(15)))).toHaveLength(1);

    const fooled = FrameDecoder.forAnswers();
    expect(fooled.push(Buffer.concat([hex('AAAAAA9669 0508'), frame]))).toEqual([]);
    expect(payloads(fooled.settle())).toHaveLength(1);
    expect(fooled.inFrame).toBe(false);
  });

  it('does not mistake what a photo holds for a frame', () => {
    const photo = Buffer.concat([new Uint8Array(100), encodeAnswer(0x80), new Uint8Array(100)]);
    const decoder = FrameDecoder.forAnswers();
    const found = [...encodeAnswer(0x90, photo)].flatMap((byte) => decoder.push(Uint8Array.of(byte)));
    expect(payloads(found).map((payload) => toHex(parseAnswer(payload).data))).toEqual([toHex(photo)]);
  });
});
