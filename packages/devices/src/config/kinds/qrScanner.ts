import { z } from 'zod';
import { createHidQrScanner, createQrScanner, GM65_BAUD_RATES } from '../../qr-scanner/driver.ts';
import { HID_POS_USAGE } from '../../qr-scanner/hidPos.ts';
import { nameScannerFrames } from '../../qr-scanner/nameFrames.ts';
import type { QrScanner } from '../../qr-scanner/types.ts';
import { connects, defineKind, describeSupplies, opened, type SelfTestStep, type Wiring } from '../deviceKind.ts';
import { baudRateOf, serialPath, usbId } from '../settings.ts';

/** Long enough to look for something with a code on it. */
const CODE_MS = 30_000;

const common = { encoding: z.enum(['utf-8', 'gb18030']).optional() };
const schema = z.discriminatedUnion('interface', [
  z.strictObject({
    interface: z.literal('serial'),
    port: serialPath,
    baudRate: baudRateOf(...GM65_BAUD_RATES).optional(),
    terminator: z.enum(['cr', 'none']).optional(),
    ...common,
  }),
  z.strictObject({
    interface: z.literal('hid'),
    vendorId: usbId,
    productId: usbId,
    layout: z.enum(['aim-first', 'data-first']).optional(),
    ...common,
  }),
]);
type Settings = z.output<typeof schema>;

/** Reads the code on a telephone or on paper. */
export const qrScanner = defineKind({
  name: 'qr-scanner',
  label: 'QR scanner',
  schema,
  open: (settings: Settings, wiring = {}) => opened(open(settings, wiring)),
  selfTest: (device) => [
    connects(
      device,
      'Check plug, cable and rate; a scanner set to type like a keyboard has to be set to serial or HID-POS.',
    ),
    readsCode(device.driver),
  ],
  describe: describeSupplies,
  portOf: (settings) => (settings.interface === 'serial' ? settings.port : undefined),
  // Reports of HID do not pass the serial line.
  frames: (settings) => (settings.interface === 'serial' ? nameScannerFrames() : { push: () => [] }),
});

function open(settings: Settings, { openPort, openHid }: Wiring): QrScanner {
  const encoding = settings.encoding === undefined ? {} : { encoding: settings.encoding };
  if (settings.interface === 'serial') {
    const { port, baudRate, terminator } = settings;
    return createQrScanner({
      port,
      ...encoding,
      ...(baudRate === undefined ? {} : { baudRate }),
      ...(terminator === undefined ? {} : { terminator }),
      ...(openPort ? { openPort } : {}),
    });
  }
  const { vendorId, productId, layout } = settings;
  return createHidQrScanner({
    address: { vendorId, productId, ...HID_POS_USAGE },
    ...encoding,
    ...(layout === undefined ? {} : { layout }),
    ...(openHid ? { openHid } : {}),
  });
}

function readsCode(scanner: QrScanner): SelfTestStep {
  return {
    name: 'reads a code',
    needs: 'hold any QR code before the scanner',
    run: async (signal) => {
      const scan = await scanner.scan({ signal, timeoutMs: CODE_MS });
      if (!scan.ok)
        return { ok: false, ...scan.error, next: 'Hold one code still, a hand’s breadth away; then repeat.' };
      const { text, symbology = 'of a kind it does not tell' } = scan.value;
      // What it says may be a person's.
      return { ok: true, detail: `${[...text].length} characters, ${symbology}` };
    },
  };
}
