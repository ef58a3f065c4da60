import { type Clock, pause } from '../core/clock.ts';
import { failure, type Result, success } from '../core/result.ts';
import type { LineExchange } from '../transports/lineExchange.ts';
import { answered } from '../transports/openLine.ts';
import { type Answer, AnswerFinder, encodeRequest, FUNCTION, gapMs, type Request } from './modbus.ts';
import type { SensorBoardError } from './types.ts';

/** Boards answer within a few milliseconds, adapters hand it on within 16. Three such silences are told within a second. */
const ANSWER_MS = 200;
/** Bytes that no more follow for so long are no answer. */
const STALLED_MS = 60;
/** One request with its answer may be spoilt by a relay that switches beside the cable. */
const TRIES = 3;

const EXCEPTIONS: Readonly<Record<number, string>> = {
  1: 'it does not know the function',
  2: 'it has no such input or coil',
  3: 'it does not take the value',
  4: 'it failed while doing so',
};

/** One board at an open line: asks, and keeps the silence between frames. */
export class Board {
  readonly #exchange: LineExchange;
  readonly #clock: Clock;
  readonly #address: number;
  readonly #gapMs: number;

  constructor(exchange: LineExchange, options: { clock: Clock; address: number; baudRate: number }) {
    this.#exchange = exchange;
    this.#clock = options.clock;
    this.#address = options.address;
    this.#gapMs = gapMs(options.baudRate);
  }

  async readInputs(count: number): Promise<Result<readonly boolean[], SensorBoardError>> {
    return this.#read(FUNCTION.readInputs, count);
  }

  async readCoils(count: number): Promise<Result<readonly boolean[], SensorBoardError>> {
    return this.#read(FUNCTION.readCoils, count);
  }

  /** Tried again when answer or question were lost: what is written twice is written once. */
  async writeCoil(coil: number, on: boolean): Promise<Result<'written', SensorBoardError>> {
    for (let tries = 1; ; tries += 1) {
      const written = await this.#ask(`coil ${coil}`, { kind: 'write', coil, on });
      if (written.ok) return success('written');
      const { code } = written.error;
      if (tries >= TRIES || (code !== 'answer-timeout' && code !== 'bad-frame')) return written;
    }
  }

  async #read(code: (typeof FUNCTION)['readCoils' | 'readInputs'], count: number) {
    const name = code === FUNCTION.readInputs ? 'inputs' : 'coils';
    const read = await this.#ask(name, { kind: 'read', function: code, start: 0, count });
    if (!read.ok) return read;
    return success(read.value.kind === 'bits' ? read.value.bits : []);
  }

  async #ask(name: string, request: Request): Promise<Result<Answer, SensorBoardError>> {
    const quietFor = this.#clock.now() - this.#exchange.lastByteAt;
    if (quietFor < this.#gapMs) await pause(this.#clock, this.#gapMs - quietFor);
    const finder = new AnswerFinder(this.#address, request);
    const heard = await this.#exchange.ask({
      name,
      bytes: encodeRequest(this.#address, request),
      answerMs: ANSWER_MS,
      stalledMs: STALLED_MS,
      read: (bytes) => finder.push(bytes),
    });
    const answer = answered(heard);
    if (!answer.ok || answer.value.kind !== 'exception') return answer;
    const exception = answer.value.code;
    const why = EXCEPTIONS[exception] ?? 'for a reason no table knows';
    return failure({
      code: 'board-refused',
      detail: `the board refused ${name}: ${why} (exception ${exception})`,
      exception,
    });
  }
}
