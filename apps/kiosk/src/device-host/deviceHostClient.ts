import {
  type DeviceStatus,
  failure,
  type IdCardReader,
  type PrintErrorCode,
  type PrintFormat,
  type ReadCardErrorCode,
  type ReadProgress,
  type ReceiptPrinter,
} from '@renshe/devices';
import { type DeviceHostLauncher, forkDeviceHost } from './deviceHostChild.ts';
import { DeviceHostSupervisor, type Timers } from './deviceHostSupervisor.ts';
import {
  type Answer,
  answerSchemas,
  type CallOf,
  type DeviceHostConfig,
  type FromHost,
  type Method,
} from './messages.ts';

export type { DeviceHostChild, DeviceHostLauncher } from './deviceHostChild.ts';

/** A receipt can wait this long for a host that is just being restarted: nothing has been sent to the printer yet. */
const PRINT_PATIENCE_MS = 8_000;

export interface DeviceHostOptions {
  readonly config: DeviceHostConfig;
  /** Default: a forked Node process. */
  readonly launch?: DeviceHostLauncher;
  readonly timers?: Timers;
  readonly beatMs?: number;
}

export interface DeviceHost {
  readonly idCardReader: IdCardReader;
  readonly receiptPrinter: ReceiptPrinter;
  /** Calls after each loss with how many there have been, and why; returns the unsubscribe function. */
  onRestart(listener: (restarts: number, reason: string) => void): () => void;
  stop(): Promise<void>;
}

const systemTimers: Timers = {
  now: () => performance.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};

/**
 * Starts the device host and stands in for its devices in the terminal. When the host is lost, every call that waits
 * for it fails with a code that says what is known, the reader is `starting` again, and a new host reads the devices
 * anew: nothing is resumed from memory. The citizen's session lives in the terminal and is not touched.
 */
export function startDeviceHost(options: DeviceHostOptions): DeviceHost {
  return new DeviceHostClient(options);
}

/** One call the host has not answered yet. */
interface Pending {
  readonly answer: (value: unknown) => void;
  readonly lose: (reason: string) => void;
  readonly progress: (progress: ReadProgress) => void;
}

class DeviceHostClient implements DeviceHost {
  readonly #supervisor: DeviceHostSupervisor;
  readonly #timers: Timers;
  readonly #accepts: PrintFormat;
  readonly #pending = new Map<number, Pending>();
  readonly #statusListeners = new Set<(status: DeviceStatus) => void>();
  readonly #restartListeners = new Set<(restarts: number, reason: string) => void>();
  readonly #waitingForHost = new Set<() => void>();
  #readerStatus: DeviceStatus = { state: 'starting' };
  #restarts = 0;
  #lastId = 0;

  constructor({ config, launch = () => forkDeviceHost(), timers = systemTimers, beatMs }: DeviceHostOptions) {
    this.#timers = timers;
    this.#accepts = 'uri' in config.receiptPrinter ? 'pdf' : 'receipt-blocks';
    this.#supervisor = new DeviceHostSupervisor({
      config,
      launch,
      timers,
      ...(beatMs === undefined ? {} : { beatMs }),
      onReady: () => this.#wakeWaiting(),
      onMessage: (message) => this.#receive(message),
      onLost: (reason) => this.#lose(reason),
    });
    this.#supervisor.start();
  }

  readonly idCardReader: IdCardReader = this.#makeReader();
  readonly receiptPrinter: ReceiptPrinter = this.#makePrinter();

  onRestart(listener: (restarts: number, reason: string) => void): () => void {
    this.#restartListeners.add(listener);
    return () => this.#restartListeners.delete(listener);
  }

  async stop(): Promise<void> {
    await this.#supervisor.stop();
    this.#losePending('was stopped');
    this.#wakeWaiting();
  }

  #makeReader(): IdCardReader {
    const client = this;
    const lost = (code: ReadCardErrorCode) => (reason: string) =>
      failure({ code, detail: `the device host ${reason}` });
    return {
      get status() {
        return client.#readerStatus;
      },
      onStatus: (listener) => {
        this.#statusListeners.add(listener);
        return () => this.#statusListeners.delete(listener);
      },
      readCard: ({ signal, timeoutMs, onProgress } = {}) =>
        this.#ask({
          call: { method: 'readCard', ...(timeoutMs === undefined ? {} : { timeoutMs }) },
          signal,
          ...(onProgress ? { onProgress } : {}),
          whenAborted: failure({ code: 'aborted', detail: 'aborted before it began' }),
          whenAway: lost('port-failed'),
          // To the workflow it is what a pulled plug is: the reader comes back, the card is laid down again.
          whenLost: lost('unplugged'),
        }),
      waitForRemoval: ({ signal, timeoutMs } = {}) =>
        this.#ask({
          call: { method: 'waitForRemoval', ...(timeoutMs === undefined ? {} : { timeoutMs }) },
          signal,
          whenAborted: failure({ code: 'aborted', detail: 'aborted before it began' }),
          whenAway: lost('port-failed'),
          whenLost: lost('unplugged'),
        }),
      // The port belongs to the host and goes with it.
      close: async () => {},
    };
  }

  #makePrinter(): ReceiptPrinter {
    const client = this;
    const lost = (code: PrintErrorCode, what: string) => (reason: string) =>
      failure({ code, detail: `the device host ${reason}; ${what}` });
    const starting = (reason: string) =>
      ({ state: 'starting', detail: `the device host ${reason}`, paper: 'unknown' }) as const;
    return {
      get accepts() {
        return client.#accepts;
      },
      status: () =>
        this.#ask({
          call: { method: 'printerStatus' },
          signal: undefined,
          whenAborted: starting('was not asked'),
          whenAway: starting,
          whenLost: starting,
        }),
      print: async (document, { jobName, signal }) => {
        if (!this.#supervisor.ready) await this.#waitForHost(signal);
        return this.#ask({
          call: { method: 'print', document, jobName },
          signal,
          whenAborted: failure({ code: 'aborted', detail: 'aborted before anything was sent' }),
          whenAway: lost('printer-unreachable', 'nothing was sent to the printer'),
          whenLost: lost('print-timeout', 'the receipt may or may not be on paper'),
        });
      },
    };
  }

  #ask<M extends Method>(request: {
    call: CallOf<M>;
    signal: AbortSignal | undefined;
    onProgress?: (progress: ReadProgress) => void;
    whenAborted: Answer<M>;
    /** There is no host to ask. */
    whenAway: (reason: string) => Answer<M>;
    /** The host went away in the middle. */
    whenLost: (reason: string) => Answer<M>;
  }): Promise<Answer<M>> {
    const { call, signal, onProgress, whenAborted, whenAway, whenLost } = request;
    if (signal?.aborted) return Promise.resolve(whenAborted);
    if (!this.#supervisor.ready) return Promise.resolve(whenAway('is being restarted'));
    const id = ++this.#lastId;
    const abort = () => this.#supervisor.send({ type: 'abort', id });
    return new Promise((resolve) => {
      const settle = (answer: Answer<M>) => {
        this.#pending.delete(id);
        signal?.removeEventListener('abort', abort);
        resolve(answer);
      };
      this.#pending.set(id, {
        answer: (value) => {
          const checked = answerSchemas[call.method as M].safeParse(value);
          if (checked.success) settle(checked.data as Answer<M>);
          // Only the place is told, never the value: it may be a person's data. The call is settled by the loss.
          else this.#supervisor.fail(`answered ${call.method} wrongly at ${checked.error.issues[0]?.path.join('.')}`);
        },
        lose: (reason) => settle(whenLost(reason)),
        progress: (progress) => onProgress?.(progress),
      });
      signal?.addEventListener('abort', abort, { once: true });
      this.#supervisor.send({ type: 'call', id, call });
    });
  }

  #receive(message: FromHost): void {
    switch (message.type) {
      case 'reader-status':
        this.#setReaderStatus(message.status);
        return;
      case 'progress':
        this.#pending.get(message.id)?.progress(message.progress);
        return;
      case 'answer':
        this.#pending.get(message.id)?.answer(message.value);
        return;
      case 'ready':
      case 'pong':
        return;
    }
  }

  #lose(reason: string): void {
    this.#restarts += 1;
    this.#losePending(reason);
    this.#setReaderStatus({ state: 'starting', detail: `the device host ${reason} and is being restarted` });
    for (const listener of this.#restartListeners) listener(this.#restarts, reason);
  }

  #losePending(reason: string): void {
    for (const call of [...this.#pending.values()]) call.lose(reason);
  }

  #setReaderStatus(status: DeviceStatus): void {
    this.#readerStatus = status;
    for (const listener of this.#statusListeners) listener(status);
  }

  /** Resolves when the host is ready, the caller aborts, or the patience is over. */
  #waitForHost(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#timers.clearTimeout(timer);
        this.#waitingForHost.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = this.#timers.setTimeout(done, PRINT_PATIENCE_MS);
      this.#waitingForHost.add(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  #wakeWaiting(): void {
    for (const wake of [...this.#waitingForHost]) wake();
  }
}
