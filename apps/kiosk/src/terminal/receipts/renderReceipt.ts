import type { PrintDocument, PrintFormat } from '@renshe/devices';
import type { ReceiptModel } from './receiptModel.ts';
import { renderReceiptBlocks } from './renderReceiptBlocks.ts';
import { renderReceiptPdf } from './renderReceiptPdf.ts';

/**
 * The receipt in the form this terminal's printer takes. A page has room for the citizen's own language beside the Chinese;
 * a strip of paper says it in Chinese.
 */
export function renderReceipt(model: ReceiptModel, format: PrintFormat, language: string): Promise<PrintDocument> {
  switch (format) {
    case 'pdf':
      return renderReceiptPdf(model, { language });
    case 'receipt-blocks':
      return renderReceiptBlocks(model);
  }
}
