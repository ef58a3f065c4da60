import type { RemoteDevice } from './call.ts';
import { cardDispenser } from './cardDispenser.ts';
import { idCardReader } from './idCardReader.ts';
import { pinPad } from './pinPad.ts';
import { qrScanner } from './qrScanner.ts';
import { receiptPrinter } from './receiptPrinter.ts';
import { sensorBoard } from './sensorBoard.ts';
import { socialCard } from './socialCard.ts';
import { ups } from './ups.ts';

/** Every device the terminal can call in the host. Another one is a file beside this one and a line here. */
export const remoteDevices = [
  idCardReader,
  socialCard,
  cardDispenser,
  receiptPrinter,
  qrScanner,
  pinPad,
  sensorBoard,
  ups,
] as const;

type AnyRemote = (typeof remoteDevices)[number];
export type RemoteName = AnyRemote['name'];

/** Who stands in for each driver, by its name in `devices.yaml`. */
export type StandIns = {
  readonly [Name in RemoteName]: ReturnType<Extract<AnyRemote, { name: Name }>['standIn']>;
};

/** A device by its name, its types left aside. */
export function findRemote(name: string): RemoteDevice | undefined {
  return (remoteDevices as readonly RemoteDevice[]).find((device) => device.name === name);
}
