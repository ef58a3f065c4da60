/**
 * Sees whether a headset is in the machine's jack. The driver belongs to the hardware; a terminal without one is listened to
 * by pressing a digit on the keypad, and says nothing about who else may hear.
 */
export interface HeadsetSensor {
  /** Undefined while the sensor does not know: just started, or broken. */
  readonly plugged: boolean | undefined;
  /** Calls with every change; returns the unsubscribe function. */
  onChange(listener: () => void): () => void;
}
