import { forgetDocument, type IdCardReader, type ReceiptPrinter } from '@renshe/devices';
import { type Answer, type Call, type DeviceHostConfig, type Method, toHostSchema } from './messages.ts';
import type { ParentChannel } from './parentChannel.ts';

export interface Devices {
  readonly idCardReader: IdCardReader;
  readonly receiptPrinter: ReceiptPrinter;
  /** Absent where the printer is not held open between receipts. */
  readonly closePrinter?: () => Promise<void>;
}

export interface ServeDevicesOptions {
  readonly channel: ParentChannel;
  readonly openDevices: (config: DeviceHostConfig) => Devices;
  /** Ends the process; called once, when the devices have been let go. */
  readonly exit: () => void;
}

/**
 * The device host: makes the drivers it is told to and answers the terminal's calls with them. A driver that throws has a
 * bug, and the process ends with it: the terminal starts a fresh one, which beats going on with a half-broken driver.
 */
export function serveDevices({ channel, openDevices, exit }: ServeDevicesOptions): void {
  const aborts = new Map<number, AbortController>();
  let devices: Devices | undefined;
  let closing = false;

  const close = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    for (const abort of aborts.values()) abort.abort();
    await Promise.all([devices?.idCardReader.close(), devices?.closePrinter?.()]);
    exit();
  };

  const answer = async (id: number, call: Call): Promise<void> => {
    if (!devices) throw new Error(`${call.method} before open`);
    const abort = new AbortController();
    aborts.set(id, abort);
    const value = await perform(devices, call, abort.signal, (progress) =>
      channel.send({ type: 'progress', id, progress }),
    );
    aborts.delete(id);
    channel.send({ type: 'answer', id, value });
    forget(call, value);
  };

  channel.onClosed(() => void close());
  channel.onMessage((received) => {
    const message = toHostSchema.parse(received);
    switch (message.type) {
      case 'open': {
        devices = openDevices(message.config);
        const { idCardReader } = devices;
        idCardReader.onStatus((status) => channel.send({ type: 'reader-status', status }));
        // Ready first: whoever sees the reader online may ask it at once.
        channel.send({ type: 'ready' });
        channel.send({ type: 'reader-status', status: idCardReader.status });
        return;
      }
      case 'call':
        void answer(message.id, message.call);
        return;
      case 'abort':
        aborts.get(message.id)?.abort();
        return;
      case 'ping':
        channel.send({ type: 'pong', beat: message.beat });
        return;
      case 'close':
        void close();
        return;
    }
  });
}

async function perform(
  { idCardReader, receiptPrinter }: Devices,
  call: Call,
  signal: AbortSignal,
  onProgress: (progress: 'card-found' | 'reading' | 'retrying') => void,
): Promise<Answer<Method>> {
  switch (call.method) {
    case 'readCard':
      return idCardReader.readCard({ ...timeLimit(call), signal, onProgress });
    case 'waitForRemoval':
      return idCardReader.waitForRemoval({ ...timeLimit(call), signal });
    case 'printerStatus':
      return receiptPrinter.status();
    case 'print':
      return receiptPrinter.print(call.document, { jobName: call.jobName, signal });
  }
}

const timeLimit = ({ timeoutMs }: { timeoutMs?: number }) => (timeoutMs === undefined ? {} : { timeoutMs });

/** What has been handed over is the terminal's: no photo and no receipt stays here for the next citizen. */
function forget(call: Call, value: Answer<Method>): void {
  if (call.method === 'print') forgetDocument(call.document);
  if ('ok' in value && value.ok && typeof value.value === 'object' && 'photo' in value.value) value.value.photo.fill(0);
}
