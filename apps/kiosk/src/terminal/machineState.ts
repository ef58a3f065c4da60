import type { SensorBoard, Ups, UpsStatus } from '@renshe/devices';

/**
 * Why the machine itself may not serve, whoever stands before it.
 *
 * - `cabinet-open`: a door is open or the tamper loop is: somebody works at its inside, or should not.
 * - `mains-failed`: it runs on its battery.
 * - `battery-low`: and not for much longer.
 */
export type Hindrance = 'cabinet-open' | 'mains-failed' | 'battery-low';

/** What doors, tamper loop and UPS say. A machine without them is never hindered. */
export interface MachineState {
  /** Undefined while nothing is in the way. */
  readonly hindrance: Hindrance | undefined;
  /** Calls with every change; returns the unsubscribe function. */
  onChange(listener: () => void): () => void;
}

type Board = Pick<SensorBoard, 'status' | 'onStatus'>;
type Power = Pick<Ups, 'status' | 'onStatus'>;

/**
 * Whether a citizen who is being served has to be sent away, the card first. On battery alone only nobody new is let in:
 * a battery that is not low carries the machine for longer than anybody stays.
 */
export const isUrgent = (hindrance: Hindrance | undefined): boolean =>
  hindrance === 'cabinet-open' || hindrance === 'battery-low';

/** A sensor that is not heard of says nothing: a broken cable inside must not close a machine that works. */
export function watchMachine(devices: { readonly board?: Board; readonly ups?: Power }): MachineState {
  const { board, ups } = devices;
  const look = (): Hindrance | undefined => (isOpen(board) ? 'cabinet-open' : powerTrouble(ups?.status));
  return {
    get hindrance() {
      return look();
    },
    onChange: (listener) => {
      let last = look();
      const compare = (): void => {
        const now = look();
        if (now === last) return;
        last = now;
        listener();
      };
      const stops = [board?.onStatus(compare), ups?.onStatus(compare)];
      return () => {
        for (const stop of stops) stop?.();
      };
    },
  };
}

function isOpen(board: Board | undefined): boolean {
  if (!board) return false;
  const { frontDoor, backDoor, tamper } = board.status.sensors;
  return frontDoor === 'open' || backDoor === 'open' || tamper === 'tampered';
}

function powerTrouble(status: UpsStatus | undefined): Hindrance | undefined {
  if (status?.power !== 'battery') return undefined;
  return status.battery === 'low' ? 'battery-low' : 'mains-failed';
}
