import { createEscPosPrinter, createIdCardReader, createIppReceiptPrinter } from '@renshe/devices';
import type { DeviceHostConfig } from './messages.ts';
import { openParentChannel } from './parentChannel.ts';
import { type Devices, serveDevices } from './serveDevices.ts';

/** Entry of the device host: the process that owns every driver, so that native code may crash or hang alone. */

/** A driver that does not let go of its port by then is left to the operating system. */
const CLOSE_LIMIT_MS = 2_000;

// Ctrl-C and a service manager's stop reach the whole group of processes. The terminal decides when this one ends:
// by its message or by its death, never before it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const channel = openParentChannel(process);
channel.onClosed(() => setTimeout(() => process.exit(0), CLOSE_LIMIT_MS).unref());
serveDevices({ channel, openDevices, exit: () => process.exit(0) });

function openDevices({ idCardReader, receiptPrinter }: DeviceHostConfig): Devices {
  const { port, baudRate, removalDetection } = idCardReader;
  return {
    idCardReader: createIdCardReader({
      port,
      ...(baudRate === undefined ? {} : { baudRate }),
      ...(removalDetection === undefined ? {} : { removalDetection }),
    }),
    ...openPrinter(receiptPrinter),
  };
}

function openPrinter(settings: DeviceHostConfig['receiptPrinter']): Pick<Devices, 'receiptPrinter' | 'closePrinter'> {
  if ('uri' in settings) return { receiptPrinter: createIppReceiptPrinter(settings) };
  const receiptPrinter = createEscPosPrinter(settings.escpos);
  return { receiptPrinter, closePrinter: () => receiptPrinter.device.close() };
}
