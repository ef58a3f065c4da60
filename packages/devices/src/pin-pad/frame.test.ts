import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BROKEN_OFF_MS, encodeFrame, type Framing, PadDecoder } from './frame.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const RUNS = { numRuns: 1_000 };

/** Everything heard, in order: `frame 04 AABB`, `key 2A`, `bad checksum`. */
function listen(framing: Framing) {
  const heard: string[] = [];
  const decoder = new PadDecoder(framing, {
    frame: (head, data) => heard.push(`frame ${hex(Uint8Array.of(head))} ${hex(data)}`),
    key: (byte) => heard.push(`key ${hex(Uint8Array.of(byte))}`),
    bad: (fault) => heard.push(`bad ${fault}`),
  });
  return { heard, decoder };
}

function pushCut(decoder: PadDecoder, stream: Uint8Array, cuts: readonly number[], now = 0): void {
  let from = 0;
  for (const end of [...cuts.map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b), stream.length]) {
    decoder.push(stream.subarray(from, end), now);
    from = end;
  }
}

const framing = fc.constantFrom<Framing>('binary', 'ascii');
const message = fc.tuple(fc.nat(255), fc.uint8Array({ maxLength: 254 }));
const keys = fc.array(fc.constantFrom(0x2a, 0x0d, 0x1b, 0x08, 0x31, 0x80), { maxLength: 6 });
const cuts = fc.array(fc.nat(), { maxLength: 12 });

describe('frames of a PIN pad', () => {
  it.each<[Framing, number, string, string]>([
    ['binary', 0x30, '', '02 01 30 31'],
    ['binary', 0x35, '0C 01 3C', '02 04 35 0C 01 3C 00'],
    ['binary', 0x04, '', '02 01 04 05'],
    ['ascii', 0x04, '', '02 30 31 30 34 30 35 03'],
  ])('%s: %i with "%s" is %s', (kind, head, data, printed) => {
    expect(hex(encodeFrame(kind, head, bytes(data)))).toBe(hex(bytes(printed)));
  });

  it('has no room for more than its length can say', () => {
    expect(() => encodeFrame('binary', 0x30, new Uint8Array(255))).toThrow(RangeError);
  });

  it('gives frames and keys back in their order, however the stream is cut', () => {
    fc.assert(
      fc.property(framing, fc.array(fc.tuple(keys, message), { maxLength: 4 }), cuts, (kind, parts, at) => {
        const { heard, decoder } = listen(kind);
        const stream = Buffer.concat(
          parts.flatMap(([pressed, [head, data]]) => [Uint8Array.from(pressed), encodeFrame(kind, head, data)]),
        );
        pushCut(decoder, stream, at);
        expect(heard).toEqual(
          parts.flatMap(([pressed, [head, data]]) => [
            ...pressed.map((key) => `key ${hex(Uint8Array.of(key))}`),
            `frame ${hex(Uint8Array.of(head))} ${hex(data)}`,
          ]),
        );
      }),
      RUNS,
    );
  });

  it('never throws at anything, and hears the next good frame once the line was quiet', () => {
    fc.assert(
      fc.property(
        framing,
        fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 4 }),
        message,
        (kind, soup, [head, data]) => {
          const { heard, decoder } = listen(kind);
          for (const chunk of soup) decoder.push(chunk, 0);
          heard.length = 0;
          decoder.push(encodeFrame(kind, head, data), BROKEN_OFF_MS);
          expect(heard.at(-1)).toBe(`frame ${hex(Uint8Array.of(head))} ${hex(data)}`);
        },
      ),
      RUNS,
    );
  });

  it('takes nothing of a spoilt frame for a key', () => {
    fc.assert(
      fc.property(framing, message, fc.nat(), fc.nat(7), (kind, [head, data], at, bit) => {
        const good = encodeFrame(kind, head, data);
        // A spoilt beginning makes the rest look like keys; nobody can tell, and no entry is open while frames come.
        const index = 1 + (at % (good.length - 1));
        const { heard, decoder } = listen(kind);
        decoder.push(
          good.map((byte, place) => (place === index ? byte ^ (1 << bit) : byte)),
          0,
        );
        expect(heard.filter((each) => each.startsWith('key'))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('finds a good frame that a wrong length had swallowed', () => {
    const { heard, decoder } = listen('binary');
    decoder.push(bytes('02 05 30 02 01 04 05'), 0);
    decoder.push(bytes('00'), 1);
    expect(heard).toEqual(['bad checksum', 'frame 04 ']);
  });

  it('gives a frame up that broke off, and hears the key behind it', () => {
    const { heard, decoder } = listen('binary');
    decoder.push(bytes('02 09 30'), 0);
    decoder.push(bytes('2A'), BROKEN_OFF_MS);
    expect(heard).toEqual(['bad broken-off', 'key 2A']);
  });
});
