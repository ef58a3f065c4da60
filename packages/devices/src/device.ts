/**
 * The state every device of the machine has, whatever its make. Names follow XFS4IoT's `Common.Status.device`, so that
 * a bridge to it is a table and not a design.
 */
export type DeviceState = 'starting' | 'online' | 'busy' | 'offline' | 'noDevice' | 'hardwareError' | 'userError';

export interface DeviceStatus {
  readonly state: DeviceState;
  /** Why, for the technician: one sentence, no personal data. Absent while all is well. */
  readonly detail?: string;
}
