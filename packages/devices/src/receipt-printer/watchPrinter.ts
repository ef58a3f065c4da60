import { type Clock, pause, systemClock } from '../core/clock.ts';
import { StatusKeeper } from '../core/statusKeeper.ts';
import type { ReceiptPrinter, ReceiptPrinterStatus } from './types.ts';

/** IPP has no notice of its own that every printer gives; one question costs it 20 ms. */
const ASK_MS = 2_000;

export interface WatchedPrinter {
  readonly status: ReceiptPrinterStatus;
  /** Calls on changes only; returns the unsubscribe function. */
  onStatus(listener: (status: ReceiptPrinterStatus) => void): () => void;
  close(): Promise<void>;
}

/** Asks a printer how it is, again and again, so that it has a status as every other device. */
export function watchPrinter(printer: Pick<ReceiptPrinter, 'status'>, clock: Clock = systemClock): WatchedPrinter {
  const keeper = new StatusKeeper<ReceiptPrinterStatus>({ state: 'starting', paper: 'unknown' });
  const closing = new AbortController();
  const ask = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const status = await printer.status();
      if (!closing.signal.aborted) keeper.set(status);
      await pause(clock, ASK_MS, closing.signal);
    }
  };
  const ended = ask();
  return {
    get status() {
      return keeper.current;
    },
    onStatus: (listener) => keeper.onChange(listener),
    close: async () => {
      closing.abort();
      keeper.close();
      await ended;
    },
  };
}
