import type { Result } from '../core/result.ts';
import type { ScanError } from './types.ts';

/** A code as it came. */
export interface RawCode {
  readonly bytes: Uint8Array;
  readonly symbology?: string;
}

/** A scanner that answers, over whichever interface. One thing at a time is asked of it; the caller sees to that. */
export interface ScannerSession {
  /** One code shown from now on; `stopped` when the signal aborted before there was one. */
  readCode(signal: AbortSignal): Promise<Result<RawCode | 'stopped', ScanError>>;
  /** Whether it is still there. */
  check(): Promise<Result<'heard', ScanError>>;
}

/** A second code follows the first within this time, or it is another citizen's. */
export const SECOND_CODE_MS = 80;
