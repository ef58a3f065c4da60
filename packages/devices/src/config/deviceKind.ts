import type { z } from 'zod';
import type { Device, DeviceStatus } from '../core/device.ts';
import type { OpenHid } from '../transports/hid.ts';
import type { OpenPort } from '../transports/serialPort.ts';

/** How drivers reach their ports; tests and the tap of `pnpm devices watch` put themselves in between. */
export interface Wiring {
  readonly openPort?: OpenPort;
  readonly openHid?: OpenHid;
  /**
   * Name print jobs are kept under. Whoever gives one says that it is theirs alone, and that unfinished jobs of this name
   * are left over from before and shall be taken back.
   */
  readonly printUser?: string;
}

/** A driver at work, seen in the way every device can be. */
export interface OpenedDevice<Driver = unknown> extends Device {
  readonly driver: Driver;
}

/** What a step of a self-test came to. */
export type StepOutcome =
  | { readonly ok: true; readonly detail: string }
  | { readonly ok: false; readonly code: string; readonly detail: string; readonly next: string };

export interface SelfTestStep {
  /** What is tried: "connects", "prints a line". */
  readonly name: string;
  /** What a person has to do for it: "lay any ID card on the reader". Steps without it need nobody. */
  readonly needs?: string;
  /** Ends soon after the signal aborts. The result carries no personal data. */
  run(signal: AbortSignal): Promise<StepOutcome>;
}

export type Direction = '=>' | '<=';

/** Something seen on the wire, as the codec names it. */
export interface SeenFrame {
  readonly name: string;
  /** Bytes in hex; what may be a person's data is counted, not shown. */
  readonly hex: string;
}

/** Names the frames of one line as they pass. Keeps its own buffers, with an end. */
export interface FrameNamer {
  push(direction: Direction, bytes: Uint8Array): readonly SeenFrame[];
}

/**
 * Everything that is known of one kind of device beside its driver: what `devices.yaml` may say of it, how the driver is
 * made of that, how it is tried out, how its frames are called.
 */
export interface DeviceKind<Name extends string = string, Settings = unknown, Driver = unknown> {
  /** Its key in `devices.yaml`. */
  readonly name: Name;
  /** For people: "ID card reader". */
  readonly label: string;
  readonly schema: z.ZodType<Settings>;
  open(settings: Settings, wiring?: Wiring): OpenedDevice<Driver>;
  selfTest(device: OpenedDevice<Driver>): readonly SelfTestStep[];
  /** Supplies and media of a status on one line; empty when there is nothing but the state. */
  describe(status: DeviceStatus): string;
  /** Device file this device is at, for finding two devices at one port. */
  portOf?(settings: Settings): string | undefined;
  /** Absent where the bytes on the wire are not ours to name. */
  frames?(settings: Settings): FrameNamer;
}

/** Holds a kind to its types, and keeps them for who looks it up by its name. */
export const defineKind = <Name extends string, Settings, Driver>(
  kind: DeviceKind<Name, Settings, Driver>,
): DeviceKind<Name, Settings, Driver> => kind;

/** A driver that keeps its status itself. */
export const opened = <Driver extends Device>(driver: Driver): OpenedDevice<Driver> => ({
  driver,
  get status() {
    return driver.status;
  },
  onStatus: (listener) => driver.onStatus(listener),
  close: () => driver.close(),
});

/** `paper full, cutter ok`: every supply and medium of a status by its name. */
export function describeSupplies(status: DeviceStatus): string {
  const { state: _state, detail: _detail, ...supplies } = status;
  return namedValues(supplies).join(', ');
}

/** The innermost values with their names; the groups they stand in say nothing more. */
function namedValues(group: object): string[] {
  return Object.entries(group).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null ? namedValues(value) : [`${name} ${String(value)}`],
  );
}

/** The first step of every self-test: the device answers. */
export const connects = (device: Device, next: string): SelfTestStep => ({
  name: 'answers',
  run: async (signal) => {
    const status = await settledStatus(device, signal);
    const detail = status.detail ?? status.state;
    if (isUsable(status)) return { ok: true, detail };
    return { ok: false, code: status.state, detail, next };
  },
});

/** Online, or busy, or something a hand can put right: it answers. */
const isUsable = ({ state }: DeviceStatus): boolean => state === 'online' || state === 'busy' || state === 'userError';

/** What a device is once it is no longer `starting`; its present status when the signal aborts before. */
export function settledStatus(device: Device, signal: AbortSignal): Promise<DeviceStatus> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (device.status.state === 'starting' && !signal.aborted) return;
      stop();
      signal.removeEventListener('abort', look);
      resolve(device.status);
    };
    const stop = device.onStatus(look);
    signal.addEventListener('abort', look);
    look();
  });
}
