import { type CallOptions, CallQueue } from '../core/callQueue.ts';
import { type Clock, pause, systemClock } from '../core/clock.ts';
import { Connection, type ConnectionOptions } from '../core/connection.ts';
import { type DeviceState, type LinkErrorCode, stateAfter } from '../core/device.ts';
import { failure, type Result, success } from '../core/result.ts';
import { StatusKeeper } from '../core/statusKeeper.ts';
import { type HidAddress, type OpenHid, openHid } from '../transports/hid.ts';
import { type OpenPort, openSerialPort } from '../transports/serialPort.ts';
import { greetGm65, type Terminator } from './gm65Session.ts';
import type { HidPosLayout } from './hidPos.ts';
import { greetHidScanner } from './hidSession.ts';
import { readScannedText, type ScanEncoding } from './scannedText.ts';
import type { ScannerSession } from './session.ts';
import type { QrScanner, QrScannerCapabilities, QrScannerStatus, Scan, ScanError } from './types.ts';

export const GM65_BAUD_RATES = [9_600, 14_400, 19_200, 38_400, 57_600, 115_200] as const;

interface CommonOptions {
  /** What the bytes of a code are. Default `utf-8`. */
  readonly encoding?: ScanEncoding;
  /** For tests. */
  readonly clock?: Clock;
}

export interface QrScannerOptions extends CommonOptions {
  /** Device file; opened anew after every loss. */
  readonly port: string;
  /** Default 9600, as modules leave the factory. */
  readonly baudRate?: number;
  /** Default `cr`, which the module is set to; `none` for modules whose memory cannot be written. */
  readonly terminator?: Terminator;
  /** For tests. */
  readonly openPort?: OpenPort;
}

export interface HidQrScannerOptions extends CommonOptions {
  readonly address: HidAddress;
  /** How its reports are laid out, see `hidPos.ts`. Default `aim-first`. */
  readonly layout?: HidPosLayout;
  /** For tests. */
  readonly openHid?: OpenHid;
}

/** An idle scanner is asked so often: one that fell silent is known before the next citizen holds a telephone out. */
const HEARTBEAT_MS = 5_000;

const NO_CODE: ScanError = { code: 'no-code', detail: 'no code was shown in the time given' };

/** A GM65-type module at a serial port. Connects at once and in the background, and stays connected until closed. */
export function createQrScanner(options: QrScannerOptions): QrScanner {
  const { port, baudRate = 9_600, terminator = 'cr', openPort = openSerialPort } = options;
  const { clock = systemClock, encoding = 'utf-8' } = options;
  return new Scanner({
    open: greetGm65({ port, baudRate, terminator, clock, openPort }),
    clock,
    encoding,
    capabilities: { triggered: true, tellsSymbology: false },
  });
}

/** A scanner of HID usage page 8C. It looks for codes by itself; only those shown during `scan` are taken. */
export function createHidQrScanner(options: HidQrScannerOptions): QrScanner {
  const { address, layout = 'aim-first', openHid: open = openHid, clock = systemClock, encoding = 'utf-8' } = options;
  return new Scanner({
    open: greetHidScanner({ address, layout, clock, openHid: open }),
    clock,
    encoding,
    capabilities: { triggered: false, tellsSymbology: layout === 'aim-first' },
  });
}

class Scanner implements QrScanner {
  readonly capabilities: QrScannerCapabilities;
  readonly #connection: Connection<ScannerSession, ScanError>;
  readonly #queue: CallQueue;
  readonly #clock: Clock;
  readonly #encoding: ScanEncoding;
  readonly #keeper = new StatusKeeper<QrScannerStatus>({ state: 'starting', scanner: 'unknown' });
  readonly #closing = new AbortController();
  readonly #heartbeat: Promise<void>;
  #looking = false;

  constructor(options: {
    open: ConnectionOptions<ScannerSession, ScanError>['open'];
    clock: Clock;
    encoding: ScanEncoding;
    capabilities: QrScannerCapabilities;
  }) {
    const { open, clock } = options;
    this.capabilities = options.capabilities;
    this.#clock = clock;
    this.#encoding = options.encoding;
    this.#queue = new CallQueue(clock);
    this.#connection = new Connection({ clock, open, stateOf });
    this.#connection.onStatus(() => this.#tell());
    this.#heartbeat = this.#beat();
  }

  get status(): QrScannerStatus {
    return this.#keeper.current;
  }

  onStatus(listener: (status: QrScannerStatus) => void): () => void {
    return this.#keeper.onChange(listener);
  }

  scan(options: CallOptions = {}): Promise<Result<Scan, ScanError>> {
    return this.#queue.run<ScannerSession, Scan, ScanError>(options, {
      timeUp: NO_CODE,
      connect: () => this.#connection.connected(),
      work: async (session, signal) => {
        this.#setLooking(true);
        const read = await session.readCode(AbortSignal.any([signal, this.#closing.signal]));
        this.#setLooking(false);
        if (!read.ok) return this.#judged(session, read);
        if (read.value === 'stopped') return success('stopped');
        const { bytes, symbology } = read.value;
        const text = readScannedText(bytes, this.#encoding);
        bytes.fill(0);
        if (!text.ok) return text;
        return success({ text: text.value, ...(symbology === undefined ? {} : { symbology }) });
      },
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#queue.close(), this.#connection.close(), this.#heartbeat]);
    this.#keeper.close();
  }

  #setLooking(looking: boolean): void {
    this.#looking = looking;
    this.#tell();
  }

  #tell(): void {
    const status = this.#connection.status;
    const scanner = status.state !== 'online' ? 'unknown' : this.#looking ? 'on' : 'off';
    this.#keeper.set({ ...status, scanner });
  }

  /** A scanner that cannot go on is given up, so that the search for it begins. A bad code is the code's fault. */
  #judged<T>(session: ScannerSession, result: Result<T, ScanError>): Result<T, ScanError> {
    if (!result.ok && result.error.code === 'answer-timeout') this.#connection.drop(session, result.error);
    return result;
  }

  async #beat(): Promise<void> {
    const { signal } = this.#closing;
    for (;;) {
      await pause(this.#clock, HEARTBEAT_MS, signal);
      if (signal.aborted) return;
      const { session } = this.#connection;
      if (!session || !this.#queue.idle) continue;
      await this.#queue.run<ScannerSession, 'heard', ScanError>(
        {},
        {
          timeUp: NO_CODE,
          connect: async () => success(session),
          work: async () => {
            const heard = await session.check();
            // Nobody shows a code now: whatever else comes is the line's fault.
            if (!heard.ok && heard.error.code === 'bad-frame') this.#connection.drop(session, heard.error);
            return this.#judged(session, heard.ok ? heard : failure(heard.error));
          },
        },
      );
    }
  }
}

function stateOf({ code }: ScanError): DeviceState {
  switch (code) {
    case 'no-code':
    case 'too-long':
    case 'bad-text':
    case 'more-than-one':
      return 'offline';
    default:
      return stateAfter(code satisfies LinkErrorCode);
  }
}
