import type { Clock } from '../core/clock.ts';
import { failure, type Result, success } from '../core/result.ts';
import type { Heard, LineExchange } from '../transports/lineExchange.ts';
import { answered } from '../transports/openLine.ts';
import { ANSWER } from './dialect.ts';
import { encodeFrame, type Framing, PadDecoder } from './frame.ts';
import type { PinPadError } from './types.ts';

/** At 9600 baud the longest frame takes half a second in ASCII; pads reckon 3DES in some hundredths. */
const ANSWER_MS = 1_500;
const STALLED_MS = 300;

export interface Answered {
  /** The pad says with its answer that it has no valid master key. */
  readonly masterKey: 'ok' | 'missing';
  readonly data: Uint8Array;
}

/** One pad at an open line: commands with answers, and keys. */
export class Pad {
  readonly #exchange: LineExchange;
  readonly #clock: Clock;
  readonly #framing: Framing;
  readonly #decoder: PadDecoder;
  #frame: { readonly head: number; readonly data: Uint8Array } | undefined;
  #onKey: ((byte: number) => void) | undefined;

  constructor(exchange: LineExchange, options: { clock: Clock; framing: Framing }) {
    this.#exchange = exchange;
    this.#clock = options.clock;
    this.#framing = options.framing;
    this.#decoder = new PadDecoder(options.framing, {
      frame: (head, data) => {
        this.#frame = { head, data };
      },
      key: (byte) => this.#onKey?.(byte),
      bad: () => {},
    });
  }

  /** Who hears the keys. Set before the command that wakes them; undefined when nobody may. */
  set onKey(listener: ((byte: number) => void) | undefined) {
    this.#onKey = listener;
  }

  /** Asked once more when the answer was spoilt: all commands may be given twice as long as no key was pressed. */
  async command(name: string, head: number, data?: Uint8Array): Promise<Result<Answered, PinPadError>> {
    const answer = await this.#ask(name, head, data);
    return !answer.ok && answer.error.code === 'bad-frame' ? this.#ask(name, head, data) : answer;
  }

  async #ask(name: string, head: number, data?: Uint8Array): Promise<Result<Answered, PinPadError>> {
    this.#frame = undefined;
    this.#decoder.reset();
    const heard = await this.#exchange.ask({
      name,
      bytes: encodeFrame(this.#framing, head, data),
      answerMs: ANSWER_MS,
      stalledMs: STALLED_MS,
      read: (bytes) => {
        this.#decoder.push(bytes, this.#clock.now());
        return this.#frame;
      },
    });
    const answer = answered(heard);
    return answer.ok ? judge(name, answer.value.head, answer.value.data) : answer;
  }

  /** Lets keys come until `done` says that there are enough, the time is up, or the caller has. */
  listen(done: () => boolean, forMs: number, signal: AbortSignal): Promise<Heard<'done'>> {
    if (done()) return Promise.resolve({ kind: 'answer', answer: 'done' });
    return this.#exchange.ask<'done'>({
      name: 'keys',
      bytes: new Uint8Array(),
      answerMs: forMs,
      signal,
      read: (bytes) => {
        this.#decoder.push(bytes, this.#clock.now());
        return done() ? 'done' : undefined;
      },
    });
  }
}

function judge(name: string, head: number, data: Uint8Array): Result<Answered, PinPadError> {
  const refuse = (code: PinPadError['code'], why: string) => {
    const detail = `${name}: ${why} (answer ${head.toString(16).padStart(2, '0').toUpperCase()})`;
    return failure({ code, detail });
  };
  switch (head) {
    case ANSWER.ok:
      return success({ masterKey: 'ok', data });
    case ANSWER.okButNoMasterKey:
      return success({ masterKey: 'missing', data });
    case ANSWER.badParameter:
      return refuse('bad-parameter', 'the pad does not take this');
    case ANSWER.timeOut:
      return refuse('entry-timeout', 'the pad has waited long enough');
    case ANSWER.badCommandAndNoMasterKey:
      return refuse('key-missing', 'the pad has no master key');
    case ANSWER.badCommand:
      return refuse('unsupported', 'the pad does not know this');
    default:
      return head >= ANSWER.brokenFrom
        ? refuse('pad-fault', 'a part of the pad is broken')
        : refuse('pad-fault', 'an answer no table knows');
  }
}
