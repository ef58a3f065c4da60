import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTROL, encodeFrame, FrameScanner, type FrameShape, type Heard } from './checkedFrame.ts';
import { CRT310_FRAME } from './crt310Codec.ts';
import { CRT591_FRAME } from './crt591Codec.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const texts = (heard: readonly Heard[]): string[] =>
  heard.flatMap((each) => (each.kind === 'frame' ? [toHex(each.text)] : []));

/** Everything a scanner hears when `bytes` come in pieces that end at `cuts`. */
function scanCut(scanner: FrameScanner, bytes: Uint8Array, cuts: readonly number[]): Heard[] {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  let from = 0;
  return ends.flatMap((end) => {
    const piece = bytes.subarray(from, end);
    from = end;
    return scanner.push(piece);
  });
}

/** Texts, frames and single bytes as a machine's maker prints them. */
const PRINTED: readonly [FrameShape, string, string, string][] = [
  [CRT591_FRAME, 'init, card to gate', '433030', 'F200000343303003B1'],
  [CRT591_FRAME, 'init, keep', '433031', 'F200000343303103B0'],
  [CRT591_FRAME, 'init, leave', '433033', 'F200000343303303B2'],
  [CRT591_FRAME, 'status', '433130', 'F200000343313003B0'],
  [CRT591_FRAME, 'sensors', '433131', 'F200000343313103B1'],
  [CRT591_FRAME, 'move to hold', '433230', 'F200000343323003B3'],
  [CRT591_FRAME, 'move to IC', '433231', 'F200000343323103B2'],
  [CRT591_FRAME, 'move to RF', '433232', 'F200000343323203B1'],
  [CRT591_FRAME, 'move to bin', '433233', 'F200000343323303B0'],
  [CRT591_FRAME, 'move out', '433239', 'F200000343323903BA'],
  [CRT591_FRAME, 'entry on', '433330', 'F200000343333003B2'],
  [CRT591_FRAME, 'entry off', '433331', 'F200000343333103B3'],
  [CRT591_FRAME, 'cold reset', '43513030', 'F20000044351303003E7'],
  [CRT591_FRAME, 'power off', '435131', 'F200000343513103D1'],
  [CRT591_FRAME, 'APDU T=0', '4351330084000008', 'F200000843513300840000080354'],
  [CRT591_FRAME, 'APDU T=1', '4351340084000008', 'F200000843513400840000080353'],
  [CRT591_FRAME, 'serial number', '43A230', 'F200000343A2300323'],
  [CRT591_FRAME, 'configuration', '43A330', 'F200000343A3300322'],
  [CRT591_FRAME, 'version', '43A430', 'F200000343A4300325'],
  [CRT591_FRAME, 'bin counter', '43A530', 'F200000343A5300324'],
  [
    CRT591_FRAME,
    '← started',
    '5030333032304352542D3539312D4D303031',
    'F20000125030333032304352542D3539312D4D3030310386',
  ],
  [CRT591_FRAME, '← status', '503130303230', 'F20000065031303032300394'],
  [CRT591_FRAME, '← at IC', '503231323230', 'F20000065032313232300394'],
  [CRT591_FRAME, '← empty, N', '4E32314130', 'F20000054E3231413003C8'],
  [CRT591_FRAME, '← empty, E', '4532314130', 'F2000005453231413003C3'],
  [CRT310_FRAME, 'reset, leave', '3030', '02000230300303'],
  [CRT310_FRAME, 'reset, eject', '3031', '02000230310302'],
  [CRT310_FRAME, 'status', '3130', '02000231300302'],
  [CRT310_FRAME, 'sensors', '312F', '020002312F031D'],
  [CRT310_FRAME, 'entry by switch', '2F3331', '0200032F3331032F'],
  [CRT310_FRAME, 'stop at IC', '2E33', '0200022E33031E'],
  [CRT310_FRAME, 'move to IC', '322F', '020002322F031E'],
  [CRT310_FRAME, 'front out', '3230', '02000232300301'],
  [CRT310_FRAME, 'front hold', '3231', '02000232310300'],
  [CRT310_FRAME, 'keep', '3233', '02000232330302'],
  [CRT310_FRAME, 'cold reset', '3730', '02000237300304'],
  [CRT310_FRAME, 'warm reset', '372F', '020002372F031B'],
  [CRT310_FRAME, 'APDU T=0', '373100050084000008', '0200093731000500840000080387'],
  [CRT310_FRAME, '← no card', '31304E4A4A', '02000531304E4A4A034B'],
  [CRT310_FRAME, '← moved', '322F59', '020003322F590346'],
  [CRT310_FRAME, '← wrong position', '322F57', '020003322F570348'],
  [CRT310_FRAME, '← abnormal card', '4E3206', '0200034E32060378'],
];

describe.each([
  ['F2 frame', CRT591_FRAME],
  ['02 frame', CRT310_FRAME],
])('the %s', (_name, shape) => {
  const text = fc.uint8Array({ minLength: shape.minText, maxLength: shape.maxText });
  const shortText = fc.uint8Array({ minLength: shape.minText, maxLength: 40 });
  const address = fc.nat(shape.hasAddress ? 15 : 0);
  const cuts = fc.array(fc.nat(), { maxLength: 20 });

  const printed = PRINTED.filter(([of]) => of === shape).map(([, ...rest]) => rest);
  it.each(printed)('is written and read as printed: %s', (_command, body, frame) => {
    expect(toHex(encodeFrame(shape, hex(body)))).toBe(frame);
    expect(texts(new FrameScanner(shape).push(hex(frame)))).toEqual([body]);
  });

  it('comes back as it went', () => {
    fc.assert(
      fc.property(text, address, (body, at) => {
        const [heard] = new FrameScanner(shape).push(encodeFrame(shape, body, at));
        expect(heard).toEqual({ kind: 'frame', address: at, text: body });
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a text its length cannot say', () => {
    expect(() => encodeFrame(shape, new Uint8Array(shape.maxText + 1))).toThrow(RangeError);
    expect(() => encodeFrame(shape, new Uint8Array(shape.minText - 1))).toThrow(RangeError);
  });

  it('is found with the single bytes around it, however the stream is cut', () => {
    const control = fc.constantFrom(...Object.values(CONTROL)).map((byte) => Uint8Array.of(byte));
    const piece = fc.oneof(
      shortText.map((body) => encodeFrame(shape, body)),
      control,
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), cuts, (pieces, at) => {
        const heard = scanCut(new FrameScanner(shape), Buffer.concat(pieces), at);
        expect(heard.map(({ kind }) => kind)).toEqual(pieces.map(({ length }) => (length === 1 ? 'control' : 'frame')));
      }),
      { numRuns: 300 },
    );
  });

  it('is found behind any soup, false starts and cut frames included', () => {
    const frame = shortText.map((body) => encodeFrame(shape, body));
    const soup = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.uint8Array({ maxLength: 20 }).map((tail) => Uint8Array.of(shape.start, ...tail)),
      fc.tuple(frame, fc.nat()).map(([whole, cut]) => whole.subarray(0, cut % whole.length)),
    );
    fc.assert(
      fc.property(fc.array(soup, { maxLength: 4 }), frame, cuts, (before, wanted, at) => {
        const scanner = new FrameScanner(shape);
        const heard = scanCut(scanner, Buffer.concat([...before, wanted]), at);
        // Once the line is quiet nothing good may be left inside.
        const found = texts([...heard, ...scanner.settle()]);
        const body = toHex(wanted.subarray(shape.hasAddress ? 4 : 3, -2));
        // Now and then soup and frame together make another good frame: nobody can tell.
        const completedByChance = found.some((other) => other !== body);
        expect(found.includes(body) || completedByChance).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('survives anything, keeps no more than one frame, and is usable after a reset', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 3 }), shortText, (chunks, body) => {
        const scanner = new FrameScanner(shape);
        const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
        const heard = chunks.flatMap((chunk) => scanner.push(chunk));
        expect(heard.length).toBeLessThanOrEqual(bytes);
        scanner.reset();
        expect(scanner.inFrame).toBe(false);
        expect(texts(scanner.push(encodeFrame(shape, body)))).toEqual([toHex(body)]);
      }),
      { numRuns: 300 },
    );
  });

  it('takes no single byte out of the wreckage of a frame, and tells of one wreck once', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: shape.minText, maxLength: 60 }), fc.nat(), (body, at) => {
        const frame = encodeFrame(shape, body);
        const head = shape.hasAddress ? 4 : 3;
        const place = head + (at % (frame.length - head));
        const wreck = frame.map((byte, index) => (index === place ? byte ^ 0x40 : byte));
        const scanner = new FrameScanner(shape);
        const heard = [...scanner.push(wreck), ...scanner.settle()];
        expect(heard.filter(({ kind }) => kind === 'control')).toEqual([]);
        expect(heard.filter(({ kind }) => kind === 'bad-frame')).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps an unfinished frame on a quiet line, and gives it up for a whole one behind it', () => {
    const frame = encodeFrame(shape, new Uint8Array(20).fill(0x31));
    const slow = new FrameScanner(shape);
    slow.push(frame.subarray(0, 9));
    expect([slow.settle(), slow.inFrame]).toEqual([[], true]);
    expect(texts(slow.push(frame.subarray(9)))).toHaveLength(1);

    const fooled = new FrameScanner(shape);
    expect(fooled.push(Buffer.concat([frame.subarray(0, 9), frame.subarray(0, 12), frame]))).toEqual(expect.any(Array));
    fooled.reset();
    const swallowing = Uint8Array.of(shape.start, ...(shape.hasAddress ? [0] : []), 1, 0);
    expect(fooled.push(Buffer.concat([swallowing, frame]))).toEqual([]);
    expect(texts(fooled.settle())).toHaveLength(1);
  });
});
