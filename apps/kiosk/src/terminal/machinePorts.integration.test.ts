import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { devicesSettingsSchema } from '@renshe/devices';
import { startSimulatedMachine } from '@renshe/devices/simulation';
import { afterEach, expect, it } from 'vitest';
import { startDeviceHost } from '../device-host/deviceHostClient.ts';
import { GuideLights } from './guideLights.ts';
import { machinePorts } from './machinePorts.ts';

/** Board and UPS as they are in a terminal: simulators behind ptys, drivers in the device host, ports of the workflow here. */
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function machine() {
  const folder = mkdtempSync(join(tmpdir(), 'renshe-machine-ports-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  // Nobody steps before this machine: it needs no people.
  mkdirSync(join(folder, 'people'));
  const index = { citizens: [], stranger: 'stranger.mjpeg', nobody: 'nobody.mjpeg' };
  writeFileSync(join(folder, 'people', 'index.json'), JSON.stringify(index));
  const started = await startSimulatedMachine({
    runDir: join(folder, 'run'),
    peopleDir: join(folder, 'people'),
    devices: ['sensor-board', 'ups'],
  });
  if (!started.ok) throw new Error(started.error.message);
  const simulated = started.value;
  undo.push(() => simulated.close());
  const { devices } = simulated.file;
  const port = (endpoint: object | undefined): string => (endpoint && 'port' in endpoint ? String(endpoint.port) : '');
  const settings = devicesSettingsSchema.parse({
    'sensor-board': { interface: 'serial', port: port(devices['sensor-board']) },
    ups: { interface: 'serial', port: port(devices.ups) },
  });
  const host = startDeviceHost({ config: { devices: settings, printUser: 'kiosk-TEST' } });
  undo.push(() => host.stop());
  return { simulated, host, ports: machinePorts(host.devices, settings) };
}

/** Looks whenever a device says something new. */
function when(host: Awaited<ReturnType<typeof machine>>['host'], so: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = host.onDeviceStatus(look);
    function look(): void {
      if (!so()) return;
      stop();
      resolve();
    }
    look();
  });
}

it('a door, somebody before the machine, the button and the mains reach the workflow; lamps follow the screen', async () => {
  const { simulated, host, ports } = await machine();
  await when(host, () => ports.presence?.present === false && host.devices.ups.status.power === 'mains');
  expect(ports.machine?.hindrance).toBeUndefined();

  await simulated.act('sensor-board', 'activate', { choice: 'presence' });
  await when(host, () => ports.presence?.present === true);

  let presses = 0;
  ports.callButton?.onPress(() => {
    presses += 1;
  });
  await simulated.act('sensor-board', 'activate', { choice: 'callButton' });
  await when(host, () => presses === 1);

  await simulated.act('sensor-board', 'activate', { choice: 'frontDoor' });
  await when(host, () => ports.machine?.hindrance === 'cabinet-open');
  await simulated.act('sensor-board', 'release', { choice: 'frontDoor' });
  await when(host, () => ports.machine?.hindrance === undefined);

  await simulated.act('ups', 'fail-mains');
  await when(host, () => ports.machine?.hindrance === 'mains-failed');
  await simulated.act('ups', 'battery', { choice: '5' });
  await when(host, () => ports.machine?.hindrance === 'battery-low');

  const lamps = new GuideLights(host.devices['sensor-board']);
  lamps.show({ screen: 'reading-card', progress: 'reading' });
  await when(host, () => host.devices['sensor-board'].status.lights.idReader === 'on');
  lamps.stop();
}, 30_000);
