import type { PrintDocument, PrintFormat } from '@renshe/devices';
import type { ReceiptModel } from './receiptModel.ts';
import { renderReceiptBlocks } from './renderReceiptBlocks.ts';
import { renderReceiptPdf } from './renderReceiptPdf.ts';

/** The receipt in the form this terminal's printer takes. */
export function renderReceipt(model: ReceiptModel, format: PrintFormat): Promise<PrintDocument> {
  switch (format) {
    case 'pdf':
      return renderReceiptPdf(model);
    case 'receipt-blocks':
      return renderReceiptBlocks(model);
  }
}
