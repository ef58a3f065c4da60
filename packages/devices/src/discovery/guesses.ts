/**
 * What a device may be, judged by what it says of itself on the bus. Guesses only: an adapter chip tells nothing of what
 * is soldered behind it. USB ids of readers are from implementers' drivers.
 */

const READERS: Readonly<Record<string, string>> = {
  '10C4:8A1B': 'id-card-reader (hid)',
  '10C4:0007': 'id-card-reader (hid, envelope miaxis)',
  '2015:0008': 'id-card-reader (hid)',
  '9573:4836': 'id-card-reader (hid)',
};

/** USB-to-serial chips: nearly every serial device of a terminal hangs behind one of them. */
const ADAPTERS: Readonly<Record<string, string>> = {
  '1A86:7523': 'CH340 adapter',
  '1A86:55D3': 'CH343 adapter',
  '0403:6001': 'FT232 adapter',
  '0403:6010': 'FT2232 adapter, two ports',
  '0403:6011': 'FT4232 adapter, four ports',
  '067B:2303': 'PL2303 adapter',
  '10C4:EA60': 'CP210x adapter',
};
const BEHIND_ADAPTER = 'any serial device: try `pnpm devices test`';

/** HID usage pages (USB-IF HUT 1.5): what the first collection of a report descriptor says it is. */
const USAGE_PAGE_ITEM = 0x05;
const PAGES: Readonly<Record<number, string>> = {
  13: 'touch screen or digitizer',
  132: 'ups (hid power device; there is no driver for it here)',
  133: 'ups (hid battery; there is no driver for it here)',
  140: 'qr-scanner (hid-pos)',
};
const DESKTOP_PAGE = 0x01;

export function guessUsbSerial(usbId: string): string | undefined {
  const adapter = ADAPTERS[usbId];
  return adapter === undefined ? undefined : `${adapter}: ${BEHIND_ADAPTER}`;
}

export function guessHid(usbId: string, reportDescriptor: Uint8Array): string | undefined {
  const reader = READERS[usbId];
  if (reader !== undefined) return reader;
  const [item, page = 0] = reportDescriptor;
  if (item !== USAGE_PAGE_ITEM) return undefined;
  return page === DESKTOP_PAGE ? 'keyboard or mouse' : PAGES[page];
}

export const guessPrinter = (model: string): string =>
  /thermal|receipt|pos[- ]?\d|tm-|热敏/i.test(model) ? 'receipt-printer (ipp)' : 'receipt-printer (ipp), or for A4';

export const guessVideo = (name: string): string =>
  /document|scan|doc|高拍/i.test(name) ? 'document-camera' : 'camera or document-camera';

export const guessCardReader = (name: string): string =>
  /\bP?SAM\b/i.test(name) ? 'slot for a security module' : 'social-card (pcsc)';
