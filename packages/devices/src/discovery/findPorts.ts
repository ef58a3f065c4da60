import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { listVideoDevices } from '../camera/videoDevice.ts';
import { keywordsOf } from '../receipt-printer/ipp/ippAnswer.ts';
import { createIppClient } from '../receipt-printer/ipp/ippClient.ts';
import { listCardReaders } from '../transports/listCardReaders.ts';
import { guessCardReader, guessHid, guessPrinter, guessUsbSerial, guessVideo } from './guesses.ts';

/** One place a device may be at, and what it may be. */
export interface FoundPort {
  readonly interface: 'serial' | 'hid' | 'pcsc' | 'ipp' | 'video';
  /** What `devices.yaml` wants to be told: a path, an address, a reader's name. */
  readonly address: string;
  /** As the device or the system calls it. */
  readonly name: string;
  /** `0400:C35A`, where it is a USB device. */
  readonly usbId?: string;
  /** What it may be, in words; absent when nothing speaks for anything. */
  readonly guess?: string;
}

export interface FindPortsOptions {
  /** Where the system lists its devices. For tests. */
  readonly sys?: string;
  readonly dev?: string;
  /** The print system of this machine. */
  readonly cups?: string;
  /** Names of the card readers the PC/SC service knows. */
  readonly cardReaders?: () => Promise<readonly string[]>;
}

/** The print system on this desk answers in 30 ms. */
const CUPS_MS = 1_500;

/**
 * Everything a device of a terminal may be plugged into. Only looks at what the operating system already knows: nothing
 * is opened, nothing is sent to a device, so it may run beside a terminal at work.
 */
export async function findPorts(options: FindPortsOptions = {}): Promise<readonly FoundPort[]> {
  const { sys = '/sys', dev = '/dev', cups = 'ipp://127.0.0.1:631/', cardReaders = listCardReaders } = options;
  const found = await Promise.all([
    findSerial(sys, dev),
    findHid(sys, dev),
    findPcsc(cardReaders),
    findQueues(cups),
    findVideo(sys),
  ]);
  return found.flat();
}

async function findSerial(sys: string, dev: string): Promise<FoundPort[]> {
  const stable = await stableNames(join(dev, 'serial/by-id'));
  const nodes = await readdir(join(sys, 'class/tty')).catch(() => []);
  const found = await Promise.all(
    nodes.sort().map(async (node): Promise<FoundPort[]> => {
      // Consoles and pseudo terminals have no device behind them.
      const device = await realpath(join(sys, 'class/tty', node, 'device')).catch(() => undefined);
      if (device === undefined || !(await isRealUart(join(sys, 'class/tty', node)))) return [];
      const usb = await findUsb(device);
      const guess = usb && guessUsbSerial(usb.id);
      return [
        {
          interface: 'serial',
          address: stable.get(node) ?? join(dev, node),
          name: usb?.product ?? node,
          ...(usb ? { usbId: usb.id } : {}),
          ...(guess === undefined ? {} : { guess }),
        },
      ];
    }),
  );
  return found.flat();
}

/** The kernel keeps nodes for four old serial ports whether there are any; those without hardware have type 0. */
async function isRealUart(folder: string): Promise<boolean> {
  const type = await textOf(join(folder, 'type'));
  return type !== '0';
}

/** Node name → the link under `/dev/serial/by-id` that survives another socket and another order. */
async function stableNames(folder: string): Promise<ReadonlyMap<string, string>> {
  const links = await readdir(folder).catch(() => []);
  const pairs = await Promise.all(
    links.map(async (link): Promise<[string, string][]> => {
      const target = await readlink(join(folder, link)).catch(() => undefined);
      return target === undefined ? [] : [[basename(target), join(folder, link)]];
    }),
  );
  return new Map(pairs.flat());
}

interface UsbDevice {
  readonly id: string;
  readonly product: string | undefined;
}

/** The USB device a node belongs to: the first folder upwards that has a vendor. */
async function findUsb(folder: string): Promise<UsbDevice | undefined> {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    const vendor = await textOf(join(at, 'idVendor'));
    if (vendor === undefined) continue;
    const id = `${vendor}:${(await textOf(join(at, 'idProduct'))) ?? ''}`.toUpperCase();
    return { id, product: await textOf(join(at, 'product')) };
  }
  return undefined;
}

async function findHid(sys: string, dev: string): Promise<FoundPort[]> {
  const nodes = await readdir(join(sys, 'class/hidraw')).catch(() => []);
  const found = await Promise.all(
    nodes.sort().map(async (node): Promise<FoundPort[]> => {
      const folder = join(sys, 'class/hidraw', node, 'device');
      const event = (await textOf(join(folder, 'uevent'))) ?? '';
      const [, vendor, product] = /^HID_ID=\w+:(\w+):(\w+)$/m.exec(event) ?? [];
      if (vendor === undefined || product === undefined) return [];
      const usbId = `${vendor.slice(-4)}:${product.slice(-4)}`.toUpperCase();
      const descriptor = await readFile(join(folder, 'report_descriptor')).catch(() => new Uint8Array());
      const guess = guessHid(usbId, descriptor);
      const name = /^HID_NAME=(.*)$/m.exec(event)?.[1] ?? node;
      return [{ interface: 'hid', address: join(dev, node), name, usbId, ...(guess === undefined ? {} : { guess }) }];
    }),
  );
  return found.flat();
}

async function findPcsc(cardReaders: () => Promise<readonly string[]>): Promise<FoundPort[]> {
  const names = await cardReaders();
  return names.map((name) => ({ interface: 'pcsc', address: name, name, guess: guessCardReader(name) }));
}

/** The queues of CUPS; none when it does not run. */
async function findQueues(cups: string): Promise<FoundPort[]> {
  const answer = await createIppClient(cups).send('CUPS-Get-Printers', {
    attributes: { 'requested-attributes': ['printer-uri-supported', 'printer-make-and-model'] },
    timeoutMs: CUPS_MS,
  });
  if (!answer.ok || !answer.value.status.startsWith('successful')) return [];
  // One attribute group a printer; the reader of answers lines the values up in the order of the groups.
  const uris = keywordsOf(answer.value.printer['printer-uri-supported']);
  const models = keywordsOf(answer.value.printer['printer-make-and-model']);
  return uris.map((address, index) => {
    const name = models[index] ?? basename(address);
    const guess = guessPrinter(name);
    return { interface: 'ipp', address, name, guess };
  });
}

async function findVideo(sys: string): Promise<FoundPort[]> {
  const devices = await listVideoDevices(join(sys, 'class/video4linux'));
  return devices.map(({ path, name }) => ({ interface: 'video', address: path, name, guess: guessVideo(name) }));
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}
