import type { DeviceStatus } from '../core/device.ts';
import type { Result } from '../core/result.ts';

/** XFS4IoT's `paperSupply`. */
export type PaperSupply = 'unknown' | 'full' | 'low' | 'out' | 'jammed';

export interface ReceiptPrinterStatus extends DeviceStatus {
  readonly paper: PaperSupply;
}

export type PrintErrorCode =
  | 'aborted'
  | 'printer-unreachable' // refused, unknown host, unknown queue, or silent
  | 'paper-out'
  | 'paper-jammed'
  | 'cover-open'
  | 'printer-error' // the printer stopped for another reason; see detail
  | 'document-refused' // it does not take PDF, or could not read this one
  | 'print-timeout'; // accepted, and never reported as finished: it may or may not be on paper

export interface PrintError {
  readonly code: PrintErrorCode;
  readonly detail: string;
}

export interface ReceiptPrinter {
  /** Asks the printer now. */
  status(): Promise<ReceiptPrinterStatus>;
  /**
   * Prints one PDF and resolves when the printer itself reports the job completed; a job that meets a fault is
   * cancelled, so that no citizen's receipt comes out for the next one.
   */
  print(
    pdf: Uint8Array,
    options: { jobName: string; signal?: AbortSignal },
  ): Promise<Result<{ jobId: number }, PrintError>>;
}
