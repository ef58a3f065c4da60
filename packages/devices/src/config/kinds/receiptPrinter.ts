import { z } from 'zod';
import { createIppReceiptPrinter } from '../../receipt-printer/ipp/ippReceiptPrinter.ts';
import type { ReceiptPrinter } from '../../receipt-printer/types.ts';
import { watchPrinter } from '../../receipt-printer/watchPrinter.ts';
import { connects, defineKind, describeSupplies, type OpenedDevice, type SelfTestStep } from '../deviceKind.ts';

const schema = z.discriminatedUnion('interface', [
  z.strictObject({
    interface: z.literal('ipp'),
    uri: z.url({
      protocol: /^(ipps?|https?)$/,
      error:
        'a printer is at an address like ipp://127.0.0.1:631/printers/<queue>; `pnpm devices list` shows the queues',
    }),
  }),
]);

/** The printer of the receipts: behind IPP, or a CUPS queue before it. */
export const receiptPrinter = defineKind({
  name: 'receipt-printer',
  label: 'receipt printer',
  schema,
  open: ({ uri }): OpenedDevice<ReceiptPrinter> => {
    const driver = createIppReceiptPrinter({ uri });
    const watched = watchPrinter(driver);
    return {
      driver,
      get status() {
        return watched.status;
      },
      onStatus: (listener) => watched.onStatus(listener),
      close: () => watched.close(),
    };
  },
  selfTest: (device) => [connects(device, 'Check its address, power and network.'), printsPage(device.driver)],
  describe: describeSupplies,
});

function printsPage(printer: ReceiptPrinter): SelfTestStep {
  return {
    name: 'prints a line',
    run: async (signal) => {
      const printed = await printer.print(testPage(), { jobName: 'self-test', signal });
      if (printed.ok) return { ok: true, detail: `job ${printed.value.jobId} completed` };
      const { code, detail } = printed.error;
      return { ok: false, code, detail, next: 'Put paper in, shut the cover, take jammed paper out; then repeat.' };
    },
  };
}

/** The smallest PDF with a line of text on it: what is tried is the printer, not our fonts. */
function testPage(): Uint8Array {
  const text = 'BT /F 12 Tf 20 60 Td (Renshe Kiosk: self-test) Tj ET';
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 227 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
    `<</Length ${text.length}>>stream\n${text}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = pdf.length;
    pdf += `${index + 1} 0 obj${object}endobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const start = pdf.length;
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  pdf += `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
  return new TextEncoder().encode(pdf);
}
