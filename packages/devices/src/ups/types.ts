import type { CallOptions } from '../core/callQueue.ts';
import type { Device, DeviceError, DeviceResult, DeviceStatus, LinkErrorCode } from '../core/device.ts';

export interface UpsStatus extends DeviceStatus {
  readonly power: 'unknown' | 'mains' | 'battery';
  /** Of no meaning while `power` is `unknown`. */
  readonly battery: 'unknown' | 'ok' | 'low';
  /** The output will be, or has been, switched off by `shutdown`. */
  readonly shutdown: 'unknown' | 'none' | 'pending';
}

/** What the UPS measures. A figure it does not tell is left out. */
export interface UpsReading {
  readonly onBattery: boolean;
  readonly batteryLow: boolean;
  /** It says that it is broken. */
  readonly failed: boolean;
  readonly testing: boolean;
  readonly shutdownPending: boolean;
  readonly inputVolts?: number;
  readonly outputVolts?: number;
  readonly loadPercent?: number;
  readonly hertz?: number;
  readonly batteryVolts?: number;
  readonly celsius?: number;
}

/** `q1`: Megatec. `qgs`: Voltronic. */
export const upsDialects = ['q1', 'qgs'] as const;
export type UpsDialect = (typeof upsDialects)[number];

export interface ShutdownOptions extends CallOptions {
  /** The output is switched off after so many seconds: 12 to 600. The computer has to be down by then. */
  readonly afterSeconds: number;
  /** And on again so many minutes later, when there are mains: 1 to 9999. Without it somebody has to press the button. */
  readonly returnAfterMinutes?: number;
}

export type UpsErrorCode =
  | LinkErrorCode
  | 'out-of-range' // no UPS can be told such a time
  | 'not-taken'; // told, and its status does not say that it will

/**
 * - `confirmed`: its status says so.
 * - `sent`: it was told, and its status says neither yes nor no.
 */
export type UpsTold = 'confirmed' | 'sent';

export interface Ups extends Device<UpsStatus> {
  /** Which of the dialects it speaks; undefined until it has answered. */
  readonly dialect: UpsDialect | undefined;
  read(options?: CallOptions): DeviceResult<UpsReading, UpsErrorCode>;
  shutdown(options: ShutdownOptions): DeviceResult<UpsTold, UpsErrorCode>;
  /** Takes a shutdown back that has not happened yet. */
  cancelShutdown(options?: CallOptions): DeviceResult<UpsTold, UpsErrorCode>;
}

export type UpsError = DeviceError<UpsErrorCode>;
