export type * from './device.ts';
export { createIppReceiptPrinter, type IppReceiptPrinterOptions } from './receipt-printer/ippReceiptPrinter.ts';
export type * from './receipt-printer/types.ts';
export * from './result.ts';
