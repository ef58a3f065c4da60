import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findPorts } from './findPorts.ts';

let root: string;
let readers: string[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'renshe-ports-test-'));
});
afterEach(() => {
  readers = [];
  rmSync(root, { recursive: true, force: true });
});

function file(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
function link(path: string, target: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}
/** A print system nobody has. */
const find = () =>
  findPorts({
    sys: join(root, 'sys'),
    dev: join(root, 'dev'),
    cups: 'ipp://127.0.0.1:9/',
    cardReaders: async () => readers,
  });

/** `/sys` as Linux lays it out for a USB device. */
function usb(port: string, id: string, product: string): string {
  const [vendor = '', model = ''] = id.split(':');
  const folder = `sys/devices/usb1/${port}`;
  file(`${folder}/idVendor`, `${vendor}\n`);
  file(`${folder}/idProduct`, `${model}\n`);
  file(`${folder}/product`, `${product}\n`);
  return folder;
}

it('names a serial port by the link that stays, with what is known of its chip', async () => {
  const folder = usb('1-2', '1a86:7523', 'USB Serial');
  file(`${folder}/1-2:1.0/ttyUSB0/x`, '');
  link('sys/class/tty/ttyUSB0/device', join(root, folder, '1-2:1.0/ttyUSB0'));
  link('dev/serial/by-id/usb-1a86_USB_Serial-if00-port0', '../../ttyUSB0');
  expect(await find()).toEqual([
    {
      interface: 'serial',
      address: join(root, 'dev/serial/by-id/usb-1a86_USB_Serial-if00-port0'),
      name: 'USB Serial',
      usbId: '1A86:7523',
      guess: expect.stringContaining('CH340 adapter'),
    },
  ]);
});

it('leaves out what is no port: pseudo terminals, consoles, sockets without a chip', async () => {
  mkdirSync(join(root, 'sys/class/tty/tty1'), { recursive: true });
  for (const [node, type] of [
    ['ttyS0', '4'],
    ['ttyS1', '0'],
  ]) {
    file(`sys/devices/pnp0/${node}/x`, '');
    link(`sys/class/tty/${node}/device`, join(root, `sys/devices/pnp0/${node}`));
    file(`sys/class/tty/${node}/type`, `${type}\n`);
  }
  expect(await find()).toEqual([{ interface: 'serial', address: join(root, 'dev/ttyS0'), name: 'ttyS0' }]);
});

it.each([
  ['0003:000010C4:00000007', [], 'id-card-reader (hid, envelope miaxis)'],
  ['0003:00001234:00005678', [0x05, 0x8c, 0x09, 0x02], 'qr-scanner (hid-pos)'],
  ['0003:0000046D:0000C31C', [0x05, 0x01, 0x09, 0x06], 'keyboard or mouse'],
  ['0003:00001234:00009999', [0x06, 0x00, 0xff], undefined],
])('says what the HID device %s with a descriptor of %j may be', async (id, descriptor, guess) => {
  file('sys/class/hidraw/hidraw3/device/uevent', `DRIVER=hid-generic\nHID_ID=${id}\nHID_NAME=Some Maker\n`);
  file('sys/class/hidraw/hidraw3/device/report_descriptor', Uint8Array.from(descriptor));
  expect(await find()).toEqual([
    {
      interface: 'hid',
      address: join(root, 'dev/hidraw3'),
      name: 'Some Maker',
      usbId: id.replace(/^\w+:0000(\w+):0000(\w+)$/, '$1:$2'),
      ...(guess === undefined ? {} : { guess }),
    },
  ]);
});

it('lists cameras', async () => {
  file('sys/class/video4linux/video0/name', 'Document Cam\n');
  expect(await find()).toEqual([
    { interface: 'video', address: '/dev/video0', name: 'Document Cam', guess: 'document-camera' },
  ]);
});

it('tells card readers from slots for security modules', async () => {
  readers = ['ACS ACR39U ICC Reader 00 00', 'Feitian SAM 01 00'];
  expect((await find()).map(({ address, guess }) => [address, guess])).toEqual([
    ['ACS ACR39U ICC Reader 00 00', 'social-card (pcsc)'],
    ['Feitian SAM 01 00', 'slot for a security module'],
  ]);
});

it('finds nothing on a machine of another system', async () => {
  expect(await find()).toEqual([]);
});
