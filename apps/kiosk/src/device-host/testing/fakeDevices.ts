import type { CardReading, DeviceStatus, IdCardReader, ReceiptPrinter, ReceiptPrinterStatus } from '@renshe/devices';
import { failure, success } from '@renshe/devices';
import type { ServedDevices } from '../serveDevices.ts';

/** A synthetic reading: nobody's card. */
export const syntheticReading = (): CardReading => ({
  credential: {
    kind: 'resident-id-card',
    name: '测试',
    sex: '1',
    birthDate: '1970-01-01',
    idNumber: '11010119700101001X',
    validFrom: '2020-01-01',
    validUntil: 'long-term',
    ethnicGroupCode: '01',
    address: '测试路 1 号',
    issuingAuthority: '测试公安局',
  },
  photo: new Uint8Array(1024).fill(7),
  samId: '05.03-20260101-0000000001-0000000001',
  timings: { totalMs: 1500, wireMs: 120, bytes: 1400, baudRate: 115200 },
});

export interface FakeDevices extends ServedDevices {
  setReaderStatus(status: DeviceStatus): void;
  setPrinterStatus(status: ReceiptPrinterStatus): void;
  /** The photo that was handed out last, as it lies in the host. */
  readonly lastPhoto: Uint8Array | undefined;
  /** The document that was given to print, as it lies in the host. */
  readonly lastPdf: Uint8Array | undefined;
  readonly closed: boolean;
}

/**
 * Devices without a wire. A card is read at once when `timeoutMs` is given, and waited for until the abort otherwise;
 * the receipt called `endless` is never finished.
 */
export function createFakeDevices(): FakeDevices {
  const listeners = new Set<(status: DeviceStatus) => void>();
  let status: DeviceStatus = { state: 'online' };
  let lastPhoto: Uint8Array | undefined;
  let lastPdf: Uint8Array | undefined;
  let closed = false;
  const aborted = (signal: AbortSignal | undefined) =>
    new Promise<ReturnType<typeof failure<{ code: 'aborted'; detail: string }>>>((resolve) => {
      const finish = () => resolve(failure({ code: 'aborted', detail: 'by the caller' }));
      if (signal?.aborted) finish();
      else signal?.addEventListener('abort', finish, { once: true });
    });

  const idCardReader: IdCardReader = {
    get status() {
      return status;
    },
    onStatus: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    readCard: async ({ signal, timeoutMs, onProgress } = {}) => {
      if (timeoutMs === undefined) return aborted(signal);
      onProgress?.('card-found');
      const reading = syntheticReading();
      lastPhoto = reading.photo;
      return success(reading);
    },
    waitForRemoval: async ({ signal } = {}) => aborted(signal),
    close: async () => {},
  };
  const printerListeners = new Set<(status: ReceiptPrinterStatus) => void>();
  const ready: ReceiptPrinterStatus = { state: 'online', paper: 'full' };
  const receiptPrinter: ReceiptPrinter = {
    accepts: 'pdf',
    status: async () => ready,
    print: async (document, { jobName, signal }) => {
      lastPdf = document instanceof Uint8Array ? document : undefined;
      return jobName === 'endless' ? aborted(signal) : success({ jobId: 17 });
    },
  };
  let printerStatus = ready;
  return {
    all: [
      { name: 'id-card-reader', device: Object.assign(idCardReader, { driver: idCardReader }) },
      {
        name: 'receipt-printer',
        device: {
          driver: receiptPrinter,
          get status() {
            return printerStatus;
          },
          onStatus: (listener) => {
            printerListeners.add(listener);
            return () => printerListeners.delete(listener);
          },
          close: async () => {},
        },
      },
    ],
    close: async () => {
      closed = true;
    },
    setPrinterStatus: (next) => {
      printerStatus = next;
      for (const listener of printerListeners) listener(next);
    },
    setReaderStatus: (next) => {
      status = next;
      for (const listener of listeners) listener(next);
    },
    get lastPhoto() {
      return lastPhoto;
    },
    get lastPdf() {
      return lastPdf;
    },
    get closed() {
      return closed;
    },
  };
}
