import { success } from '../core/result.ts';
import type { OpenHid } from './hid.ts';
import type { OpenPort } from './serialPort.ts';

/** Told of every piece that passes a port. The bytes are the driver's: look, copy, but do not keep or change them. */
export type Tap = (direction: '=>' | '<=', bytes: Uint8Array) => void;

/** The same way to a serial port, with somebody looking on. */
export const tapSerial =
  (open: OpenPort, tap: Tap): OpenPort =>
  async (path, baudRate) => {
    const opened = await open(path, baudRate);
    if (!opened.ok) return opened;
    const port = opened.value;
    return success({
      ...port,
      write: (bytes) => {
        tap('=>', bytes);
        port.write(bytes);
      },
      // Looked at first: a driver may wipe what it has understood.
      onData: (listener) =>
        port.onData((bytes) => {
          tap('<=', bytes);
          listener(bytes);
        }),
    });
  };

/** The same way to a HID device, with somebody looking on. */
export const tapHid =
  (open: OpenHid, tap: Tap): OpenHid =>
  async (address) => {
    const opened = await open(address);
    if (!opened.ok) return opened;
    const port = opened.value;
    return success({
      write: (report) => {
        tap('=>', report);
        port.write(report);
      },
      onReport: (listener) =>
        port.onReport((bytes) => {
          tap('<=', bytes);
          listener(bytes);
        }),
      onClose: (listener) => port.onClose(listener),
      close: () => port.close(),
    });
  };
