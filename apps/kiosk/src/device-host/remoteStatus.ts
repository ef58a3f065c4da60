import { isDeepStrictEqual } from 'node:util';
import type { DeviceStatus } from '@renshe/devices';
import { z } from 'zod';
import { type RemoteDevice, statusShape } from './calls/call.ts';

/** What every status has, for devices that are shown and never called: supplies and media pass as they are. */
const anyStatusSchema = z.looseObject(statusShape) satisfies z.ZodType<DeviceStatus>;

/** What the terminal knows of one device of the host. */
export class RemoteStatus {
  readonly #device: Pick<RemoteDevice, 'status' | 'unknownStatus'>;
  readonly #listeners = new Set<(status: DeviceStatus) => void>();
  #current: DeviceStatus;
  #capabilities: unknown;

  constructor(device: RemoteDevice | undefined, first: DeviceStatus = { state: 'starting' }) {
    this.#device = device ?? { status: anyStatusSchema, unknownStatus: (known) => known };
    this.#current = this.#device.unknownStatus(first);
  }

  get current(): DeviceStatus {
    return this.#current;
  }

  get capabilities(): unknown {
    return this.#capabilities;
  }

  /** The next host says the same: they are the device's, not the process's. */
  setCapabilities(capabilities: unknown): void {
    this.#capabilities = capabilities;
  }

  /** Returns the unsubscribe function. */
  onChange(listener: (status: DeviceStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes what the host says; returns where it is no status of this device. */
  receive(value: unknown): string | undefined {
    const checked = this.#device.status.safeParse(value);
    if (!checked.success) return checked.error.issues[0]?.path.join('.') ?? '';
    this.#tell(checked.data);
    return undefined;
  }

  /** Says no more than this: the host that knew the rest is gone. */
  set(known: DeviceStatus): void {
    this.#tell(this.#device.unknownStatus(known));
  }

  #tell(status: DeviceStatus): void {
    if (isDeepStrictEqual(status, this.#current)) return;
    this.#current = status;
    for (const listener of [...this.#listeners]) listener(status);
  }
}
