import { CallQueue } from '../../core/callQueue.ts';
import { type Clock, pause, systemClock } from '../../core/clock.ts';
import { Connection } from '../../core/connection.ts';
import { type Device, stateAfter } from '../../core/device.ts';
import { failure, type Result, success } from '../../core/result.ts';
import { StatusKeeper } from '../../core/statusKeeper.ts';
import { type OpenPort, openSerialPort } from '../../transports/serialPort.ts';
import type { PrintDocument, PrintError, ReceiptPrinter, ReceiptPrinterStatus } from '../types.ts';
import type { RealTimeStatus } from './answers.ts';
import { encodeReceipt, type PaperWidth } from './encodeReceipt.ts';
import type { FlowControl } from './printerLink.ts';
import { type Completion, greetPrinter, type PrinterLinkError, type PrinterSession } from './printerSession.ts';
import { findFault, statusOf } from './printerState.ts';
import { type PrintContext, printReceipt, unreachable } from './printReceipt.ts';

/** Rates ESC/POS printers can be set to. */
export const ESC_POS_BAUD_RATES = [9_600, 19_200, 38_400, 57_600, 115_200] as const;

export interface EscPosPrinterOptions {
  /** Device file; opened anew after every loss. */
  readonly port: string;
  /** As its switches or its self-test say. Default 9600. */
  readonly baudRate?: number;
  /** Characters of ASCII on a line: 32 on paper of 58 mm, 48 on 80 mm. Default 48. */
  readonly columns?: 32 | 48;
  /** Of the print head: 384 on 58 mm, 576 on 80 mm. Default: 12 to a column. */
  readonly dots?: 384 | 576;
  /** As its switches say. Default `xon-xoff`, which does no harm where the printer sends none. */
  readonly flowControl?: FlowControl;
  /** `full` needs a mouth that catches the slip. Default `partial`. */
  readonly cut?: 'partial' | 'full';
  /** How long one receipt may take, in ms. Default 45000. */
  readonly printMs?: number;
  /** For tests. */
  readonly clock?: Clock;
  /** For tests. */
  readonly openPort?: OpenPort;
}

export interface EscPosCapabilities extends PaperWidth {
  /** What "printed" rests on; undefined until the printer was well once. */
  readonly completion: Completion | undefined;
}

export interface EscPosPrinter extends ReceiptPrinter {
  readonly accepts: 'receipt-blocks';
  readonly capabilities: EscPosCapabilities;
  /** The same printer for whoever watches devices: its status as it was found last, and its changes. */
  readonly device: Device<ReceiptPrinterStatus>;
}

const BAUD_RATE = 9_600;
const PRINT_MS = 45_000;
const DOTS_PER_COLUMN = 12;
/** An idle printer is asked so often: paper and cover tell nothing by themselves. */
const HEARTBEAT_MS = 2_000;
/** One that waits for a person's hand is looked at more often. */
const FAULT_HEARTBEAT_MS = 500;

const STARTING: ReceiptPrinterStatus = { state: 'starting', paper: 'unknown' };
const NO_TIME_LIMIT: PrintError = { code: 'print-timeout', detail: 'time is up' };

/**
 * A thermal printer that speaks ESC/POS at a serial port. Connects at once and in the background, and stays connected until
 * its `device` is closed.
 */
export function createEscPosPrinter(options: EscPosPrinterOptions): EscPosPrinter {
  return new SerialEscPosPrinter(options);
}

class SerialEscPosPrinter implements EscPosPrinter {
  readonly accepts = 'receipt-blocks';
  readonly #paper: PaperWidth;
  readonly #cut: 'partial' | 'full';
  readonly #printMs: number;
  readonly #clock: Clock;
  readonly #connection: Connection<PrinterSession, PrinterLinkError>;
  readonly #queue: CallQueue;
  readonly #keeper = new StatusKeeper<ReceiptPrinterStatus>(STARTING);
  readonly #closing = new AbortController();
  readonly #heartbeat: Promise<void>;
  /** The first printer found may hang full of what a process before this one began. */
  #leftOver = true;
  #printing = false;
  #jobs = 0;

  constructor(options: EscPosPrinterOptions) {
    const { clock = systemClock, columns = 48, dots = columns * DOTS_PER_COLUMN } = options;
    if (dots < columns * DOTS_PER_COLUMN)
      throw new TypeError(`${columns} columns need ${columns * DOTS_PER_COLUMN} dots`);
    this.#paper = { columns, dots };
    this.#cut = options.cut ?? 'partial';
    this.#printMs = options.printMs ?? PRINT_MS;
    this.#clock = clock;
    this.#queue = new CallQueue(clock);
    const open = greetPrinter({
      port: options.port,
      baudRate: options.baudRate ?? BAUD_RATE,
      flowControl: options.flowControl ?? 'xon-xoff',
      clock,
      openPort: options.openPort ?? openSerialPort,
      leftOver: () => this.#leftOver,
    });
    this.#connection = new Connection({ clock, open, stateOf: ({ code }) => stateAfter(code) });
    this.#connection.onStatus(({ state, detail }) => {
      const { session } = this.#connection;
      if (state === 'online' && session) this.#tell(session.lastStatus);
      else this.#keeper.set({ ...STARTING, state, ...(detail === undefined ? {} : { detail }) });
    });
    this.#heartbeat = this.#beat();
  }

  get capabilities(): EscPosCapabilities {
    return { ...this.#paper, completion: this.#connection.session?.completion };
  }

  readonly device: Device<ReceiptPrinterStatus> = this.#asDevice();

  async status(): Promise<ReceiptPrinterStatus> {
    // A receipt under way is looked at all the time; nobody has to wait for its end.
    if (this.#printing) return this.#keeper.current;
    const read = await this.#queue.run<PrinterSession, ReceiptPrinterStatus, PrintError>(
      {},
      {
        timeUp: NO_TIME_LIMIT,
        connect: () => this.#connected(),
        work: async (session) => {
          await this.#look(session);
          return success(this.#keeper.current);
        },
      },
    );
    return read.ok ? read.value : this.#keeper.current;
  }

  async print(
    document: PrintDocument,
    { signal }: { jobName: string; signal?: AbortSignal },
  ): Promise<Result<{ jobId: number }, PrintError>> {
    if (document instanceof Uint8Array) {
      return failure({ code: 'document-refused', detail: 'this printer takes a receipt in blocks, and no PDF' });
    }
    const encoded = encodeReceipt(document, this.#paper, this.#cut);
    if (!encoded.ok) return encoded;
    let begun = false;
    const wipe = (): void => {
      for (const segment of encoded.value.segments) segment.fill(0);
    };
    return this.#queue
      .run<PrinterSession, { jobId: number }, PrintError>(signal ? { signal } : {}, {
        timeUp: NO_TIME_LIMIT,
        connect: () => this.#connected(),
        work: async (session, stop) => {
          begun = true;
          this.#printing = true;
          const printing = printReceipt(this.#contextOf(session, stop), encoded.value);
          const ended = await printing.finally(() => {
            this.#printing = false;
            wipe();
          });
          this.#leftOver = session.leftOver;
          if (!ended.ok) return ended;
          this.#jobs += 1;
          return success({ jobId: this.#jobs });
        },
        afterwards: (session) => this.#look(session),
      })
      .finally(() => {
        // What has begun is wiped when it ends: an aborted call returns while the rest is being taken back.
        if (!begun) wipe();
      });
  }

  #contextOf(session: PrinterSession, stop: AbortSignal): PrintContext {
    return {
      session,
      clock: this.#clock,
      printMs: this.#printMs,
      signal: AbortSignal.any([stop, this.#closing.signal]),
      onStatus: (status) => this.#tell(status),
    };
  }

  #asDevice(): Device<ReceiptPrinterStatus> {
    const keeper = this.#keeper;
    return {
      get status() {
        return keeper.current;
      },
      onStatus: (listener) => keeper.onChange(listener),
      close: async () => {
        this.#closing.abort();
        await Promise.all([this.#queue.close(), this.#connection.close(), this.#heartbeat]);
        keeper.close();
      },
    };
  }

  async #connected(): Promise<Result<PrinterSession, PrintError>> {
    const connected = await this.#connection.connected();
    return connected.ok ? connected : failure(unreachable(connected.error));
  }

  /** Asks how the printer is, and makes one that is well again ready for the next receipt. */
  async #look(session: PrinterSession): Promise<void> {
    const read = await session.readStatus();
    if (!read.ok) {
      this.#connection.drop(session, read.error);
      return;
    }
    if (!session.ready && findFault(read.value) === undefined) {
      await session.prepare();
      this.#leftOver = session.leftOver;
    }
    this.#tell(session.lastStatus);
  }

  #tell(status: RealTimeStatus): void {
    const next = statusOf(status);
    this.#keeper.set(this.#printing && next.state === 'online' ? { ...next, state: 'busy' } : next);
  }

  async #beat(): Promise<void> {
    const { signal } = this.#closing;
    for (;;) {
      const { session } = this.#connection;
      const well = session === undefined || session.ready;
      await pause(
        this.#clock,
        well && this.#keeper.current.state === 'online' ? HEARTBEAT_MS : FAULT_HEARTBEAT_MS,
        signal,
      );
      if (signal.aborted) return;
      const now = this.#connection.session;
      if (now && this.#queue.idle) await this.status();
    }
  }
}
