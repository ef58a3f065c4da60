import { describe, expect, it } from 'vitest';
import { FakeClock } from '../core/fakeClock.ts';
import { type Heard, LineExchange, type Question } from './lineExchange.ts';
import type { BytePort } from './serialPort.ts';

/** A port of which the test is the other end. */
function scriptedPort() {
  let onData: (bytes: Uint8Array) => void = () => {};
  let onClose: () => void = () => {};
  const written: string[] = [];
  const port: BytePort = {
    write: (bytes) => written.push(Buffer.from(bytes).toString('latin1')),
    setBaudRate: async () => true,
    onData: (listener) => {
      onData = listener;
    },
    onClose: (listener) => {
      onClose = listener;
    },
    close: async () => {},
  };
  const say = (text: string): Uint8Array => {
    const bytes = Uint8Array.from(Buffer.from(text, 'latin1'));
    onData(bytes);
    return bytes;
  };
  return { port, written, say, pull: () => onClose() };
}

/** A line that ends with a full stop. */
const sentence = (more: Partial<Question<string>> = {}): Question<string> => {
  let text = '';
  return {
    name: 'how are you',
    bytes: Buffer.from('?'),
    answerMs: 100,
    read: (bytes) => {
      text += Buffer.from(bytes).toString('latin1');
      return text.includes('.') ? text : undefined;
    },
    ...more,
  };
};

function bench() {
  const clock = new FakeClock();
  const line = scriptedPort();
  const exchange = new LineExchange(line.port, clock);
  return { clock, ...line, exchange };
}

describe('a question over a line', () => {
  it('is answered in pieces, and what came is wiped', async () => {
    const { exchange, say, written } = bench();
    const asked = exchange.ask(sentence());
    const piece = say('fi');
    say('ne.');
    expect(await asked).toEqual({ kind: 'answer', answer: 'fine.' });
    expect(written).toEqual(['?']);
    expect([...piece]).toEqual([0, 0]);
  });

  it.each<[string, Partial<Question<string>>, string, number, Heard<string>['kind']]>([
    ['is not answered', {}, '', 100, 'silent'],
    ['is answered with half a sentence', {}, 'fi', 100, 'bad-frame'],
    ['stalls', { stalledMs: 30 }, 'fi', 30, 'bad-frame'],
  ])('says what happened when it %s', async (_what, more, said, after, kind) => {
    const { clock, exchange, say } = bench();
    let outcome: Heard<string> | undefined;
    void exchange.ask(sentence(more)).then((heard) => {
      outcome = heard;
    });
    if (said !== '') say(said);
    await clock.advance(after - 1);
    expect(outcome).toBeUndefined();
    await clock.advance(1);
    expect(outcome).toMatchObject({ kind });
  });

  it('ends with the port, with the caller, and never begins after either', async () => {
    const { exchange, pull } = bench();
    const stop = new AbortController();
    const stopped = exchange.ask(sentence({ signal: stop.signal }));
    stop.abort();
    expect(await stopped).toEqual({ kind: 'stopped' });
    expect(await exchange.ask(sentence({ signal: stop.signal }))).toEqual({ kind: 'stopped' });
    const closed = exchange.ask(sentence());
    pull();
    expect(await closed).toEqual({ kind: 'closed' });
    expect(await exchange.ask(sentence())).toEqual({ kind: 'closed' });
  });

  it('throws away what nobody asked for, and refuses two questions at once', async () => {
    const { clock, exchange, say } = bench();
    say('noise.');
    const first = exchange.ask(sentence());
    expect(() => exchange.ask(sentence())).toThrow('how are you');
    await clock.advance(5);
    say('well.');
    expect(await first).toEqual({ kind: 'answer', answer: 'well.' });
    expect(exchange.lastByteAt).toBe(5);
  });
});
