import type { QrScanner, QrScannerCapabilities, QrScannerStatus, Result, Scan, ScanError } from '@renshe/devices';
import { z } from 'zod';
import {
  defineCall,
  defineRemote,
  errorOf,
  lineCodes,
  lineLoss,
  resultOf,
  statusShape,
  timeLimit,
  timeLimitSchema,
} from './call.ts';

const capabilitiesSchema = z.object({
  triggered: z.boolean(),
  tellsSymbology: z.boolean(),
}) satisfies z.ZodType<QrScannerCapabilities>;

export const qrScanner = defineRemote<QrScanner, QrScanner>()({
  name: 'qr-scanner',
  status: z.object({
    ...statusShape,
    scanner: z.enum(['on', 'off', 'unknown']),
  }) satisfies z.ZodType<QrScannerStatus>,
  unknownStatus: (known): QrScannerStatus => ({ ...known, scanner: 'unknown' }),
  calls: {
    scan: defineCall<QrScanner>()({
      args: timeLimitSchema,
      answer: resultOf(
        z.object({ text: z.string(), symbology: z.string().exactOptional() }),
        errorOf(...lineCodes, 'no-code', 'too-long', 'bad-text', 'more-than-one'),
      ) satisfies z.ZodType<Result<Scan, ScanError>>,
      // A code can be shown again.
      loss: lineLoss('unplugged', 'the code has to be shown again'),
      perform: (scanner, args, { signal }) => scanner.scan({ ...timeLimit(args), signal }),
    }),
  },
  standIn: (remote) => ({
    get status() {
      return remote.status;
    },
    get capabilities() {
      return capabilitiesSchema.safeParse(remote.capabilities).data ?? { triggered: false, tellsSymbology: false };
    },
    onStatus: (listener) => remote.onStatus(listener),
    scan: ({ signal, ...time } = {}) => remote.call('scan', timeLimit(time), { signal }),
    close: async () => {},
  }),
});
