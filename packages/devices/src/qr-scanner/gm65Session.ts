import { type Clock, pause } from '../core/clock.ts';
import type { Opened } from '../core/connection.ts';
import { greetPort } from '../core/greetPort.ts';
import { failure, type Result, success } from '../core/result.ts';
import type { BytePort, OpenPort } from '../transports/serialPort.ts';
import { encodeRequest, type ModuleRequest, ScannerStream, type ScannerWord, ZONE } from './gm65Frame.ts';
import { type RawCode, type ScannerSession, SECOND_CODE_MS } from './session.ts';
import type { ScanError } from './types.ts';

/** What tells the end of a code; `none`: the line's quiet. */
export type Terminator = 'cr' | 'none';

/** Modules answer within 20 ms. */
const ANSWER_MS = 400;
const TRIES = 3;
/** A code comes in one piece: after so long a quiet nothing more of it comes. Above what a USB adapter holds bytes back. */
const QUIET_MS = 150;
/** A module gives up looking by itself, after 5 s from the factory: before that it is told to go on. */
const RETRIGGER_MS = 4_000;
/** A line that does not come to rest within this time is broken. */
const FLOOD_MS = 2_000;

const READ_MODE: ModuleRequest = { type: 'read', address: ZONE.mode, value: 1 };
const READ_TAIL: ModuleRequest = { type: 'read', address: ZONE.tail, value: 1 };
const START: ModuleRequest = { type: 'write', address: ZONE.trigger, value: 1 };
const STOP: ModuleRequest = { type: 'write', address: ZONE.trigger, value: 0 };
const MODE_BITS = 0x03;
const BY_COMMAND = 0x01;
const TAIL_BITS = 0x61;
const TAIL_CR = 0x01;

type Code = Exclude<ScannerWord, { kind: 'reply' }>;

export interface Gm65Options {
  readonly port: string;
  readonly baudRate: number;
  readonly terminator: Terminator;
  readonly clock: Clock;
  readonly openPort: OpenPort;
}

/** How a GM65 module is found: opens the port, asks, and sets it to read on command and to end each code with CR. */
export function greetGm65(options: Gm65Options) {
  const { port: where, baudRate } = options;
  return (signal: AbortSignal): Promise<Result<Opened<ScannerSession, ScanError>, ScanError>> =>
    greetPort<BytePort, ScannerSession, ScanError>({
      where,
      signal,
      open: () => options.openPort(where, baudRate),
      greet: async (port) => {
        const session = new Gm65Session(port, options);
        const prepared = await session.prepare();
        if (prepared.ok) return success(session);
        const { code, detail } = prepared.error;
        if (code !== 'answer-timeout') return prepared;
        return failure({ code: 'no-answer', detail: `${detail}; is there a scanner, and is ${baudRate} its rate?` });
      },
    });
}

class Gm65Session implements ScannerSession {
  readonly #port: BytePort;
  readonly #clock: Clock;
  readonly #terminator: Terminator;
  readonly #stream = new ScannerStream();
  readonly #closed = new AbortController();
  /** Takes the reply somebody waits for. */
  #hear: ((word: ScannerWord) => void) | undefined;
  /** What came since the light went on; undefined while it is off. */
  #codes: Code[] | undefined;
  /** Looks at the line again. */
  #wake: (() => void) | undefined;
  #lastByteAt: number;

  constructor(port: BytePort, { clock, terminator }: Gm65Options) {
    this.#port = port;
    this.#clock = clock;
    this.#terminator = terminator;
    this.#lastByteAt = clock.now();
    port.onClose(() => this.#closed.abort());
    port.onData((bytes) => {
      this.#lastByteAt = clock.now();
      for (const word of this.#stream.push(bytes)) this.#take(word);
      bytes.fill(0);
      this.#wake?.();
    });
  }

  #take(word: ScannerWord): void {
    this.#hear?.(word);
    if (word.kind === 'reply' || (word.kind === 'bad-frame' && this.#hear)) return;
    // What nobody waits for is forgotten at once: it was shown before anybody asked. Two are enough to know.
    if (this.#codes && this.#codes.length < 2) this.#codes.push(word);
    else if (word.kind === 'code') word.bytes.fill(0);
  }

  async prepare(): Promise<Result<'heard', ScanError>> {
    const set = async (read: ModuleRequest, bits: number, wanted: number): Promise<Result<'heard', ScanError>> => {
      const now = await this.#ask(read);
      if (!now.ok) return now;
      const before = now.value[0] ?? 0;
      const value = (before & ~bits) | wanted;
      if (value === before) return success('heard');
      const written = await this.#ask({ type: 'write', address: read.address, value });
      return written.ok ? success('heard') : written;
    };
    const mode = await set(READ_MODE, MODE_BITS, BY_COMMAND);
    if (!mode.ok || this.#terminator === 'none') return mode;
    return set(READ_TAIL, TAIL_BITS, TAIL_CR);
  }

  async check(): Promise<Result<'heard', ScanError>> {
    const answer = await this.#ask(READ_MODE);
    return answer.ok ? success('heard') : answer;
  }

  async readCode(signal: AbortSignal): Promise<Result<RawCode | 'stopped', ScanError>> {
    const code = await this.#readOne(AbortSignal.any([signal, this.#closed.signal]));
    // The light goes out whatever came. A module that does not confirm that is found out at the next question.
    if (!this.#closed.signal.aborted) await this.#ask(STOP, 1);
    return this.#closed.signal.aborted ? gone() : code;
  }

  async #readOne(signal: AbortSignal): Promise<Result<RawCode | 'stopped', ScanError>> {
    while (!signal.aborted) {
      const started = await this.#ask(START);
      if (!started.ok) return started;
      this.#codes = [];
      const word = await this.#nextCode(RETRIGGER_MS, signal);
      const second = word && (await this.#nextCode(SECOND_CODE_MS, signal));
      this.#codes = undefined;
      if (!word) continue;
      if (word.kind !== 'code') return refusalOf(word);
      if (!second && !this.#stream.inWord) return success({ bytes: word.bytes });
      word.bytes.fill(0);
      return failure({ code: 'more-than-one', detail: 'a second code came with the first' });
    }
    return success('stopped');
  }

  /** The next code or what is none; undefined when nothing begins within this time. */
  async #nextCode(ms: number, signal: AbortSignal): Promise<Code | undefined> {
    const until = this.#clock.now() + ms;
    while (!signal.aborted) {
      const code = this.#codes?.shift();
      if (code) return code;
      const { inWord } = this.#stream;
      const now = this.#clock.now();
      const quietAt = this.#lastByteAt + QUIET_MS;
      if (inWord && now >= quietAt) return this.#endOfLine();
      if (!inWord && now >= until) return undefined;
      const woken = new AbortController();
      this.#wake = () => woken.abort();
      await pause(this.#clock, (inWord ? quietAt : until) - now, AbortSignal.any([signal, woken.signal]));
      this.#wake = undefined;
    }
    return undefined;
  }

  /** The line went quiet in the middle of something. */
  #endOfLine(): Code {
    const bytes = this.#stream.settle();
    if (this.#terminator === 'none' && bytes.length > 0) return { kind: 'code', bytes };
    bytes.fill(0);
    return { kind: 'bad-frame' };
  }

  /** One request and its reply. What else comes meanwhile belongs to nobody. */
  async #ask(request: ModuleRequest, tries = TRIES): Promise<Result<Uint8Array, ScanError>> {
    let spoilt = false;
    for (let count = 0; count < tries; count += 1) {
      if (!(await this.#quiet())) return failure({ code: 'bad-frame', detail: 'the line does not come to rest' });
      this.#stream.reset();
      const reply = await this.#reply(request);
      if (this.#closed.signal.aborted) return gone();
      if (reply?.kind === 'reply') return success(reply.data);
      spoilt ||= reply !== undefined || this.#stream.inWord;
    }
    const name = `${request.type} ${request.address.toString(16).padStart(4, '0')}`;
    if (spoilt) return failure({ code: 'bad-frame', detail: `"${name}" is answered with what is no reply` });
    return failure({ code: 'answer-timeout', detail: `no answer to "${name}", asked ${tries} times` });
  }

  #reply(request: ModuleRequest): Promise<ScannerWord | undefined> {
    return new Promise((resolve) => {
      const end = (word: ScannerWord | undefined): void => {
        this.#clock.clearTimeout(timer);
        this.#closed.signal.removeEventListener('abort', lost);
        this.#hear = undefined;
        resolve(word);
      };
      const lost = (): void => end(undefined);
      const timer = this.#clock.setTimeout(lost, ANSWER_MS);
      this.#closed.signal.addEventListener('abort', lost);
      this.#hear = (word) => {
        if (word.kind === 'reply' || word.kind === 'bad-frame') end(word);
      };
      this.#port.write(encodeRequest(request));
    });
  }

  /** Waits until nothing of a code is on its way any more. */
  async #quiet(): Promise<boolean> {
    const until = this.#clock.now() + FLOOD_MS;
    while (this.#stream.inWord && this.#clock.now() < this.#lastByteAt + QUIET_MS) {
      if (this.#clock.now() >= until) return false;
      await pause(this.#clock, this.#lastByteAt + QUIET_MS - this.#clock.now(), this.#closed.signal);
      if (this.#closed.signal.aborted) return true;
    }
    return true;
  }
}

function refusalOf(word: Exclude<Code, { kind: 'code' }>): Result<never, ScanError> {
  if (word.kind === 'too-long')
    return failure({ code: 'too-long', detail: 'a code of more than 4 KiB, or without an end' });
  return failure({ code: 'bad-frame', detail: 'a code broke off before its end' });
}

const gone = (): Result<never, ScanError> => failure({ code: 'unplugged', detail: 'the port went away' });
