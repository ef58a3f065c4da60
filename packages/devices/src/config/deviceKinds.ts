import { z } from 'zod';
import type { DeviceKind } from './deviceKind.ts';
import { camera, documentCamera } from './kinds/camera.ts';
import { cardDispenser } from './kinds/cardDispenser.ts';
import { idCardReader } from './kinds/idCardReader.ts';
import { pinPad } from './kinds/pinPad.ts';
import { qrScanner } from './kinds/qrScanner.ts';
import { receiptPrinter } from './kinds/receiptPrinter.ts';
import { sensorBoard } from './kinds/sensorBoard.ts';
import { socialCard } from './kinds/socialCard.ts';
import { ups } from './kinds/ups.ts';

/** Every kind of device there is a driver for. A new one is a file in `kinds/` and a line here. */
export const deviceKinds = [
  idCardReader,
  socialCard,
  cardDispenser,
  receiptPrinter,
  qrScanner,
  camera,
  documentCamera,
  pinPad,
  sensorBoard,
  ups,
] as const;

type AnyKind = (typeof deviceKinds)[number];
export type DeviceKindName = AnyKind['name'];
export type KindOf<Name extends DeviceKindName> = Extract<AnyKind, { name: Name }>;

/** What `devices.yaml` says, checked: the devices this terminal has, by kind. */
export type DevicesSettings = {
  readonly [Name in DeviceKindName]?: z.output<KindOf<Name>['schema']>;
};

// The shape is made of the registry at run time, the type of it at compile time: they agree by construction.
export const devicesSettingsSchema = z.strictObject(
  Object.fromEntries(deviceKinds.map(({ name, schema }) => [name, (schema as z.ZodType).optional()])),
) as unknown as z.ZodType<DevicesSettings>;

/** A kind by its name, its types left aside. */
export function findKind(name: string): DeviceKind<DeviceKindName> | undefined {
  return (deviceKinds as readonly DeviceKind<DeviceKindName>[]).find((kind) => kind.name === name);
}
