import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SimulatedMachine, startSimulatedMachine } from '@renshe/devices/simulation';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { forkDeviceHost } from './deviceHostChild.ts';
import { type DeviceHost, startDeviceHost } from './deviceHostClient.ts';

/** The production host above a printer that is none of ours (`ippeveprinter`), killed where it hurts most. */

let folder: string;
let machine: SimulatedMachine;
let host: DeviceHost | undefined;
const pids: number[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'renshe-killed-test-'));
  const people = join(folder, 'people');
  mkdirSync(people);
  for (const name of ['stranger.mjpeg', 'nobody.mjpeg']) writeFileSync(join(people, name), name);
  writeFileSync(
    join(people, 'index.json'),
    JSON.stringify({ citizens: [], stranger: 'stranger.mjpeg', nobody: 'nobody.mjpeg' }),
  );
  const started = await startSimulatedMachine({
    runDir: join(folder, 'run'),
    peopleDir: people,
    devices: ['receipt-printer'],
  });
  if (!started.ok) throw new Error(started.error.message);
  machine = started.value;
});
afterEach(async () => {
  await host?.stop();
  await machine.act('receipt-printer', 'restore');
});
afterAll(async () => {
  await machine?.close();
  rmSync(folder, { recursive: true, force: true });
});

const PDF = () => Buffer.from('%PDF-1.4\n% a receipt\n');
const printer = () => machine.file.devices['receipt-printer'] ?? { uri: '', spool: '' };
const paper = (): string[] => readdirSync(printer().spool);
const missing = (): boolean =>
  machine.view().devices.some(({ state }) => 'connection' in state && state.connection === 'missing');

function start(): DeviceHost {
  host = startDeviceHost({
    config: {
      devices: { 'receipt-printer': { interface: 'ipp', uri: printer().uri } },
      printUser: 'kiosk-TEST',
    },
    launch: () => {
      const child = forkDeviceHost();
      pids.push(child.pid ?? 0);
      return child;
    },
  });
  return host;
}

beforeEach(({ skip }) => skip(missing(), 'skipped: needs cups-ipp-utils'));

it.each(['slow', 'paper-jam'])(
  'takes back what it was printing when it was killed (%s)',
  async (trouble) => {
    const terminal = start();
    await machine.act('receipt-printer', 'slow', { choice: 'on' });
    const lost = terminal.receiptPrinter.print(PDF(), { jobName: 'the citizen before' });
    await expect.poll(async () => (await terminal.receiptPrinter.status()).state, { timeout: 10_000 }).toBe('busy');
    if (trouble !== 'slow') await machine.act('receipt-printer', trouble);
    process.kill(pids.at(-1) ?? 0, 'SIGKILL');
    // Sent, and nobody saw the end of it.
    expect(await lost).toMatchObject({ ok: false, error: { code: 'print-timeout' } });
    const before = paper().length;
    await expect
      .poll(() => terminal.statuses[0]?.status.state, { timeout: 20_000 })
      .toBe(trouble === 'slow' ? 'online' : 'userError');
    await machine.act('receipt-printer', 'restore');
    const printed = await terminal.receiptPrinter.print(PDF(), { jobName: 'the next citizen' });
    expect(printed).toMatchObject({ ok: true });
    expect(paper()).toHaveLength(before + 1);
  },
  60_000,
);
