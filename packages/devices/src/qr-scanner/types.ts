import type { CallOptions } from '../core/callQueue.ts';
import type { Device, DeviceError, DeviceStatus, LinkErrorCode } from '../core/device.ts';
import type { Result } from '../core/result.ts';

/** XFS4IoT's `BarcodeReader` state: whether its light is on and it looks for a code. */
export interface QrScannerStatus extends DeviceStatus {
  readonly scanner: 'on' | 'off' | 'unknown';
}

export type ScanErrorCode =
  | LinkErrorCode
  | 'no-code' // nobody showed one in the time given
  | 'too-long' // more than 4 KiB, or no end
  | 'bad-text' // no text in the agreed encoding, or control characters in it
  | 'more-than-one'; // a second code came with the first: which one is meant?

/** `detail` has nothing of the code in it. */
export type ScanError = DeviceError<ScanErrorCode>;

export interface Scan {
  /**
   * What the code says, at most 4 KiB, without control characters. It comes from outside: a token for the back office, never
   * an address to open, never a command.
   */
  readonly text: string;
  /** AIM identifier, `]Q1` for a QR code; absent where the scanner does not tell. */
  readonly symbology?: string;
}

export interface QrScannerCapabilities {
  /** It looks for codes only when it is asked to. Others look all the time, and what nobody waits for is thrown away. */
  readonly triggered: boolean;
  readonly tellsSymbology: boolean;
}

export interface QrScanner extends Device<QrScannerStatus> {
  readonly capabilities: QrScannerCapabilities;
  /** Waits for one code, shown after the call. Without `timeoutMs` until the signal aborts. */
  scan(options?: CallOptions): Promise<Result<Scan, ScanError>>;
}
