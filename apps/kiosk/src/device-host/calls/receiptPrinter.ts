import {
  failure,
  forgetDocument,
  type PrintError,
  type PrintErrorCode,
  type ReceiptPrinter,
  type ReceiptPrinterStatus,
  type Result,
} from '@renshe/devices';
import { z } from 'zod';
import { printableReceiptSchema } from '../printableReceiptSchema.ts';
import { bytesSchema, defineCall, defineRemote, resultOf, statusShape } from './call.ts';

/** A receipt can wait this long for a host that is just being restarted: nothing has been sent to the printer yet. */
const PRINT_PATIENCE_MS = 8_000;

const printErrorSchema = z.object({
  code: z.enum([
    'aborted',
    'printer-unreachable',
    'paper-out',
    'paper-jammed',
    'cover-open',
    'cutter-jammed',
    'printer-error',
    'document-refused',
    'print-timeout',
  ]),
  detail: z.string(),
}) satisfies z.ZodType<PrintError>;

const statusSchema = z.object({
  ...statusShape,
  paper: z.enum(['unknown', 'full', 'low', 'out', 'jammed']),
  cover: z.enum(['closed', 'open']).exactOptional(),
  cutter: z.enum(['ok', 'jammed']).exactOptional(),
}) satisfies z.ZodType<ReceiptPrinterStatus>;

const starting = (reason: string): ReceiptPrinterStatus => ({
  state: 'starting',
  detail: `the device host ${reason}`,
  paper: 'unknown',
});
const refused = (code: PrintErrorCode, detail: string): Result<never, PrintError> => failure({ code, detail });

const call = defineCall<ReceiptPrinter>();

export const receiptPrinter = defineRemote<ReceiptPrinter, ReceiptPrinter>()({
  name: 'receipt-printer',
  status: statusSchema,
  unknownStatus: (known): ReceiptPrinterStatus => ({ ...known, paper: 'unknown' }),
  calls: {
    status: call({
      args: z.object({}),
      answer: statusSchema,
      loss: { aborted: () => starting('was not asked'), away: starting, lost: starting },
      perform: (printer) => printer.status(),
    }),
    print: call({
      args: z.object({ document: z.union([bytesSchema, printableReceiptSchema]), jobName: z.string() }),
      answer: resultOf(z.object({ jobId: z.int() }), printErrorSchema) satisfies z.ZodType<
        Result<{ jobId: number }, PrintError>
      >,
      loss: {
        aborted: () => refused('aborted', 'aborted before anything was sent'),
        away: (reason) => refused('printer-unreachable', `the device host ${reason}; nothing was sent to the printer`),
        lost: (reason) => refused('print-timeout', `the device host ${reason}; the receipt may or may not be on paper`),
      },
      patienceMs: PRINT_PATIENCE_MS,
      perform: (printer, { document, jobName }, { signal }) => printer.print(document, { jobName, signal }),
      forget: ({ document }) => forgetDocument(document),
    }),
  },
  standIn: (remote, settings) => ({
    accepts: isThermal(settings) ? 'receipt-blocks' : 'pdf',
    status: () => remote.call('status', {}),
    print: (document, { jobName, signal }) => remote.call('print', { document, jobName }, { signal }),
  }),
});

/** A printer that lays receipts out itself; every other one takes pages. */
function isThermal(settings: unknown): boolean {
  return (
    typeof settings === 'object' && settings !== null && 'interface' in settings && settings.interface === 'escpos'
  );
}
