import type { CallOptions } from '../core/callQueue.ts';
import type { Device, DeviceError, DeviceResult, DeviceStatus, LinkErrorCode } from '../core/device.ts';

export const sensorNames = ['frontDoor', 'backDoor', 'tamper', 'presence', 'callButton'] as const;
export type SensorName = (typeof sensorNames)[number];

export const lightNames = ['idReader', 'cardSlot', 'printer', 'scanner', 'fillLight'] as const;
export type LightName = (typeof lightNames)[number];

/** As XFS4IoT's `Lights.SetLight` has it; its `continuous` is `on` here. */
export const lightPatterns = ['off', 'on', 'slow', 'medium', 'quick'] as const;
export type LightPattern = (typeof lightPatterns)[number];

/** Values as XFS4IoT's `Auxiliaries` has them. A sensor that is not wired, or not heard of, is `unknown`. */
export interface Sensors {
  readonly frontDoor: 'unknown' | 'closed' | 'open';
  readonly backDoor: 'unknown' | 'closed' | 'open';
  readonly tamper: 'unknown' | 'ok' | 'tampered';
  readonly presence: 'unknown' | 'notPresent' | 'present';
  readonly callButton: 'unknown' | 'released' | 'pressed';
}

export interface SensorBoardStatus extends DeviceStatus {
  readonly sensors: Sensors;
  /** What each light was last told. A light that is not wired stays `off`. */
  readonly lights: Readonly<Record<LightName, LightPattern>>;
}

/** Where a sensor's contact is, and when it says that there is something to say. */
export interface SensorWire {
  /** Number of the discrete input, from 0. */
  readonly input: number;
  /**
   * The contact that means "door open", "tampered", "somebody there", "pressed". Doors and tamper loops are `open`: a
   * cut wire then reads like an open door and not like a closed one.
   */
  readonly active: 'closed' | 'open';
}

/** Which input and which output is what. What is left out is not there. */
export interface Wiring {
  readonly sensors: Readonly<Partial<Record<SensorName, SensorWire>>>;
  /** Number of each light's coil, from 0. */
  readonly lights: Readonly<Partial<Record<LightName, number>>>;
}

export type SensorBoardErrorCode =
  | LinkErrorCode
  | 'not-wired' // no coil is named for this light
  | 'board-refused'; // a Modbus exception

export interface SensorBoardError extends DeviceError<SensorBoardErrorCode> {
  /** For `board-refused`: the exception's number. */
  readonly exception?: number;
}

export interface SensorBoard extends Device<SensorBoardStatus> {
  readonly capabilities: {
    /** The sensors and lights that are wired: workflows ask for these, never for a make of board. */
    readonly sensors: readonly SensorName[];
    readonly lights: readonly LightName[];
  };
  /** Resolves once the light has been told. It goes on after the board was lost and has come back. */
  setLight(light: LightName, pattern: LightPattern, options?: CallOptions): DeviceResult<'set', SensorBoardErrorCode>;
}
