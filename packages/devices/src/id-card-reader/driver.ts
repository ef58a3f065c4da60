import { type CallOptions, CallQueue } from '../core/callQueue.ts';
import { type Clock, pause, systemClock } from '../core/clock.ts';
import { Connection } from '../core/connection.ts';
import type { DeviceStatus } from '../core/device.ts';
import { type Result, success } from '../core/result.ts';
import { type OpenPort, openSerialPort } from '../transports/serialPort.ts';
import { STATUS } from './commands.ts';
import { greetReader, readerStateAfter, type Session } from './greeting.ts';
import { FIND_PAUSE_MS, look, lookUntil, readNextCard, type Sight } from './reading.ts';
import type { CardReading, CardRemoval, IdCardReader, ReadCardError, ReadCardOptions } from './types.ts';

export interface IdCardReaderOptions {
  /** Device file; opened anew after every loss, so a link that comes back pointing elsewhere is followed. */
  readonly port: string;
  /** In baud. Without it the rates modules can be set to are tried, see `probe.ts`. */
  readonly baudRate?: number;
  /**
   * Whether the reader can be asked if a read card still lies there (docs/decisions/card-removal.md). `auto`: found out
   * after each reading; `find`: it can; `none`: it cannot. Default `auto`.
   */
  readonly removalDetection?: 'auto' | 'find' | 'none';
  /** For tests. */
  readonly clock?: Clock;
  /** For tests. */
  readonly openPort?: OpenPort;
}

/** An idle reader is asked for its status so often: one that fell silent is known before the next citizen comes. */
const HEARTBEAT_MS = 10_000;
/** Silent so often in a row, an idle reader is given up and searched for. */
const HEARTBEAT_TRIES = 2;
/** Implementers look once more before they say "no card": one lost look is no lifted card. */
const LOOKS_FOR_NO_CARD = 2;

const NO_CARD: ReadCardError = { code: 'no-card', detail: 'no card was laid down in the time given' };
const NOT_TAKEN: ReadCardError = { code: 'aborted', detail: 'the card still lay there when the time given was up' };

/**
 * A reader with a SAM_A (SAM_V) module at a serial port. Connects at once and in the background, and stays connected
 * until closed. Calls are served one after another; an aborted call returns at once, and what it had under way is
 * waited for before the next one begins. `waitForRemoval` fails with `aborted`, too, when its time is up.
 */
export function createIdCardReader(options: IdCardReaderOptions): IdCardReader {
  return new SerialIdCardReader(options);
}

class SerialIdCardReader implements IdCardReader {
  readonly #connection: Connection<Session, ReadCardError>;
  readonly #queue: CallQueue;
  readonly #clock: Clock;
  readonly #removalDetection: 'auto' | 'find' | 'none';
  readonly #closing = new AbortController();
  readonly #heartbeat: Promise<void>;
  /** Whether this module still sees the card it was through with last. */
  #afterReading: { readonly session: Session; readonly seen: Sight['seen'] } | undefined;

  constructor(options: IdCardReaderOptions) {
    const { port, baudRate, clock = systemClock, openPort = openSerialPort, removalDetection = 'auto' } = options;
    this.#clock = clock;
    this.#removalDetection = removalDetection;
    this.#queue = new CallQueue(clock);
    const greeting = { port, clock, openPort, ...(baudRate === undefined ? {} : { baudRate }) };
    this.#connection = new Connection({ clock, open: greetReader(greeting), stateOf: readerStateAfter });
    this.#heartbeat = this.#beat();
  }

  get status(): DeviceStatus {
    return this.#connection.status;
  }

  onStatus(listener: (status: DeviceStatus) => void): () => void {
    return this.#connection.onStatus(listener);
  }

  readCard({ onProgress, ...options }: ReadCardOptions = {}): Promise<Result<CardReading, ReadCardError>> {
    let found = false;
    return this.#queue.run<Session, CardReading, ReadCardError>(options, {
      timeUp: NO_CARD,
      connect: () => this.#connection.connected(),
      work: async (session, signal) => {
        this.#afterReading = undefined;
        const reading = await readNextCard({ session, clock: this.#clock, signal }, (progress) => {
          found = true;
          if (!options.signal?.aborted) onProgress?.(progress);
        });
        return this.#judged(session, reading);
      },
      // The caller goes on while the card still lies there: a minute later nobody could tell what "no card" means.
      afterwards: async (session, signal) => {
        if (found && this.#removalDetection === 'auto') await this.#lookAfterReading(session, signal);
      },
      discard: ({ photo }) => photo.fill(0),
    });
  }

  async waitForRemoval(options: CallOptions = {}): Promise<Result<CardRemoval, ReadCardError>> {
    if (this.#removalDetection === 'none') return success('unknown');
    return this.#queue.run<Session, CardRemoval, ReadCardError>(options, {
      timeUp: NOT_TAKEN,
      connect: () => this.#connection.connected(),
      work: async (session, signal) => this.#judged(session, await this.#watchRemoval(session, signal)),
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#queue.close(), this.#connection.close(), this.#heartbeat]);
  }

  async #watchRemoval(session: Session, signal: AbortSignal): Promise<Result<CardRemoval | 'stopped', ReadCardError>> {
    if (this.#removalDetection === 'auto') {
      if (this.#afterReading?.session !== session) await this.#lookAfterReading(session, signal);
      if (this.#afterReading?.seen === 'no-card') return success('unknown');
    }
    let missing = 0;
    const gone = await lookUntil({ session, clock: this.#clock, signal }, ({ seen }) => {
      missing = seen === 'no-card' ? missing + 1 : 0;
      return missing >= LOOKS_FOR_NO_CARD;
    });
    if (!gone.ok) return gone;
    return success(gone.value === 'stopped' ? 'stopped' : 'removed');
  }

  /** The first look after a reading: does this module still see the card, or hide it until it is lifted? */
  async #lookAfterReading(session: Session, signal: AbortSignal): Promise<void> {
    for (let looks = 1; looks <= LOOKS_FOR_NO_CARD && !signal.aborted; looks += 1) {
      if (looks > 1) await pause(this.#clock, FIND_PAUSE_MS, signal);
      const sight = await look({ session, clock: this.#clock, signal });
      if (!sight.ok) continue;
      this.#afterReading = { session, seen: sight.value.seen };
      if (sight.value.seen === 'card') return;
    }
  }

  /** A reader that cannot go on is given up, so that the search for it begins; the others stay connected. */
  #judged<T>(session: Session, result: Result<T, ReadCardError>): Result<T, ReadCardError> {
    if (result.ok) return result;
    switch (result.error.code) {
      case 'answer-timeout':
      case 'sam-self-test-failed':
      case 'sam-not-authorised':
        this.#connection.drop(session, result.error);
    }
    return result;
  }

  async #beat(): Promise<void> {
    const { signal } = this.#closing;
    for (;;) {
      await pause(this.#clock, HEARTBEAT_MS, signal);
      if (signal.aborted) return;
      const { session } = this.#connection;
      if (!session || !this.#queue.idle) continue;
      await this.#queue.run<Session, 'heard', ReadCardError>(
        {},
        {
          timeUp: NO_CARD,
          connect: async () => success(session),
          work: async () => this.#judged(session, await hear(session)),
        },
      );
    }
  }
}

async function hear({ exchange }: Session): Promise<Result<'heard', ReadCardError>> {
  let detail = '';
  for (let tries = 0; tries < HEARTBEAT_TRIES; tries += 1) {
    const outcome = await exchange.ask(STATUS);
    if (outcome.kind !== 'silent') return success('heard');
    detail = outcome.detail;
  }
  return { ok: false, error: { code: 'answer-timeout', detail } };
}
