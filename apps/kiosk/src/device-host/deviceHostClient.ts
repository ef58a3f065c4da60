import type { DeviceStatus, IdCardReader, ReceiptPrinter } from '@renshe/devices';
import type { Call, Remote, RemoteDevice } from './calls/call.ts';
import { findRemote, type RemoteName, remoteDevices, type StandIns } from './calls/deviceCalls.ts';
import { type DeviceHostLauncher, forkDeviceHost } from './deviceHostChild.ts';
import { DeviceHostSupervisor, type Timers } from './deviceHostSupervisor.ts';
import type { DeviceHostConfig, FromHost } from './messages.ts';
import { RemoteStatus } from './remoteStatus.ts';

export type { DeviceHostChild, DeviceHostLauncher } from './deviceHostChild.ts';

export interface DeviceHostOptions {
  readonly config: DeviceHostConfig;
  /** Default: a forked Node process. */
  readonly launch?: DeviceHostLauncher;
  readonly timers?: Timers;
  readonly beatMs?: number;
}

export interface DeviceHost {
  /** Who stands in for each driver. One that `devices.yaml` does not name is `noDevice`, and refuses every call. */
  readonly devices: StandIns;
  /** The two every terminal has. */
  readonly idCardReader: IdCardReader;
  readonly receiptPrinter: ReceiptPrinter;
  /** Every device this terminal has, with how it is now; also those nobody calls. */
  readonly statuses: readonly { readonly device: string; readonly status: DeviceStatus }[];
  /** Calls on every change of any of them; returns the unsubscribe function. */
  onDeviceStatus(listener: (device: string, status: DeviceStatus) => void): () => void;
  /** Calls after each loss with how many there have been, and why; returns the unsubscribe function. */
  onRestart(listener: (restarts: number, reason: string) => void): () => void;
  stop(): Promise<void>;
}

const systemTimers: Timers = {
  now: () => performance.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};

const NOT_CONFIGURED = 'has no such device: add it to devices.yaml';

/**
 * Starts the device host and stands in for its devices in the terminal. When the host is lost, every call that waits
 * for it fails with a code that says what is known, all devices are `starting` again, and a new host reads them anew:
 * nothing is resumed from memory. The citizen's session lives in the terminal and is not touched.
 */
export function startDeviceHost(options: DeviceHostOptions): DeviceHost {
  return new DeviceHostClient(options);
}

/** One call the host has not answered yet. */
interface Pending {
  readonly answer: (value: unknown) => void;
  readonly lose: (reason: string) => void;
  readonly progress: (progress: unknown) => void;
}

interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: never) => void) | undefined;
}

class DeviceHostClient implements DeviceHost {
  readonly devices: StandIns;
  readonly #supervisor: DeviceHostSupervisor;
  readonly #timers: Timers;
  readonly #pending = new Map<number, Pending>();
  readonly #statuses: ReadonlyMap<string, RemoteStatus>;
  readonly #restartListeners = new Set<(restarts: number, reason: string) => void>();
  readonly #waitingForHost = new Set<() => void>();
  #restarts = 0;
  #lastId = 0;

  constructor({ config, launch = () => forkDeviceHost(), timers = systemTimers, beatMs }: DeviceHostOptions) {
    this.#timers = timers;
    this.#statuses = new Map(Object.keys(config.devices).map((name) => [name, new RemoteStatus(findRemote(name))]));
    // Built from the list that the type is made of.
    this.devices = Object.fromEntries(
      (remoteDevices as readonly RemoteDevice[]).map((device) => {
        const settings = config.devices[device.name as RemoteName];
        return [device.name, device.standIn(this.#remote(device), settings)];
      }),
    ) as StandIns;
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

  get idCardReader(): IdCardReader {
    return this.devices['id-card-reader'];
  }

  get receiptPrinter(): ReceiptPrinter {
    return this.devices['receipt-printer'];
  }

  get statuses(): DeviceHost['statuses'] {
    return [...this.#statuses].map(([device, { current }]) => ({ device, status: current }));
  }

  onDeviceStatus(listener: (device: string, status: DeviceStatus) => void): () => void {
    const stops = [...this.#statuses].map(([device, status]) => status.onChange((now) => listener(device, now)));
    return () => {
      for (const stop of stops) stop();
    };
  }

  onRestart(listener: (restarts: number, reason: string) => void): () => void {
    this.#restartListeners.add(listener);
    return () => this.#restartListeners.delete(listener);
  }

  async stop(): Promise<void> {
    await this.#supervisor.stop();
    this.#losePending('was stopped');
    this.#wakeWaiting();
  }

  #remote(device: RemoteDevice): Remote<DeviceStatus, RemoteDevice['calls']> {
    const status =
      this.#statuses.get(device.name) ??
      new RemoteStatus(device, { state: 'noDevice', detail: `devices.yaml names no ${device.name}` });
    return {
      get status() {
        return status.current;
      },
      get capabilities() {
        return status.capabilities;
      },
      onStatus: (listener) => status.onChange(listener),
      call: (method, args, options = {}) => {
        const call = device.calls[method];
        if (!call) throw new Error(`${device.name} has no method ${method}`);
        return this.#ask(device.name, method, call, args, options);
      },
    };
  }

  async #ask(device: string, method: string, call: Call, args: unknown, options: CallOptions): Promise<unknown> {
    const { signal, onProgress } = options;
    if (!this.#statuses.has(device)) return call.loss.away(NOT_CONFIGURED);
    if (call.patienceMs !== undefined && !this.#supervisor.ready) await this.#waitForHost(call.patienceMs, signal);
    if (signal?.aborted) return call.loss.aborted();
    if (!this.#supervisor.ready) return call.loss.away('is being restarted');
    const id = ++this.#lastId;
    const abort = () => this.#supervisor.send({ type: 'abort', id });
    return new Promise((resolve) => {
      const settle = (value: unknown) => {
        this.#pending.delete(id);
        signal?.removeEventListener('abort', abort);
        resolve(value);
      };
      /** Only the place is told, never the value: it may be a person's data. The call is settled by the loss. */
      const check = (schema: Call['answer'], value: unknown, use: (checked: unknown) => void) => {
        const checked = schema.safeParse(value);
        if (checked.success) use(checked.data);
        else this.#supervisor.fail(`answered ${method} wrongly at ${checked.error.issues[0]?.path.join('.')}`);
      };
      this.#pending.set(id, {
        answer: (value) => check(call.answer, value, settle),
        lose: (reason) => settle(call.loss.lost(reason)),
        progress: (progress) => {
          if (call.progress) check(call.progress, progress, (checked) => onProgress?.(checked as never));
        },
      });
      signal?.addEventListener('abort', abort, { once: true });
      this.#supervisor.send({ type: 'call', id, device, method, args });
    });
  }

  #receive(message: FromHost): void {
    switch (message.type) {
      case 'opened':
        this.#statuses.get(message.device)?.setCapabilities(message.capabilities);
        return;
      case 'status': {
        const problem = this.#statuses.get(message.device)?.receive(message.status);
        if (problem !== undefined) this.#supervisor.fail(`said of ${message.device} what is no status: ${problem}`);
        return;
      }
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
    const known = { state: 'starting', detail: `the device host ${reason} and is being restarted` } as const;
    for (const status of this.#statuses.values()) status.set(known);
    for (const listener of this.#restartListeners) listener(this.#restarts, reason);
  }

  #losePending(reason: string): void {
    for (const call of [...this.#pending.values()]) call.lose(reason);
  }

  /** Resolves when the host is ready, the caller aborts, or the patience is over. */
  #waitForHost(patienceMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#timers.clearTimeout(timer);
        this.#waitingForHost.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = this.#timers.setTimeout(done, patienceMs);
      this.#waitingForHost.add(done);
      signal?.addEventListener('abort', done, { once: true });
      if (signal?.aborted) done();
    });
  }

  #wakeWaiting(): void {
    for (const wake of [...this.#waitingForHost]) wake();
  }
}
