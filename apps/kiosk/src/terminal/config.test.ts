import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, readTerminalConfig } from './config.ts';

const EXAMPLE = resolve(import.meta.dirname, '../../terminal.example.yaml');

describe('readTerminalConfig', () => {
  let folder: string;
  let file: string;
  const read = (text: string) => {
    writeFileSync(file, text);
    return readTerminalConfig(file);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'renshe-config-test-'));
    file = join(folder, 'terminal.yaml');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('takes the example as it is', () => {
    const config = readTerminalConfig(EXAMPLE);
    expect(config).toMatchObject({ terminalId: 'HALL-0001', face: { enabled: true }, policy: { minimumAge: 16 } });
    expect(config.policy.time.warning).toBeGreaterThanOrEqual(20_000);
  });

  it('takes relative folders from where the file lies', () => {
    const text = readFileSync(EXAMPLE, 'utf8').replace('/var/lib/renshe-kiosk', 'data');
    expect(read(text).dataDir).toBe(join(folder, 'data'));
  });

  it('takes the manifest of a face engine from where the file lies', () => {
    expect(readTerminalConfig(EXAMPLE).face.engine).toBeUndefined();
    const text = readFileSync(EXAMPLE, 'utf8').replace('# engine:\n  #', 'engine:\n   ');
    expect(read(text).face.engine).toEqual({ manifest: join(folder, 'engines/embedder.json') });
  });

  it('takes a thermal printer in place of the page printer', () => {
    const text = readFileSync(EXAMPLE, 'utf8').replace(/uri: ipp.*\n/, 'escpos: { port: /dev/ttyS1, columns: 32 }\n');
    expect(read(text).devices).toMatchObject({
      settings: { 'receipt-printer': { interface: 'escpos', port: '/dev/ttyS1', columns: 32 } },
    });
    const wrong = text.replace('columns: 32', 'columns: 40');
    expect(() => read(wrong)).toThrow(/columns/);
  });

  it('takes the devices from a file of their own, and says where that is wrong', () => {
    const text = readFileSync(EXAMPLE, 'utf8').replace(
      /^devices:\n( .*\n)+/m,
      'devices: { devicesFile: devices.yaml }\n',
    );
    const devices = join(folder, 'devices.yaml');
    writeFileSync(devices, 'id-card-reader:\n  interface: serial\n  port: /dev/ttyUSB0\n');
    expect(read(text).devices).toEqual({
      settings: { 'id-card-reader': { interface: 'serial', port: '/dev/ttyUSB0' } },
    });
    writeFileSync(devices, 'id-card-reader:\n  interface: serial\n  prot: /dev/ttyUSB0\n');
    expect(() => read(text)).toThrow(ConfigError);
    expect(() => read(text)).toThrow(`${devices}:3:3: id-card-reader has no "prot"`);
  });

  it('understands the two devices written in it in the same words', () => {
    expect(readTerminalConfig(EXAMPLE).devices).toEqual({
      settings: {
        'id-card-reader': { interface: 'serial', port: '/dev/serial/by-id/usb-example-reader' },
        'receipt-printer': { interface: 'ipp', uri: 'ipp://127.0.0.1:631/printers/receipts' },
      },
    });
  });

  it.each([
    ['a key nobody knows', (text: string) => `${text}\nprinter: none\n`, 'printer'],
    ['a baud rate no reader has', (text: string) => text.replace('# baudRate: 115200', 'baudRate: 12345'), 'baudRate'],
    ['an address that is none', (text: string) => text.replace('https://central.example.org', 'central'), 'url'],
    ['a warning too short to react to', (text: string) => `${text}  time: { warning: 5000 }\n`, 'warning'],
    [
      'a screen no longer than its warning',
      (text: string) => `${text}  time: { idle: 30000 }\n`,
      'must be longer than warning',
    ],
    ['the same for the patient', (text: string) => `${text}  time: { patient: { result: 60000 } }\n`, 'patient.result'],
    ['a missing place', (text: string) => text.replace(/^place:.*$/m, ''), 'place'],
  ])('refuses %s and names the file and the key', (_, spoil, key) => {
    const text = spoil(readFileSync(EXAMPLE, 'utf8'));
    expect(() => read(text)).toThrow(ConfigError);
    expect(() => read(text)).toThrow(file);
    expect(() => read(text)).toThrow(key);
  });

  it('says what is wrong with a file that is no YAML, or is not there', () => {
    expect(() => read('terminalId: [')).toThrow(/cannot be read/);
    expect(() => readTerminalConfig(join(folder, 'nowhere.yaml'))).toThrow(/nowhere\.yaml cannot be read/);
  });
});
