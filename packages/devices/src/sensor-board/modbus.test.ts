import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  AnswerFinder,
  crc16,
  encodeAnswer,
  encodeRequest,
  FUNCTION,
  gapMs,
  type Request,
  RequestFinder,
} from './modbus.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const RUNS = { numRuns: 1_000 };

/** Gives `all` to `push` in pieces that end at `cuts`. */
function inPieces<Found>(all: Uint8Array, cuts: readonly number[], push: (piece: Uint8Array) => Found): Found[] {
  const ends = [...cuts.map((cut) => cut % (all.length + 1)).sort((a, b) => a - b), all.length];
  let from = 0;
  return ends.map((end) => {
    const piece = all.subarray(from, end);
    from = end;
    return push(piece);
  });
}

const address = fc.integer({ min: 1, max: 247 });
const read = fc.record({
  kind: fc.constant('read' as const),
  function: fc.constantFrom(FUNCTION.readCoils, FUNCTION.readInputs),
  start: fc.nat(0xffff),
  count: fc.integer({ min: 1, max: 2_000 }),
});
const write = fc.record({ kind: fc.constant('write' as const), coil: fc.nat(0xffff), on: fc.boolean() });
const request: fc.Arbitrary<Request> = fc.oneof(read, write);
const exchange = request.chain((asked) => {
  const exception = fc.nat(255).map((code): Answer => ({ kind: 'exception', code }));
  const good: fc.Arbitrary<Answer> =
    asked.kind === 'write'
      ? fc.constant({ kind: 'written' })
      : fc
          .array(fc.boolean(), { minLength: asked.count, maxLength: asked.count })
          .map((bits): Answer => ({ kind: 'bits', bits }));
  return fc.tuple(fc.constant(asked), fc.oneof(good, exception));
});
const cuts = fc.array(fc.nat(), { maxLength: 12 });

describe('Modbus RTU', () => {
  it.each<[string, number, Request, string]>([
    ['coil 0 on', 1, { kind: 'write', coil: 0, on: true }, '01050000FF008C3A'],
    ['coil 0 off', 1, { kind: 'write', coil: 0, on: false }, '010500000000CDCA'],
    ['inputs', 1, { kind: 'read', function: FUNCTION.readInputs, start: 0, count: 8 }, '01020000000879CC'],
    ['coils', 1, { kind: 'read', function: FUNCTION.readCoils, start: 0, count: 8 }, '0101000000083DCC'],
    ['inputs of LCTech', 255, { kind: 'read', function: FUNCTION.readInputs, start: 0, count: 8 }, 'FF02000000086C12'],
  ])('asks for %s as implementers print it', (_what, at, asked, printed) => {
    expect(hex(encodeRequest(at, asked))).toBe(printed);
    expect(new RequestFinder().push(bytes(printed))).toEqual([{ address: at, request: asked }]);
  });

  it('reads the answer of LCTech', () => {
    const asked: Request = { kind: 'read', function: FUNCTION.readInputs, start: 0, count: 8 };
    const answer = { kind: 'bits', bits: [true, false, false, false, false, false, false, false] } as const;
    expect(new AnswerFinder(0xff, asked).push(bytes('FF02010151A0'))).toEqual(answer);
    expect(hex(encodeAnswer(0xff, asked, answer))).toBe('FF02010151A0');
  });

  it('reckons the CRC of the standard check string', () => {
    expect(crc16(Buffer.from('123456789'))).toBe(0x4b37);
  });

  it('keeps 3.5 characters of silence, and never less than the standard from 19200 baud on', () => {
    expect(gapMs(9_600)).toBeCloseTo(4.01, 2);
    expect(gapMs(115_200)).toBe(1.75);
  });

  it('gives every request back, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(address, request), { minLength: 1, maxLength: 5 }), cuts, (asked, at) => {
        const finder = new RequestFinder();
        const stream = Buffer.concat(asked.map(([to, what]) => encodeRequest(to, what)));
        const found = inPieces(stream, at, (piece) => finder.push(piece)).flat();
        expect(found).toEqual(asked.map(([to, what]) => ({ address: to, request: what })));
      }),
      RUNS,
    );
  });

  it('gives every answer back behind noise and behind answers of other boards, however the stream is cut', () => {
    fc.assert(
      fc.property(address, exchange, fc.uint8Array({ maxLength: 300 }), cuts, (to, [asked, answer], before, at) => {
        const quiet = before.map((byte) => (byte === to ? to ^ 1 : byte));
        const stream = Buffer.concat([
          quiet,
          encodeAnswer(to === 1 ? 2 : 1, asked, answer),
          encodeAnswer(to, asked, answer),
        ]);
        const finder = new AnswerFinder(to, asked);
        expect(inPieces(stream, at, (piece) => finder.push(piece)).find(Boolean)).toEqual(answer);
      }),
      RUNS,
    );
  });

  it('never throws at anything, and still finds the next good answer and request', () => {
    fc.assert(
      fc.property(
        address,
        exchange,
        fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 3 }),
        (to, [asked, answer], soup) => {
          const finder = new AnswerFinder(to, asked);
          const requests = new RequestFinder();
          for (const piece of soup) {
            finder.push(piece);
            requests.push(piece);
          }
          expect(finder.push(encodeAnswer(to, asked, answer))).toEqual(answer);
          requests.reset();
          expect(requests.push(encodeRequest(to, asked))).toEqual([{ address: to, request: asked }]);
        },
      ),
      RUNS,
    );
  });

  it('takes no answer with a changed bit', () => {
    fc.assert(
      fc.property(address, exchange, fc.nat(), fc.nat(7), (to, [asked, answer], at, bit) => {
        const good = encodeAnswer(to, asked, answer);
        const index = at % good.length;
        const spoilt = good.map((byte, place) => (place === index ? byte ^ (1 << bit) : byte));
        expect(new AnswerFinder(to, asked).push(spoilt)).toBeUndefined();
      }),
      RUNS,
    );
  });

  it('does not take its own question, echoed by a two-wire adapter, for inputs', () => {
    fc.assert(
      fc.property(address, read, (to, asked) => {
        expect(new AnswerFinder(to, asked).push(encodeRequest(to, asked))).toBeUndefined();
      }),
      RUNS,
    );
  });
});
