import { type CallOptions, CallQueue } from '../core/callQueue.ts';
import { type Clock, pause, systemClock } from '../core/clock.ts';
import { Connection } from '../core/connection.ts';
import { stateAfter } from '../core/device.ts';
import { failure, type Result, success } from '../core/result.ts';
import { StatusKeeper } from '../core/statusKeeper.ts';
import type { LineExchange } from '../transports/lineExchange.ts';
import { answered, openLine } from '../transports/openLine.ts';
import { type OpenPort, openSerialPort } from '../transports/serialPort.ts';
import {
  cancelCommand,
  LineFinder,
  parseStatus,
  question,
  RETURN_MINUTES,
  SHUTDOWN_SECONDS,
  shutdownCommand,
} from './megatec.ts';
import {
  type ShutdownOptions,
  type Ups,
  type UpsDialect,
  type UpsError,
  type UpsErrorCode,
  type UpsReading,
  type UpsStatus,
  type UpsTold,
  upsDialects,
} from './types.ts';

export interface UpsOptions {
  /** Device file; opened anew after every loss. */
  readonly port: string;
  /** Default 2400, which nearly all have. */
  readonly baudRate?: number;
  /** The only dialect to try; without it both are. */
  readonly dialect?: UpsDialect;
  /** For tests. */
  readonly clock?: Clock;
  /** For tests. */
  readonly openPort?: OpenPort;
}

const POLL_MS = 5_000;
/** A poll that was spoilt is repeated so soon. */
const AGAIN_MS = 500;
/** Spoilt so often in a row, a UPS is given up and searched for. */
const MISSES = 3;
/** 76 characters take 320 ms at 2400 baud, and units think for up to half a second first. */
const ANSWER_MS = 1_500;
/** No unit pauses so long within a line. */
const STALLED_MS = 300;
/** So long after a command its status is looked at: units take one in at a time. */
const SETTLE_MS = 300;
/** Some swallow the first line after a pause. */
const TRIES = 2;

const TIME_UP: UpsError = { code: 'answer-timeout', detail: 'the UPS was not reached in the time given' };

interface Session {
  readonly exchange: LineExchange;
  readonly dialect: UpsDialect;
}

/** A UPS at a serial line, asked every five seconds. Connects at once and in the background, and stays connected until closed. */
export function createUps(options: UpsOptions): Ups {
  return new SerialUps(options);
}

class SerialUps implements Ups {
  readonly #clock: Clock;
  readonly #connection: Connection<Session, UpsError>;
  readonly #queue: CallQueue;
  readonly #status: StatusKeeper<UpsStatus>;
  readonly #closing = new AbortController();
  readonly #polling: Promise<void>;
  #last: UpsReading | undefined;
  #misses = 0;

  constructor(options: UpsOptions) {
    const { port, baudRate = 2_400, dialect, clock = systemClock, openPort = openSerialPort } = options;
    this.#clock = clock;
    this.#queue = new CallQueue(clock);
    const dialects = dialect === undefined ? upsDialects : [dialect];
    const open = openLine<Session, UpsErrorCode>({ port, baudRate, clock, openPort }, (exchange) =>
      this.#greet(exchange, dialects),
    );
    this.#connection = new Connection({ clock, open, stateOf: ({ code }) => stateAfter(linkCode(code)) });
    this.#status = new StatusKeeper(this.#look());
    this.#connection.onStatus(({ state }) => {
      if (state !== 'online') this.#last = undefined;
      this.#status.set(this.#look());
    });
    this.#polling = this.#poll();
  }

  get status(): UpsStatus {
    return this.#status.current;
  }

  get dialect(): UpsDialect | undefined {
    return this.#connection.session?.dialect;
  }

  onStatus(listener: (status: UpsStatus) => void): () => void {
    return this.#status.onChange(listener);
  }

  read(options: CallOptions = {}): Promise<Result<UpsReading, UpsError>> {
    return this.#run(options, (session) => this.#readOnce(session));
  }

  async shutdown({
    afterSeconds,
    returnAfterMinutes,
    ...options
  }: ShutdownOptions): Promise<Result<UpsTold, UpsError>> {
    const within = (value: number, { min, max }: { min: number; max: number }) => value >= min && value <= max;
    if (!within(afterSeconds, SHUTDOWN_SECONDS)) {
      const { min, max } = SHUTDOWN_SECONDS;
      return failure({ code: 'out-of-range', detail: `afterSeconds is ${afterSeconds}, not ${min} to ${max}` });
    }
    if (
      returnAfterMinutes !== undefined &&
      !(Number.isInteger(returnAfterMinutes) && within(returnAfterMinutes, RETURN_MINUTES))
    ) {
      const { min, max } = RETURN_MINUTES;
      return failure({
        code: 'out-of-range',
        detail: `returnAfterMinutes is ${returnAfterMinutes}, not ${min} to ${max}`,
      });
    }
    return this.#tell(shutdownCommand(afterSeconds, returnAfterMinutes), options, ({ shutdownPending }) =>
      shutdownPending ? 'confirmed' : 'sent',
    );
  }

  cancelShutdown(options: CallOptions = {}): Promise<Result<UpsTold, UpsError>> {
    return this.#tell(cancelCommand(), options, ({ shutdownPending }) => (shutdownPending ? 'not-taken' : 'confirmed'));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#queue.close(), this.#connection.close(), this.#polling]);
    this.#status.close();
  }

  #run<Value>(
    options: CallOptions,
    work: (session: Session, signal: AbortSignal) => Promise<Result<Value, UpsError>>,
  ): Promise<Result<Value, UpsError>> {
    return this.#queue.run<Session, Value, UpsError>(options, {
      timeUp: TIME_UP,
      connect: () => this.#connection.connected(),
      work,
    });
  }

  /** Commands are not answered, only followed; some units echo them or say ACK. What counts is the next status. */
  #tell(
    command: Uint8Array,
    options: CallOptions,
    judge: (reading: UpsReading) => UpsTold | 'not-taken',
  ): Promise<Result<UpsTold, UpsError>> {
    return this.#run(options, async (session) => {
      session.exchange.tell(command);
      await pause(this.#clock, SETTLE_MS, this.#closing.signal);
      const reading = await this.#readOnce(session);
      if (!reading.ok) return reading;
      const told = judge(reading.value);
      if (told !== 'not-taken') return success(told);
      return failure({ code: 'not-taken', detail: 'the status of the UPS says otherwise' });
    });
  }

  async #greet(exchange: LineExchange, dialects: readonly UpsDialect[]): Promise<Result<Session, UpsError>> {
    let spoilt: UpsError | undefined;
    for (const dialect of dialects) {
      const read = await ask(exchange, dialect);
      if (read.ok) {
        this.#take(read.value);
        return success({ exchange, dialect });
      }
      if (read.error.code === 'unplugged') return read;
      if (read.error.code === 'bad-frame') spoilt ??= read.error;
    }
    if (spoilt) return failure(spoilt);
    return failure({ code: 'no-answer', detail: `nothing that speaks ${dialects.join(' or ')} answered` });
  }

  async #poll(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await pause(this.#clock, this.#misses > 0 ? AGAIN_MS : POLL_MS, signal);
      const { session } = this.#connection;
      if (!session || signal.aborted) continue;
      await this.#queue.run<Session, UpsReading, UpsError>(
        {},
        { timeUp: TIME_UP, connect: async () => success(session), work: () => this.#readOnce(session) },
      );
    }
  }

  async #readOnce(session: Session): Promise<Result<UpsReading, UpsError>> {
    const read = await ask(session.exchange, session.dialect);
    if (read.ok) {
      this.#take(read.value);
      return read;
    }
    this.#misses += 1;
    if (this.#misses >= MISSES) {
      this.#misses = 0;
      this.#connection.drop(session, read.error);
    }
    return read;
  }

  #take(reading: UpsReading): void {
    this.#misses = 0;
    this.#last = reading;
    this.#status.set(this.#look());
  }

  #look(): UpsStatus {
    const link = this.#connection.status;
    const last = link.state === 'online' ? this.#last : undefined;
    if (!last) return { ...link, power: 'unknown', battery: 'unknown', shutdown: 'unknown' };
    const status: UpsStatus = {
      ...link,
      power: last.onBattery ? 'battery' : 'mains',
      battery: last.batteryLow ? 'low' : 'ok',
      shutdown: last.shutdownPending ? 'pending' : 'none',
    };
    return last.failed ? { ...status, state: 'hardwareError', detail: 'the UPS says that it has failed' } : status;
  }
}

async function ask(exchange: LineExchange, dialect: UpsDialect): Promise<Result<UpsReading, UpsError>> {
  for (let tries = 1; ; tries += 1) {
    const lines = new LineFinder();
    const heard = await exchange.ask({
      name: dialect.toUpperCase(),
      bytes: question(dialect),
      answerMs: ANSWER_MS,
      stalledMs: STALLED_MS,
      read: (bytes) => {
        for (const text of lines.push(bytes)) {
          const reading = parseStatus(dialect, text);
          if (reading) return reading;
        }
        return undefined;
      },
    });
    const reading = answered(heard);
    if (reading.ok || tries >= TRIES || heard.kind === 'closed') return reading;
  }
}

/** What is refused before it is sent leaves the UPS as it was. */
const linkCode = (code: UpsErrorCode) => (code === 'out-of-range' || code === 'not-taken' ? 'aborted' : code);
