import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure, type Result, success } from '../core/result.ts';
import { openPty, type Pty, type PtyError } from './pty.ts';

/** What the simulated device says of itself. Its reports have no ids and are as long in both directions. */
export interface HidIdentity {
  readonly vendorId: number;
  readonly productId: number;
  readonly product: string;
  readonly serialNumber: string;
  readonly usagePage: number;
  readonly usage: number;
  readonly reportLength: number;
}

/** A HID device that is none, for processes started with `environment`: they list it, open it and talk to it. */
export interface SimulatedHidraw {
  /** `LD_PRELOAD` and `UMOCKDEV_DIR`: to be set before the process begins; they cannot be put on a running one. */
  readonly environment: Readonly<Record<'LD_PRELOAD' | 'UMOCKDEV_DIR', string>>;
  readonly path: string;
  /** Sends one input report, padded with zeros. */
  send(report: Uint8Array): void;
  /** `unnoticed`: the open device file tells nothing, only the list of devices does. */
  unplug(how?: 'noticed' | 'unnoticed'): Promise<void>;
  plug(): Promise<Result<undefined, PtyError>>;
  close(): Promise<void>;
}

const DEVICE = '/dev/hidraw0';
const USB = '/devices/pci0000:00/0000:00:14.0/usb1/1-1';
/** Where the kernel lists hidraw devices; one that is not here is not there. */
const LISTED = 'sys/class/hidraw/hidraw0';
/**
 * A full-speed device sends one report a millisecond and hidraw keeps them apart. A pty does not: so far apart, a reader
 * that is not held up gets them one by one.
 */
const REPORT_GAP_MS = 8;
/** The number 0 that hidraw wants before a report without an id. */
const ID_LENGTH = 1;
/** The kernel's `struct hidraw_report_descriptor` has room for so many bytes. */
const DESCRIPTOR_ROOM = 4_096;

/**
 * Makes a HID device with umockdev: its preloaded library shows a process a `/sys` of ours and answers what hidapi asks
 * the kernel for; the device file is a pty of ours. Ends with this process. One device for each `environment`.
 */
export async function openHidraw(options: {
  identity: HidIdentity;
  onReport: (report: Uint8Array) => void;
}): Promise<Result<SimulatedHidraw, PtyError>> {
  const folder = await mkdtemp(join(tmpdir(), 'renshe-hidraw-'));
  await writeFile(join(folder, 'device'), describeDevice(options.identity));
  await writeFile(join(folder, 'ioctl'), describeIoctls(options.identity));
  const holder = spawn('umockdev-run', [
    ...['-d', join(folder, 'device'), '-i', `${DEVICE}=${join(folder, 'ioctl')}`, '--'],
    // Tells where everything is, and holds it until our end of its stdin closes.
    ...['sh', '-c', 'echo "$UMOCKDEV_DIR"; exec cat'],
  ]);
  const root = await rootOf(holder);
  if (!root.ok) {
    await rm(folder, { recursive: true, force: true });
    return root;
  }
  const hidraw = new Hidraw({ ...options, folder, root: root.value, holder });
  // What umockdev has put there is a pty of its own that nobody can answer at.
  renameSync(join(root.value, LISTED), join(folder, 'listed'));
  const plugged = await hidraw.plug();
  if (plugged.ok) return success(hidraw);
  await hidraw.close();
  return plugged;
}

interface HidrawOptions {
  readonly identity: HidIdentity;
  readonly onReport: (report: Uint8Array) => void;
  readonly folder: string;
  readonly root: string;
  readonly holder: ChildProcess;
}

class Hidraw implements SimulatedHidraw {
  readonly path = DEVICE;
  readonly environment: SimulatedHidraw['environment'];
  readonly #options: HidrawOptions;
  #pty: Pty | undefined;
  #received = Buffer.alloc(0);
  #sending = Promise.resolve();

  constructor(options: HidrawOptions) {
    this.#options = options;
    this.environment = { LD_PRELOAD: 'libumockdev-preload.so.0', UMOCKDEV_DIR: options.root };
  }

  async plug(): Promise<Result<undefined, PtyError>> {
    const { root, folder } = this.#options;
    await this.#hangUp();
    const link = join(root, DEVICE);
    const pty = await openPty({
      link,
      baudRate: 115_200,
      onData: (bytes) => this.#receive(bytes),
      onLost: () => this.#unlist(),
    });
    if (!pty.ok) return pty;
    this.#pty = pty.value;
    // How umockdev knows a terminal again as the device it stands for.
    const known = join(root, 'dev/.ptymap', readlinkSync(link).replaceAll('/', '_'));
    await mkdir(join(root, 'dev/.ptymap'), { recursive: true });
    rmSync(known, { force: true });
    symlinkSync(DEVICE, known);
    renameSync(join(folder, 'listed'), join(root, LISTED));
    return success(undefined);
  }

  async unplug(how: 'noticed' | 'unnoticed' = 'noticed'): Promise<void> {
    this.#unlist();
    if (how === 'noticed') await this.#hangUp();
  }

  send(report: Uint8Array): void {
    const padded = Buffer.alloc(this.#options.identity.reportLength);
    padded.set(report);
    const pty = this.#pty;
    this.#sending = this.#sending.then(async () => {
      if (pty !== this.#pty) return;
      pty?.write(padded);
      await new Promise((resolve) => setTimeout(resolve, REPORT_GAP_MS));
    });
  }

  async close(): Promise<void> {
    await this.#hangUp();
    await this.#sending;
    const { holder, folder } = this.#options;
    const ended = holder.exitCode === null ? once(holder, 'exit') : undefined;
    holder.stdin?.end();
    await ended;
    await rm(folder, { recursive: true, force: true });
  }

  async #hangUp(): Promise<void> {
    const pty = this.#pty;
    this.#pty = undefined;
    this.#received = Buffer.alloc(0);
    await pty?.close();
  }

  #unlist(): void {
    try {
      renameSync(join(this.#options.root, LISTED), join(this.#options.folder, 'listed'));
    } catch {
      // Not listed: it is unplugged already.
    }
  }

  #receive(bytes: Uint8Array): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    const length = ID_LENGTH + this.#options.identity.reportLength;
    while (this.#received.length >= length) {
      const report = this.#received.subarray(ID_LENGTH, length);
      this.#received = this.#received.subarray(length);
      this.#options.onReport(report);
    }
  }
}

/** Where umockdev has built its `/sys` and `/dev`. */
async function rootOf(holder: ChildProcess): Promise<Result<string, PtyError>> {
  let said = '';
  holder.stderr?.on('data', (text) => {
    if (said.length < 4_000) said += String(text);
  });
  const failed = once(holder, 'error').then(([error]) => error as NodeJS.ErrnoException);
  const ended = once(holder, 'close').then(() => undefined);
  const told = holder.stdout ? once(holder.stdout, 'data').then(([text]) => String(text).trim()) : ended;
  for (const loser of [failed, ended, told]) loser.catch(() => {});
  const first = await Promise.race([told, failed, ended]).catch((error: NodeJS.ErrnoException) => error);
  if (typeof first === 'string') return success(first);
  if (first?.code === 'ENOENT') {
    const next = 'Install it: sudo apt-get install -y umockdev, or run scripts/setup.';
    return failure({ code: 'PACKAGES_MISSING', message: 'umockdev is not installed', next });
  }
  const message = `umockdev made no device: ${first?.message ?? said.trim()}`;
  return failure({ code: 'PTY_FAILED', message, next: 'Run umockdev-run --version to see whether it works here.' });
}

/** The device as `/sys` has it: USB device, interface, HID device, hidraw; in umockdev's own notation. */
function describeDevice(identity: HidIdentity): string {
  const vendor = hex(identity.vendorId, 4);
  const product = hex(identity.productId, 4);
  const hid = `0003:${vendor}:${product}.0001`;
  const parts: [path: string, lines: string[]][] = [
    [
      `${USB}/1-1:1.0/${hid}/hidraw/hidraw0`,
      [
        ...['N: hidraw0', `E: DEVNAME=${DEVICE}`, 'E: MAJOR=243', 'E: MINOR=0', 'E: SUBSYSTEM=hidraw', 'A: dev=243:0'],
        `L: device=../../../${hid}`,
      ],
    ],
    [
      `${USB}/1-1:1.0/${hid}`,
      [
        ...['E: DRIVER=hid-generic', 'E: SUBSYSTEM=hid', `E: HID_ID=0003:0000${vendor}:0000${product}`],
        ...[`E: HID_NAME=${identity.product}`, `E: HID_UNIQ=${identity.serialNumber}`],
        `H: report_descriptor=${Buffer.from(reportDescriptor(identity)).toString('hex').toUpperCase()}`,
      ],
    ],
    [
      `${USB}/1-1:1.0`,
      ['E: DEVTYPE=usb_interface', 'E: SUBSYSTEM=usb', 'A: bInterfaceNumber=00', 'A: bInterfaceClass=03'],
    ],
    [
      USB,
      [
        ...['N: bus/usb/001/002', 'E: BUSNUM=001', 'E: DEVNUM=002', 'E: DEVNAME=/dev/bus/usb/001/002'],
        ...['E: DEVTYPE=usb_device', 'E: MAJOR=189', 'E: MINOR=1', 'E: SUBSYSTEM=usb', 'A: bcdDevice=0100'],
        ...[
          `A: idVendor=${vendor.toLowerCase()}`,
          `A: idProduct=${product.toLowerCase()}`,
          'A: busnum=1',
          'A: devnum=2',
        ],
        ...['A: manufacturer=Renshe', `A: product=${identity.product}`, `A: serial=${identity.serialNumber}`],
      ],
    ],
  ];
  return parts.map(([path, lines]) => [`P: ${path}`, ...lines, ''].join('\n')).join('\n');
}

/** What hidapi asks the device file for when it opens it: its report descriptor. */
function describeIoctls(identity: HidIdentity): string {
  const descriptor = reportDescriptor(identity);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(descriptor.length);
  const room = Buffer.alloc(DESCRIPTOR_ROOM);
  room.set(descriptor);
  const both = Buffer.concat([size, room]).toString('hex').toUpperCase();
  return `@DEV ${DEVICE}\nHIDIOCGRDESCSIZE 0 ${size.toString('hex').toUpperCase()}\nHIDIOCGRDESC 0 ${both}\n`;
}

/** One collection with one input and one output report of bytes. HID 1.11, 6.2.2. */
function reportDescriptor({ usagePage, usage, reportLength }: HidIdentity): Uint8Array {
  const bytes = (usageOf: number, main: number) => [
    ...[0x09, usageOf, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08],
    ...[0x95, reportLength, main, 0x02],
  ];
  return Uint8Array.from([
    ...[0x06, usagePage & 0xff, usagePage >> 8, 0x09, usage, 0xa1, 0x01],
    ...bytes(0x02, 0x81),
    ...bytes(0x03, 0x91),
    0xc0,
  ]);
}

const hex = (id: number, digits: number): string => id.toString(16).toUpperCase().padStart(digits, '0');
