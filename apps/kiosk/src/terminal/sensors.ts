import type { SensorBoard } from '@renshe/devices';
import type { PresenceSensor } from './presence.ts';

type Board = Pick<SensorBoard, 'status' | 'onStatus'>;

/** Whether somebody stands at the machine, as the board's sensor sees it. */
export const presenceFrom = (board: Board): PresenceSensor => ({
  get present() {
    const { presence } = board.status.sensors;
    return presence === 'unknown' ? undefined : presence === 'present';
  },
});

/** A button at the machine that calls for help, for those who do not find it on the screen. */
export interface CallButton {
  /** Calls with every press, not with the letting go; returns the unsubscribe function. */
  onPress(listener: () => void): () => void;
}

export const callButtonFrom = (board: Board): CallButton => ({
  onPress: (listener) => {
    let last = board.status.sensors.callButton;
    return board.onStatus(({ sensors: { callButton } }) => {
      // A board that comes back with the button held down has not seen the press.
      if (callButton === 'pressed' && last === 'released') listener();
      last = callButton;
    });
  },
});
