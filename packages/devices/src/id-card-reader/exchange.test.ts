import { describe, expect, it } from 'vitest';
import { FakeClock } from '../core/fakeClock.ts';
import type { BytePort } from '../transports/serialPort.ts';
import { FIND, READ_BASE, SELECT, STATUS, SW3 } from './commands.ts';
import { Exchange, type Outcome } from './exchange.ts';
import { encodeAnswer } from './frame.ts';

const FOUND = encodeAnswer(SW3.found, new Uint8Array(4));
const NO_CARD = encodeAnswer(SW3.noCard);

/** An exchange over a wire the test holds in its hand. */
function bench() {
  const clock = new FakeClock();
  const written: Uint8Array[] = [];
  let receive: (bytes: Uint8Array) => void = () => {};
  let close: () => void = () => {};
  const port: BytePort = {
    write: (bytes) => written.push(bytes),
    setBaudRate: async () => true,
    onData: (listener) => {
      receive = listener;
    },
    onClose: (listener) => {
      close = listener;
    },
    close: async () => {},
  };
  const exchange = new Exchange(port, clock);
  let outcome: Outcome | undefined;
  return {
    clock,
    exchange,
    written,
    ask: (command = FIND) => {
      outcome = undefined;
      void exchange.ask(command).then((result) => {
        outcome = result;
      });
    },
    // A copy: what has been received is wiped.
    receive: (bytes: Uint8Array) => receive(Uint8Array.from(bytes)),
    unplug: () => close(),
    get outcome() {
      return outcome;
    },
  };
}

describe('one command and its answer', () => {
  it('is written and answered, and every byte counted', async () => {
    const wire = bench();
    wire.ask();
    wire.receive(FOUND);
    await wire.clock.advance(0);
    expect(wire.outcome).toMatchObject({ kind: 'answer', answer: { sw3: SW3.found } });
    expect(wire.written).toEqual([FIND.frame]);
    expect(wire.exchange.bytes).toBe(10 + 15);
  });

  it('is silent when its time is up, and not before', async () => {
    const wire = bench();
    wire.ask();
    await wire.clock.advance(FIND.answerMs - 1);
    expect(wire.outcome).toBeUndefined();
    await wire.clock.advance(1);
    expect(wire.outcome).toMatchObject({ kind: 'silent', detail: 'no answer to "find" within 1500 ms' });
  });

  it('waits for a frame that has begun in time, as long as it grows', async () => {
    const wire = bench();
    wire.ask();
    wire.receive(FOUND.subarray(0, 5));
    for (const byte of FOUND.subarray(5)) {
      await wire.clock.advance(900);
      wire.receive(Uint8Array.of(byte));
    }
    await wire.clock.advance(0);
    expect(wire.outcome).toMatchObject({ kind: 'answer' });
  });

  it('ends when a frame trickles in for ever', async () => {
    const wire = bench();
    wire.ask(STATUS);
    wire.receive(Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x09, 0x00));
    for (let second = 0; second < 40; second += 1) {
      await wire.clock.advance(500);
      wire.receive(Uint8Array.of(0));
    }
    expect(wire.outcome).toMatchObject({ kind: 'bad-frame', detail: 'status: the frame broke off' });
  });

  it('ends in time under a stream of noise', async () => {
    const wire = bench();
    wire.ask(STATUS);
    for (let count = 0; count < 25; count += 1) {
      await wire.clock.advance(50);
      wire.receive(new Uint8Array(20).fill(0x55));
    }
    expect(wire.outcome).toMatchObject({ kind: 'bad-frame' });
  });

  it('ends soon after a spoilt frame, unless a good one follows', async () => {
    const spoilt = FOUND.map((byte, index) => (index === 10 ? byte ^ 1 : byte));
    const wire = bench();
    wire.ask();
    wire.receive(spoilt);
    await wire.clock.advance(100);
    expect(wire.outcome).toMatchObject({ kind: 'bad-frame', detail: expect.stringContaining('checksum') });

    wire.ask();
    wire.receive(spoilt);
    await wire.clock.advance(50);
    wire.receive(FOUND);
    await wire.clock.advance(0);
    expect(wire.outcome).toMatchObject({ kind: 'answer' });
  });

  it('finds the answer behind a false preamble once the line is quiet', async () => {
    const wire = bench();
    wire.ask();
    wire.receive(Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x05, 0x08));
    wire.receive(FOUND);
    expect(wire.outcome).toBeUndefined();
    await wire.clock.advance(100);
    expect(wire.outcome).toMatchObject({ kind: 'answer' });
  });

  it('takes the echo of its own command for none', async () => {
    const wire = bench();
    wire.ask();
    wire.receive(FIND.frame);
    await wire.clock.advance(500);
    wire.receive(NO_CARD);
    await wire.clock.advance(0);
    expect(wire.outcome).toMatchObject({ kind: 'answer', answer: { sw3: SW3.noCard } });
  });

  it('lets a late answer to another command pass', async () => {
    const wire = bench();
    wire.ask(SELECT);
    wire.receive(FOUND);
    wire.receive(NO_CARD);
    await wire.clock.advance(300);
    expect(wire.outcome).toBeUndefined();
    wire.receive(encodeAnswer(SW3.ok, new Uint8Array(8)));
    await wire.clock.advance(0);
    expect(wire.outcome).toMatchObject({ kind: 'answer', answer: { sw3: SW3.ok } });
  });

  it('takes an answer of unusual shape when no better one comes', async () => {
    const wire = bench();
    wire.ask(SELECT);
    wire.receive(encodeAnswer(SW3.ok));
    await wire.clock.advance(399);
    expect(wire.outcome).toBeUndefined();
    await wire.clock.advance(1);
    expect(wire.outcome).toMatchObject({ kind: 'answer', answer: { sw3: SW3.ok } });
  });

  it('forgets what came before it was asked', async () => {
    const wire = bench();
    wire.receive(FOUND);
    wire.ask();
    await wire.clock.advance(100);
    expect(wire.outcome).toBeUndefined();
    wire.receive(NO_CARD);
    await wire.clock.advance(0);
    expect(wire.outcome).toMatchObject({ kind: 'answer', answer: { sw3: SW3.noCard } });
  });

  it('ends when the plug is pulled, and every later one at once', async () => {
    const wire = bench();
    wire.ask(READ_BASE);
    wire.unplug();
    await wire.clock.advance(0);
    expect(wire.outcome).toEqual({ kind: 'closed' });
    wire.ask();
    await wire.clock.advance(0);
    expect(wire.outcome).toEqual({ kind: 'closed' });
    expect(wire.written).toHaveLength(1);
  });

  it('is alone', () => {
    const wire = bench();
    wire.ask();
    expect(() => wire.exchange.ask(STATUS)).toThrow('"status" was asked while "find" is open');
  });
});
