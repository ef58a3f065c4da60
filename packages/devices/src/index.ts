export * from './core/device.ts';
export * from './core/result.ts';
export { createIdCardReader, type IdCardReaderOptions } from './id-card-reader/driver.ts';
export type { HidEnvelope } from './id-card-reader/hidEnvelope.ts';
export { createHidIdCardReader, type HidIdCardReaderOptions } from './id-card-reader/hidPort.ts';
export type * from './id-card-reader/types.ts';
export { createIppReceiptPrinter, type IppReceiptPrinterOptions } from './receipt-printer/ippReceiptPrinter.ts';
export type * from './receipt-printer/types.ts';
export type { HidAddress } from './transports/hid.ts';
