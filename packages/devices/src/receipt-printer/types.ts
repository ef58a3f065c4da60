import type { DeviceStatus } from '../core/device.ts';
import type { Result } from '../core/result.ts';

/** XFS4IoT's `paperSupply`. */
export type PaperSupply = 'unknown' | 'full' | 'low' | 'out' | 'jammed';

export interface ReceiptPrinterStatus extends DeviceStatus {
  readonly paper: PaperSupply;
  /** Absent where the printer does not tell. */
  readonly cover?: 'closed' | 'open';
  /** Absent where the printer does not tell, or has none. */
  readonly cutter?: 'ok' | 'jammed';
}

export type PrintErrorCode =
  | 'aborted'
  | 'printer-unreachable' // refused, unknown host or queue, no such port, or silent; nothing was sent
  | 'paper-out'
  | 'paper-jammed'
  | 'cover-open'
  | 'cutter-jammed'
  | 'printer-error' // the printer stopped for another reason; see detail
  | 'document-refused' // it does not take this kind of document, or could not read this one
  | 'print-timeout'; // accepted, and never reported as finished: it may or may not be on paper

export interface PrintError {
  readonly code: PrintErrorCode;
  readonly detail: string;
}

/** What a printer prints: a page as PDF, or a receipt it lays out itself. A capability: ask for it, never for a brand. */
export type PrintFormat = 'pdf' | 'receipt-blocks';

/** Bytes are a PDF. */
export type PrintDocument = Uint8Array | PrintableReceipt;

export interface ReceiptPrinter {
  readonly accepts: PrintFormat;
  /** Asks the printer now. */
  status(): Promise<ReceiptPrinterStatus>;
  /**
   * Prints one document and resolves when the printer itself says that it is out; one that meets a fault is taken back,
   * so that no citizen's receipt comes out for the next one. A document of the wrong kind is `document-refused`.
   */
  print(
    document: PrintDocument,
    options: { jobName: string; signal?: AbortSignal },
  ): Promise<Result<{ jobId: number }, PrintError>>;
}

/**
 * A receipt for a strip of paper, as blocks from top to bottom. It says what is printed and not how wide the paper is:
 * lines are broken by the driver. Plain data, so that it can be sent to another process.
 */
export interface PrintableReceipt {
  readonly blocks: readonly ReceiptBlock[];
  /**
   * How to draw characters the printer's own font lacks, by character. `charactersToDraw` says which are needed: a line
   * with one of them is printed as a picture, because a hole in somebody's name would be a false receipt.
   */
  readonly glyphs?: Readonly<Record<string, Glyph>>;
}

export type ReceiptBlock =
  /** Twice as wide and high, bold, in the middle. */
  | { readonly kind: 'heading'; readonly text: string }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly align?: 'left' | 'centre' | 'right';
      readonly bold?: boolean;
      /** Set before the first line; the others stand under the text. `1. `, for a list. */
      readonly mark?: string;
    }
  /** Label and value; the values stand under each other where they fit. */
  | { readonly kind: 'pairs'; readonly rows: readonly { readonly label: string; readonly value: string }[] }
  | { readonly kind: 'rule' }
  /** UTF-8, level M. */
  | { readonly kind: 'qr'; readonly text: string }
  | { readonly kind: 'raster'; readonly image: Bitmap }
  | { readonly kind: 'feed'; readonly lines: number }
  /** The end of the slip; without one at the end the driver cuts all the same. */
  | { readonly kind: 'cut' };

/** One bit a dot, 1 is black, rows begin at whole bytes, the leftmost dot in the highest bit. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly bits: Uint8Array;
}

/** 24 dots high, 24 wide (12 for a character of one column). */
export type Glyph = Bitmap;
