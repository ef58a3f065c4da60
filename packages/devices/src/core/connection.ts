import { type Clock, pause } from './clock.ts';
import type { DeviceError, DeviceState, DeviceStatus } from './device.ts';
import { failure, type Result, success } from './result.ts';
import { StatusKeeper } from './statusKeeper.ts';

/** A plug put back is found within this time; an attempt at a missing port costs one system call. */
const RETRY_MS = 500;

/** A device that answers. */
export interface Opened<Session, Failure> {
  readonly session: Session;
  /** Resolves with why the device is gone: its port closed. */
  readonly lost: Promise<Failure>;
  /** Lets go of the port; also called after a loss. */
  close(): Promise<void>;
}

export interface ConnectionOptions<Session, Failure extends DeviceError> {
  /**
   * One attempt: opens the port and asks who is there. Must end soon after `signal` aborts, and leave nothing open
   * when it fails.
   */
  readonly open: (signal: AbortSignal) => Promise<Result<Opened<Session, Failure>, Failure>>;
  readonly stateOf: (error: Failure) => DeviceState;
  readonly clock: Clock;
}

export type Aborted = DeviceError<'aborted'>;

/**
 * Keeps a device connected: opens its port, asks who is there, and after every loss begins again, until it is closed.
 * The port is opened anew each time, so that a link which points elsewhere after a re-plug is followed. Knows nothing
 * of what the port is or what is spoken there.
 */
export class Connection<Session, Failure extends DeviceError> {
  readonly #options: ConnectionOptions<Session, Failure>;
  readonly #closing = new AbortController();
  readonly #status = new StatusKeeper<DeviceStatus>({ state: 'starting' });
  readonly #ended: Promise<void>;
  #session: Session | undefined;
  #lose: ((error: Failure | Aborted) => void) | undefined;
  /** What the next attempt will have come to. */
  #attempt = Promise.withResolvers<Result<Session, Failure | Aborted>>();
  #hurry = new AbortController();

  constructor(options: ConnectionOptions<Session, Failure>) {
    this.#options = options;
    this.#ended = this.#keepConnected();
  }

  get status(): DeviceStatus {
    return this.#status.current;
  }

  get session(): Session | undefined {
    return this.#session;
  }

  /** Calls on changes only; returns the unsubscribe function. */
  onStatus(listener: (status: DeviceStatus) => void): () => void {
    return this.#status.onChange(listener);
  }

  /** The device, or why there is none: when it is not connected, the outcome of an attempt made now. */
  async connected(): Promise<Result<Session, Failure | Aborted>> {
    if (this.#session !== undefined) return success(this.#session);
    if (this.#closing.signal.aborted) return closedError();
    this.#hurry.abort();
    return this.#attempt.promise;
  }

  /** Gives a device up that has stopped making sense; the search for it begins at once. */
  drop(session: Session, error: Failure): void {
    if (session === this.#session) this.#lose?.(error);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#lose?.({ code: 'aborted', detail: 'the device was closed' });
    await this.#ended;
    this.#status.close();
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
    const opened = await this.#options.open(this.#closing.signal);
    if (!opened.ok) return this.#settle(opened);
    const { session, lost: gone, close } = opened.value;
    const lost = Promise.withResolvers<Failure | Aborted>();
    this.#lose = lost.resolve;
    void gone.then(lost.resolve);
    if (this.#closing.signal.aborted) lost.resolve({ code: 'aborted', detail: 'the device was closed' });
    this.#settle(success(session));
    const error = await lost.promise;
    this.#lose = undefined;
    this.#session = undefined;
    if (!isAborted(error)) this.#tell(error);
    await close();
  }

  /** Tells whoever waits for this attempt, and prepares the next. */
  #settle(result: Result<Session, Failure>): void {
    if (this.#closing.signal.aborted) return;
    if (result.ok) {
      this.#session = result.value;
      this.#status.set({ state: 'online' });
    } else {
      this.#tell(result.error);
    }
    const attempt = this.#attempt;
    this.#attempt = Promise.withResolvers();
    attempt.resolve(result);
  }

  #tell(error: Failure): void {
    if (this.#closing.signal.aborted) return;
    this.#status.set({ state: this.#options.stateOf(error), detail: error.detail });
  }
}

const isAborted = (error: DeviceError): error is Aborted => error.code === 'aborted';

const closedError = () => failure({ code: 'aborted', detail: 'the device was closed' } as const);
