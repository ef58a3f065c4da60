import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Bench, whenState } from '../core/testing.ts';
import { cards, startScriptedReader } from '../id-card-reader/testing.ts';
import { openSerialPort } from '../transports/serialPort.ts';
import { tapSerial } from '../transports/tap.ts';
import { createDevices } from './createDevices.ts';
import type { SeenFrame } from './deviceKind.ts';
import { findKind } from './deviceKinds.ts';
import { parseDevices } from './devicesFile.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.clear());

function settingsOf(text: string) {
  const parsed = parseDevices(text, 'devices.yaml');
  if (!parsed.ok) throw new Error(parsed.error[0]?.problem);
  return parsed.value.settings;
}

it('makes the drivers of what the file names, and of nothing else', async () => {
  const peer = await startScriptedReader(bench.port);
  bench.afterwards(() => peer.unplug());
  const settings = settingsOf(`
id-card-reader: { interface: serial, port: ${bench.port}, baudRate: 115200 }
camera: { interface: file, file: ${bench.path('camera.mjpeg')} }
`);
  const set = createDevices(settings);
  bench.afterwards(() => set.close());
  expect(set.all.map(({ name }) => name)).toEqual(['id-card-reader', 'camera']);
  const { 'id-card-reader': reader, camera, 'receipt-printer': printer } = set.devices;
  if (!reader || !camera) throw new Error('a device is missing');
  expect(printer).toBeUndefined();
  await whenState(reader, 'online');
  expect(await reader.driver.readCard({ timeoutMs: 5_000 })).toMatchObject({ ok: true });
  await whenState(camera, 'noDevice');
  writeFileSync(bench.path('camera.mjpeg'), 'a picture');
  await whenState(camera, 'online');
});

it('lets somebody look on who sees every frame by its name, and nothing of the card', async () => {
  const peer = await startScriptedReader(bench.port);
  bench.afterwards(() => peer.unplug());
  const settings = settingsOf(`id-card-reader: { interface: serial, port: ${bench.port}, baudRate: 115200 }`);
  const frames = findKind('id-card-reader')?.frames?.(settings['id-card-reader']);
  const seen: SeenFrame[] = [];
  const openPort = tapSerial(openSerialPort, (direction, bytes) => {
    seen.push(...(frames?.push(direction, bytes) ?? []));
  });
  const set = createDevices(settings, () => ({ openPort }));
  bench.afterwards(() => set.close());
  const reading = await set.devices['id-card-reader']?.driver.readCard({ timeoutMs: 5_000 });
  expect(reading).toMatchObject({ ok: true });
  expect(seen).toContainEqual({ name: 'status', hex: '11 FF' });
  expect(seen).toContainEqual({ name: 'find: found', hex: expect.stringMatching(/^00 00 9F/) });
  expect(seen).toContainEqual({ name: 'read: ok', hex: '00 00 90 [1284 bytes masked]' });
  const name = Buffer.from(cards[0]?.credential.name ?? '', 'utf16le');
  expect(JSON.stringify(seen)).not.toContain(
    [...name]
      .map((byte) => byte.toString(16))
      .join(' ')
      .toUpperCase(),
  );
  const shown = seen.map(({ hex }) => hex.replace(/\[.*\]/, '').split(' ').length);
  expect(Math.max(...shown)).toBeLessThan(24);
});
