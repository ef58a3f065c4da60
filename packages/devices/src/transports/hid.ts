import type { Device as FoundDevice, HIDAsync } from 'node-hid';
import { type Clock, systemClock } from '../core/clock.ts';
import { failure, type Result, success } from '../core/result.ts';
import type { PortError } from './serialPort.ts';

/**
 * Where a HID device is: its device file, or what it says of itself. With an address of the second kind it is looked
 * for anew each time, so that it may come back at another file, and at another socket of the hub.
 */
export type HidAddress =
  | { readonly path: string }
  | {
      readonly vendorId: number;
      readonly productId: number;
      /** Tells the collections of one device apart. */
      readonly usagePage?: number;
      readonly usage?: number;
      /** Tells two devices of one make apart. */
      readonly serialNumber?: string;
    };

/** An open HID device without report ids. Listens and writes in whole reports. */
export interface HidPort {
  /** Sends one output report; a port that has gone reports so by `onClose`. */
  write(report: Uint8Array): void;
  /** Hears input reports as they come; more than one at a time only where the system puts them together. */
  onReport(listener: (bytes: Uint8Array) => void): void;
  /** Called once, also when it is already closed: the plug was pulled, or `close` was called. */
  onClose(listener: () => void): void;
  close(): Promise<void>;
}

export type OpenHid = (address: HidAddress) => Promise<Result<HidPort, PortError>>;

/** What reports without an id begin with where they are written, and only there. */
const NO_REPORT_ID = 0;
/**
 * A device that is gone from the list is closed: hidraw tells of an unplugging when it is read, but not every driver
 * below it does. One look at the list costs a millisecond.
 */
const LOOK_MS = 400;
/** The operating system closes at once; a driver stuck in the kernel must not hold the terminal up. */
const CLOSE_MS = 1_000;

export const openHid: OpenHid = (address) => openHidWith(address, systemClock);

/** `openHid` with a clock of the caller's. */
export async function openHidWith(address: HidAddress, clock: Clock): Promise<Result<HidPort, PortError>> {
  const name = describeHid(address);
  const listed = await listHid();
  if (!listed.ok) return listed;
  const found = listed.value.find((device) => isAt(device, address));
  const path = found?.path;
  if (found === undefined || path === undefined) {
    return failure({ code: 'port-missing', detail: `${name}: no such HID device` });
  }
  try {
    const { HIDAsync } = await import('node-hid');
    const device = await HIDAsync.open(path);
    const present = async (): Promise<boolean> => {
      const now = await listHid(found.vendorId, found.productId);
      return !now.ok || now.value.some((other) => other.path === path);
    };
    return success(new OpenHidPort(device, present, clock));
  } catch (error) {
    return failure(openError(`${name} at ${path}`, error));
  }
}

/** How an address reads in messages. */
export function describeHid(address: HidAddress): string {
  if ('path' in address) return address.path;
  return `HID ${hex4(address.vendorId)}:${hex4(address.productId)}`;
}

class OpenHidPort implements HidPort {
  readonly #device: HIDAsync;
  readonly #present: () => Promise<boolean>;
  readonly #clock: Clock;
  readonly #closed = Promise.withResolvers<void>();
  #open = true;
  #writing: Promise<unknown> = Promise.resolve();
  #timer: unknown;

  constructor(device: HIDAsync, present: () => Promise<boolean>, clock: Clock) {
    this.#device = device;
    this.#present = present;
    this.#clock = clock;
    // Given as a string, and without a listener it would end the process.
    device.on('error', () => void this.close());
    this.#watch();
  }

  write(report: Uint8Array): void {
    if (!this.#open) return;
    const withId = Buffer.from([NO_REPORT_ID, ...report]);
    // One after another: what is written at the same time may overtake.
    this.#writing = this.#writing
      .then(() => (this.#open ? this.#device.write(withId) : undefined))
      .catch(() => void this.close())
      .finally(() => withId.fill(0));
  }

  onReport(listener: (bytes: Uint8Array) => void): void {
    this.#device.on('data', listener);
  }

  onClose(listener: () => void): void {
    void this.#closed.promise.then(listener);
  }

  async close(): Promise<void> {
    if (!this.#open) return this.#closed.promise;
    this.#open = false;
    this.#clock.clearTimeout(this.#timer);
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, CLOSE_MS);
    this.#device.close().then(late.resolve, late.resolve);
    await late.promise;
    clearTimeout(timer);
    this.#closed.resolve();
  }

  #watch(): void {
    this.#timer = this.#clock.setTimeout(() => void this.#look(), LOOK_MS);
  }

  async #look(): Promise<void> {
    const present = await this.#present();
    if (!this.#open) return;
    if (present) this.#watch();
    else void this.close();
  }
}

function isAt(device: FoundDevice, address: HidAddress): boolean {
  if ('path' in address) return device.path === address.path;
  const { vendorId, productId, usagePage, usage, serialNumber } = address;
  return (
    device.vendorId === vendorId &&
    device.productId === productId &&
    (usagePage === undefined || device.usagePage === usagePage) &&
    (usage === undefined || device.usage === usage) &&
    (serialNumber === undefined || device.serialNumber === serialNumber)
  );
}

/**
 * The HID devices there are. The binding is loaded only here, where one is looked for: its native part needs libraries
 * that a machine without such a device may lack.
 */
async function listHid(...ids: [vendorId: number, productId: number] | []): Promise<Result<FoundDevice[], PortError>> {
  try {
    const { devicesAsync } = await import('node-hid');
    return success(ids.length === 0 ? await devicesAsync() : await devicesAsync(...ids));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const detail = `HID devices cannot be listed: ${why}; install libusb-1.0-0 and libudev1`;
    return failure({ code: 'port-failed', detail });
  }
}

/** The binding gives sentences and no codes, and opens what others have open. */
function openError(name: string, error: unknown): PortError {
  const why = error instanceof Error ? error.message : String(error);
  const detail = `${name}: ${why}`;
  if (/no such (file|device)/i.test(why)) return { code: 'port-missing', detail };
  if (/busy|temporarily unavailable/i.test(why)) return { code: 'port-busy', detail };
  return { code: 'port-failed', detail };
}

const hex4 = (id: number): string => id.toString(16).padStart(4, '0').toUpperCase();
