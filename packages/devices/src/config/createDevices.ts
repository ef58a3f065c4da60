import type { OpenedDevice, Wiring } from './deviceKind.ts';
import { type DeviceKindName, type DevicesSettings, deviceKinds, findKind, type KindOf } from './deviceKinds.ts';

/** The devices of one terminal, each with its driver's own type. */
export type OpenedDevices = {
  readonly [Name in DeviceKindName]?: ReturnType<KindOf<Name>['open']>;
};

export interface DeviceSet {
  readonly devices: OpenedDevices;
  /** The same ones as a list, in the order of the registry. */
  readonly all: readonly { readonly name: DeviceKindName; readonly device: OpenedDevice }[];
  /** Lets go of every port. */
  close(): Promise<void>;
}

/**
 * Makes the drivers of everything the settings name. They connect by themselves, in the background; none of them can
 * fail here. `wiring` gives each its way to its port.
 */
export function createDevices(settings: DevicesSettings, wiring?: (name: DeviceKindName) => Wiring): DeviceSet {
  const all = deviceKinds.flatMap(({ name }) => {
    const own = settings[name];
    const device = own === undefined ? undefined : findKind(name)?.open(own, wiring?.(name));
    return device ? [{ name, device }] : [];
  });
  return {
    // Built from the same registry that the type is made of.
    devices: Object.fromEntries(all.map(({ name, device }) => [name, device])) as OpenedDevices,
    all,
    close: async () => {
      await Promise.all(all.map(({ device }) => device.close()));
    },
  };
}
