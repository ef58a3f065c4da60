import type { DeviceError, PortErrorCode } from '../core/device.ts';
import { failure, type Result, success } from '../core/result.ts';

export type PortError = DeviceError<PortErrorCode>;

/** Inputs of a serial port; true is "ready". */
export interface ModemLines {
  readonly dsr: boolean;
  readonly cts: boolean;
}

/** An open serial port, as much of it as the driver needs. */
export interface BytePort {
  /** Sends; whether it arrived is seen by the answer. A port that has gone reports so by `onClose`. */
  write(bytes: Uint8Array): void;
  setBaudRate(baudRate: number): Promise<boolean>;
  /** What the device says by its lines; undefined where the port has none, as a pty. */
  modemLines?(): Promise<ModemLines | undefined>;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called once, also when it is already closed: the plug was pulled, or `close` was called. */
  onClose(listener: () => void): void;
  close(): Promise<void>;
}

export type OpenPort = (path: string, baudRate: number) => Promise<Result<BytePort, PortError>>;

/** The operating system closes at once; a driver stuck in the kernel must not hold the terminal up. */
const CLOSE_MS = 1_000;

/**
 * Opens a port with 8 data bits, no parity, 1 stop bit, no flow control, and locked against others. Modem lines are
 * left as opening sets them: ptys and many adapters have none, and no SAM_V reader is known to look at them.
 */
export const openSerialPort: OpenPort = async (path, baudRate) => {
  // Only a process that opens a port takes the native part in: the terminal imports this package, too.
  const { SerialPort } = await import('serialport');
  const port = new SerialPort({ path, baudRate, lock: true, autoOpen: false });
  const closed = new Promise<void>((resolve) => port.once('close', () => resolve()));
  const error = await new Promise<Error | null>((resolve) => port.open(resolve));
  if (error) return failure(portError(path, error.message));

  const close = async (): Promise<void> => {
    if (!port.isOpen) return;
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, CLOSE_MS);
    port.close(() => late.resolve());
    await late.promise;
    clearTimeout(timer);
  };
  // A failing read or write means that the device has gone; without a listener the error would end the process.
  port.on('error', () => void close());
  return success({
    write: (bytes) => {
      if (port.isOpen) port.write(bytes);
    },
    setBaudRate: (rate) => new Promise((resolve) => port.update({ baudRate: rate }, (failed) => resolve(!failed))),
    modemLines: () =>
      new Promise((resolve) => {
        if (!port.isOpen) return resolve(undefined);
        port.get((failed, lines) => resolve(failed || !lines ? undefined : { dsr: lines.dsr, cts: lines.cts }));
      }),
    onData: (listener) => port.on('data', listener),
    onClose: (listener) => void closed.then(listener),
    close,
  });
};

/** The binding gives sentences and no codes. */
function portError(path: string, message: string): PortError {
  const detail = `${path}: ${message.replace(/^Error:? /, '')}`;
  return { code: portErrorCode(message), detail };
}

function portErrorCode(message: string): PortErrorCode {
  if (/no such (file|device)/i.test(message)) return 'port-missing';
  if (/cannot lock|busy|temporarily unavailable/i.test(message)) return 'port-busy';
  return 'port-failed';
}
