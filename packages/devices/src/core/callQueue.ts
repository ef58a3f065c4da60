import type { Clock } from './clock.ts';
import type { Aborted } from './connection.ts';
import { failure, type Result, success } from './result.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Counts while waiting for the turn, and anew from when the device answers. */
  readonly timeoutMs?: number;
}

/** One call of a driver's, from its turn on. */
interface Call<Session, Value, Failure> {
  /** The error that says: the time given is up. */
  readonly timeUp: Failure;
  readonly connect: () => Promise<Result<Session, Failure>>;
  /** Resolves with `stopped` when `signal` aborted before there was anything to lose. */
  readonly work: (session: Session, signal: AbortSignal) => Promise<Result<Value | 'stopped', Failure>>;
  /** What has to be done at the device before the next call has its turn; the caller has its result already. */
  readonly afterwards?: (session: Session, signal: AbortSignal) => Promise<void>;
  /** Takes a value nobody waits for any more. */
  readonly discard?: (value: Value) => void;
}

const ABORTED: Aborted = { code: 'aborted', detail: 'stopped by the caller' };
const CLOSED: Aborted = { code: 'aborted', detail: 'the device was closed' };

/**
 * Serves calls one after another, because a device knows one command at a time. A caller that aborts gets its answer at
 * once, while the command under way is waited for before the next call has its turn.
 */
export class CallQueue {
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True while nobody has a turn or waits for one. */
  get idle(): boolean {
    return this.#waiting === 0;
  }

  run<Session, Value, Failure>(
    options: CallOptions,
    call: Call<Session, Value, Failure>,
  ): Promise<Result<Value, Failure | Aborted>> {
    const { promise, resolve, reject } = Promise.withResolvers<Result<Value, Failure | Aborted>>();
    const stop = new AbortController();
    let left = false;
    let working = false;
    const leave = (error: Failure | Aborted): void => {
      left = true;
      stop.abort();
      resolve(failure(error));
    };
    const onAbort = (): void => leave(ABORTED);
    const onClose = (): void => leave(CLOSED);
    // What has begun is finished, or stops itself.
    const onTimeUp = (): void => (working ? stop.abort() : leave(call.timeUp));
    const startTimer = (): unknown =>
      options.timeoutMs === undefined ? undefined : this.#clock.setTimeout(onTimeUp, options.timeoutMs);

    let timer = startTimer();
    options.signal?.addEventListener('abort', onAbort);
    this.#closing.signal.addEventListener('abort', onClose);
    if (options.signal?.aborted) onAbort();
    if (this.#closing.signal.aborted) onClose();

    const served = this.#inTurn(async () => {
      this.#clock.clearTimeout(timer);
      if (left) return;
      const connected = await call.connect();
      if (!connected.ok) return resolve(connected);
      if (left) return;
      working = true;
      timer = startTimer();
      const result = await call.work(connected.value, stop.signal);
      this.#clock.clearTimeout(timer);
      if (!result.ok) resolve(result);
      else if (result.value === 'stopped') resolve(failure(call.timeUp));
      else if (left) call.discard?.(result.value);
      else resolve(success(result.value));
      await call.afterwards?.(connected.value, this.#closing.signal);
    });
    served.catch(reject).finally(() => {
      this.#clock.clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      this.#closing.signal.removeEventListener('abort', onClose);
    });
    return promise;
  }

  /** Ends every call with `aborted`; resolves when the last one has let go of the device. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#turn;
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    const run = this.#turn.then(task).finally(() => {
      this.#waiting -= 1;
    });
    // A task that throws is its caller's affair, not that of the next in line.
    this.#turn = run.catch(() => {});
    return run;
  }
}
