import type { DeviceState, DeviceStatus } from '../device.ts';
import { failure, type Result, success } from '../result.ts';
import { formatSamId } from './answers.ts';
import { type Clock, pause } from './clock.ts';
import { SAM_ID, SW3 } from './commands.ts';
import { Exchange } from './exchange.ts';
import { BAUD_RATES, probe } from './probe.ts';
import type { BytePort, OpenPort } from './serialPort.ts';
import type { ReadCardError } from './types.ts';

/** A plug put back is found within this time; an attempt at a missing port costs one system call. */
const RETRY_MS = 500;

/** A reader that answers. */
export interface Session {
  readonly exchange: Exchange;
  readonly baudRate: number;
  /** Empty when the module would not tell. */
  readonly samId: string;
  /** What has been learned about this module since it was plugged in. */
  readonly habits: {
    /** It does not even refuse the command: nobody shall wait for that twice. */
    ignoresNewestAddress: boolean;
  };
}

interface ConnectionOptions {
  readonly port: string;
  /** The only rate to try; without it all are. */
  readonly baudRate?: number;
  readonly clock: Clock;
  readonly openPort: OpenPort;
}

/**
 * Keeps a reader connected: opens the port, finds the baud rate, asks who the module is, and after every loss begins
 * again, until it is closed. The path is opened anew each time, so that a link which points elsewhere after a re-plug
 * is followed.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<(status: DeviceStatus) => void>();
  readonly #ended: Promise<void>;
  #status: DeviceStatus = { state: 'starting' };
  #session: Session | undefined;
  #lose: ((error: ReadCardError) => void) | undefined;
  /** What the next attempt will have come to. */
  #attempt = Promise.withResolvers<Result<Session, ReadCardError>>();
  #hurry = new AbortController();
  #lastBaudRate: number | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#ended = this.#keepConnected();
  }

  get status(): DeviceStatus {
    return this.#status;
  }

  get session(): Session | undefined {
    return this.#session;
  }

  onStatus(listener: (status: DeviceStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The reader, or why there is none: when it is not connected, the outcome of an attempt made now. */
  async connected(): Promise<Result<Session, ReadCardError>> {
    if (this.#session) return success(this.#session);
    if (this.#closing.signal.aborted) return closedError();
    this.#hurry.abort();
    return this.#attempt.promise;
  }

  /** Gives a reader up that has stopped making sense; the search for it begins at once. */
  drop(session: Session, error: ReadCardError): void {
    if (session === this.#session) this.#lose?.(error);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#lose?.({ code: 'aborted', detail: 'the reader was closed' });
    await this.#ended;
    this.#listeners.clear();
  }

  async #keepConnected(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await this.#connectOnce();
      this.#hurry = new AbortController();
      await pause(this.#options.clock, RETRY_MS, AbortSignal.any([signal, this.#hurry.signal]));
    }
    this.#attempt.resolve(closedError());
  }

  /** One attempt, and when it succeeds the whole life of the session. */
  async #connectOnce(): Promise<void> {
    const rates = this.#baudRates();
    const opened = await this.#options.openPort(this.#options.port, rates[0] ?? BAUD_RATES[0]);
    if (!opened.ok) return this.#settle(opened);
    const port = opened.value;
    const closeEarly = (): void => void port.close();
    this.#closing.signal.addEventListener('abort', closeEarly);
    if (this.#closing.signal.aborted) closeEarly();
    try {
      const lost = Promise.withResolvers<ReadCardError>();
      this.#lose = lost.resolve;
      port.onClose(() => lost.resolve({ code: 'unplugged', detail: `${this.#options.port} went away` }));
      const session = await this.#greet(port, rates);
      this.#settle(session);
      if (!session.ok) return;
      const error = await lost.promise;
      this.#session = undefined;
      this.#setStatus(statusOf(error));
    } finally {
      this.#lose = undefined;
      this.#closing.signal.removeEventListener('abort', closeEarly);
      await port.close();
    }
  }

  async #greet(port: BytePort, baudRates: readonly number[]): Promise<Result<Session, ReadCardError>> {
    const exchange = new Exchange(port, this.#options.clock);
    const probed = await probe({ port, exchange, baudRates });
    if (!probed.ok) return probed;
    const { baudRate } = probed.value;
    this.#lastBaudRate = baudRate;
    const samId = await readSamId(exchange);
    return success({ exchange, baudRate, samId, habits: { ignoresNewestAddress: false } });
  }

  /** Tells whoever waits for this attempt, and prepares the next. */
  #settle(result: Result<Session, ReadCardError>): void {
    if (this.#closing.signal.aborted) return;
    if (result.ok) this.#session = result.value;
    this.#setStatus(result.ok ? { state: 'online' } : statusOf(result.error));
    const attempt = this.#attempt;
    this.#attempt = Promise.withResolvers();
    attempt.resolve(result);
  }

  /** The rate that worked last comes first: after a re-plug it will most likely be the same module. */
  #baudRates(): readonly number[] {
    const { baudRate } = this.#options;
    if (baudRate !== undefined) return [baudRate];
    const last = this.#lastBaudRate;
    return last === undefined ? BAUD_RATES : [last, ...BAUD_RATES.filter((rate) => rate !== last)];
  }

  #setStatus(status: DeviceStatus): void {
    if (this.#closing.signal.aborted) return;
    if (status.state === this.#status.state && status.detail === this.#status.detail) return;
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }
}

/** Asked twice when the answer was spoilt, once when there was none: a reader without it reads cards all the same. */
async function readSamId(exchange: Exchange): Promise<string> {
  let outcome = await exchange.ask(SAM_ID);
  if (outcome.kind === 'bad-frame') outcome = await exchange.ask(SAM_ID);
  return (outcome.kind === 'answer' && outcome.answer.sw3 === SW3.ok && formatSamId(outcome.answer.data)) || '';
}

const closedError = () => failure({ code: 'aborted', detail: 'the reader was closed' } as const);

function statusOf({ code, detail }: ReadCardError): DeviceStatus {
  return { state: stateOf(code), detail };
}

function stateOf(code: ReadCardError['code']): DeviceState {
  switch (code) {
    case 'port-missing':
    case 'unplugged':
      return 'noDevice';
    case 'sam-self-test-failed':
    case 'sam-not-authorised':
      return 'hardwareError';
    default:
      return 'offline';
  }
}
