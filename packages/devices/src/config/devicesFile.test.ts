import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem, parseDevices, readDevicesFile } from './devicesFile.ts';

const EXAMPLE = join(import.meta.dirname, '../../devices.example.yaml');
const parse = (text: string) => parseDevices(text, 'devices.yaml', () => true);

/** Everything wrong in a file, as people read it. */
function problemsOf(text: string): string[] {
  const parsed = parse(text);
  return parsed.ok ? [] : parsed.error.map(formatProblem);
}

describe('devices.yaml', () => {
  it('is understood as its example shows it', () => {
    const parsed = parse(readFileSync(EXAMPLE, 'utf8'));
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        settings: {
          'id-card-reader': { interface: 'serial', port: '/dev/serial/by-id/usb-example-reader' },
          'receipt-printer': { interface: 'ipp', uri: 'ipp://127.0.0.1:631/printers/receipts' },
        },
      },
    });
  });

  it('takes USB ids as they are written everywhere', () => {
    const text = 'id-card-reader: { interface: hid, vendorId: 0x0400, productId: 0xC35A, envelope: plain }';
    expect(parse(text)).toMatchObject({ value: { settings: { 'id-card-reader': { vendorId: 0x400 } } } });
  });

  it('may name no device at all', () => {
    expect(parse('# nothing yet\n')).toEqual({ ok: true, value: { settings: {}, warnings: [] } });
  });

  it.each([
    [
      'a device there is none of',
      'camera: { interface: v4l2 }\nid-card-raeder:\n  interface: serial\n',
      'devices.yaml:2:1: there is no device "id-card-raeder"',
      'Did you mean "id-card-reader"? Devices are: ',
    ],
    [
      'a wrong key',
      'id-card-reader:\n  interface: serial\n  prot: /dev/ttyUSB0\n  port: /dev/ttyUSB0\n',
      'devices.yaml:3:3: id-card-reader has no "prot"',
      'Did you mean "port"? It has: interface, port, baudRate, removalDetection.',
    ],
    [
      'a key of the other interface',
      'id-card-reader:\n  interface: serial\n  port: /dev/ttyUSB0\n  vendorId: 1\n',
      'devices.yaml:4:3: id-card-reader has no "vendorId"',
      'It has: interface, port, baudRate, removalDetection.',
    ],
    [
      'a wrong interface',
      'id-card-reader:\n  port: /dev/ttyUSB0\n  interface: seral\n',
      'devices.yaml:3:14: id-card-reader.interface cannot be "seral"',
      'Did you mean "serial"? It may be: serial, hid.',
    ],
    [
      'no interface',
      'camera: { interface: v4l2 }\nid-card-reader:\n  port: /dev/ttyUSB0\n',
      'devices.yaml:2:1: id-card-reader has no "interface"',
      'Add "interface: …", one of serial, hid.',
    ],
    [
      'a missing port',
      'id-card-reader: { interface: serial }\n',
      'devices.yaml:1:1: id-card-reader has no "port"',
      'Add "port: …", a text.',
    ],
    [
      'a port that is no path',
      'id-card-reader:\n  interface: serial\n  port: ttyUSB0\n',
      'devices.yaml:3:9: id-card-reader.port is not usable',
      '/dev/serial/by-id/',
    ],
    [
      'a rate no module has',
      'id-card-reader:\n  interface: serial\n  port: /dev/ttyUSB0\n  baudRate: 11520\n',
      'devices.yaml:4:13: id-card-reader.baudRate cannot be "11520"',
      'Did you mean "115200"?',
    ],
    [
      'an envelope nobody makes',
      'id-card-reader:\n  interface: hid\n  vendorId: 1\n  productId: 2\n  envelope: miaxs\n',
      'devices.yaml:5:13: id-card-reader.envelope cannot be "miaxs"',
      'Did you mean "miaxis"?',
    ],
    [
      'an address that is none',
      'receipt-printer:\n  interface: ipp\n  uri: /dev/usb/lp0\n',
      'devices.yaml:3:8: receipt-printer.uri is not usable',
      'ipp://127.0.0.1:631/printers/<queue>',
    ],
    ['a device without settings', 'camera:\n', 'devices.yaml:1:1: camera holds no settings', 'indented'],
    ['a list', '- camera\n', 'devices.yaml:1:1: the file holds no settings', 'Write its'],
    ['YAML that is none', 'camera: {\n  interface: v4l2\n', 'devices.yaml:3:1: ', 'indentation'],
    ['a device named twice', 'ups: 1\nups: 2\n', 'devices.yaml:2:1: Map keys must be unique', ''],
  ])('says of %s where it is and what to do', (_what, text, where, cure) => {
    const [first = ''] = problemsOf(text);
    expect(first).toContain(where);
    expect(first).toContain('\n  cure: ');
    expect(first).toContain(cure);
  });

  it('tells everything at once, from top to bottom', () => {
    const text =
      'receipt-printer:\n  interface: ip\nid-card-reader:\n  interface: serial\n  port: x\n  speed: 9600\nfax: {}\n';
    expect(problemsOf(text).map((problem) => problem.split(':')[1])).toEqual(['2', '5', '6', '7']);
  });

  it('warns of a port that is not there, and starts all the same', () => {
    const text = 'id-card-reader:\n  interface: serial\n  port: /dev/ttyUSB7\n';
    const parsed = parseDevices(text, 'devices.yaml', () => false);
    expect(parsed.ok && parsed.value.warnings.map(formatProblem)).toEqual([
      expect.stringContaining('devices.yaml:3:9: there is no /dev/ttyUSB7 now\n  cure: Plug the device in'),
    ]);
  });

  it('says so when there is no file', () => {
    const read = readDevicesFile('/nowhere/devices.yaml');
    expect(!read.ok && read.error.map(formatProblem)).toEqual([
      expect.stringContaining('/nowhere/devices.yaml:1:1: cannot be read'),
    ]);
  });

  it('never throws, whatever the file holds', () => {
    const keys = fc.constantFrom('id-card-reader', 'camera', 'interface', 'port', 'serial', 'hid', 'v4l2');
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        keys,
        fc.integer(),
        fc.constant(null),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(keys, tie('node'), { maxKeys: 4 }),
      ),
    })).node;
    fc.assert(
      fc.property(value, (data) => {
        const parsed = parse(JSON.stringify(data, null, 2));
        if (!parsed.ok) for (const { line, column } of parsed.error) expect(Math.min(line, column)).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => void parse(text)),
      { numRuns: 2_000 },
    );
  });
});
