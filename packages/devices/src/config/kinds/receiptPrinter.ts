import { z } from 'zod';
import { createEscPosPrinter, ESC_POS_BAUD_RATES } from '../../receipt-printer/escpos/escPosPrinter.ts';
import { nameEscPosFrames } from '../../receipt-printer/escpos/nameFrames.ts';
import { createIppReceiptPrinter } from '../../receipt-printer/ipp/ippReceiptPrinter.ts';
import { takeBackFirst } from '../../receipt-printer/ipp/takeBackFirst.ts';
import { takeBackLeftJobs } from '../../receipt-printer/ipp/takeBackLeftJobs.ts';
import type { PrintableReceipt, ReceiptPrinter } from '../../receipt-printer/types.ts';
import { watchPrinter } from '../../receipt-printer/watchPrinter.ts';
import type { OpenPort } from '../../transports/serialPort.ts';
import { connects, defineKind, describeSupplies, type OpenedDevice, type SelfTestStep } from '../deviceKind.ts';
import { baudRateOf, serialPath } from '../settings.ts';

const schema = z.discriminatedUnion('interface', [
  z.strictObject({
    interface: z.literal('ipp'),
    uri: z.url({
      protocol: /^(ipps?|https?)$/,
      error:
        'a printer is at an address like ipp://127.0.0.1:631/printers/<queue>; `pnpm devices list` shows the queues',
    }),
  }),
  z.strictObject({
    interface: z.literal('escpos'),
    port: serialPath,
    baudRate: baudRateOf(...ESC_POS_BAUD_RATES).optional(),
    /** Characters on a line: 32 on paper of 58 mm, 48 on 80 mm. */
    columns: z.literal([32, 48]).optional(),
    dots: z.literal([384, 576]).optional(),
    flowControl: z.enum(['none', 'xon-xoff', 'dtr']).optional(),
    cut: z.enum(['partial', 'full']).optional(),
  }),
]);
type Settings = z.output<typeof schema>;

/** The printer of the receipts: behind IPP, or a CUPS queue before it; or a thermal printer at a serial port. */
export const receiptPrinter = defineKind({
  name: 'receipt-printer',
  label: 'receipt printer',
  schema,
  open: (settings: Settings, { openPort, printUser } = {}): OpenedDevice<ReceiptPrinter> =>
    settings.interface === 'ipp' ? openIpp(settings.uri, printUser) : openEscPos(settings, openPort),
  selfTest: (device) => [connects(device, 'Check its address, power and network.'), printsPage(device.driver)],
  describe: describeSupplies,
  portOf: (settings) => (settings.interface === 'escpos' ? settings.port : undefined),
  // Behind IPP nothing passes that we could name.
  frames: (settings) => (settings.interface === 'escpos' ? nameEscPosFrames() : { push: () => [] }),
});

function openIpp(uri: string, user: string | undefined): OpenedDevice<ReceiptPrinter> {
  const driver =
    user === undefined
      ? createIppReceiptPrinter({ uri })
      : takeBackFirst(createIppReceiptPrinter({ uri, user }), () => takeBackLeftJobs(uri, user));
  const watched = watchPrinter(driver);
  return {
    driver,
    get status() {
      return watched.status;
    },
    onStatus: (listener) => watched.onStatus(listener),
    close: () => watched.close(),
  };
}

function openEscPos(
  settings: Extract<Settings, { interface: 'escpos' }>,
  openPort: OpenPort | undefined,
): OpenedDevice<ReceiptPrinter> {
  const { interface: _, ...given } = settings;
  const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const driver = createEscPosPrinter({ ...options, port: settings.port, ...(openPort ? { openPort } : {}) });
  const { device } = driver;
  return {
    driver,
    get status() {
      return device.status;
    },
    onStatus: (listener) => device.onStatus(listener),
    close: () => device.close(),
  };
}

function printsPage(printer: ReceiptPrinter): SelfTestStep {
  return {
    name: 'prints a line',
    run: async (signal) => {
      const printed = await printer.print(printer.accepts === 'pdf' ? testPage() : TEST_STRIP, {
        jobName: 'self-test',
        signal,
      });
      if (printed.ok) return { ok: true, detail: `job ${printed.value.jobId} completed` };
      const { code, detail } = printed.error;
      return { ok: false, code, detail, next: 'Put paper in, shut the cover, take jammed paper out; then repeat.' };
    },
  };
}

const TEST_STRIP: PrintableReceipt = {
  blocks: [
    { kind: 'heading', text: '自检 self-test' },
    { kind: 'text', text: '中文 ABC 123', align: 'centre' },
    { kind: 'qr', text: 'self-test' },
  ],
};

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
