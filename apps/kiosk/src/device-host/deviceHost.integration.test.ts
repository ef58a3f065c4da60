import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { forkDeviceHost } from './deviceHostChild.ts';
import { type DeviceHost, startDeviceHost } from './deviceHostClient.ts';
import type { DeviceHostConfig } from './messages.ts';
import { syntheticReading } from './testing/fakeDevices.ts';

const config: DeviceHostConfig = {
  devices: {
    'id-card-reader': { interface: 'serial', port: '/dev/ttyTEST' },
    'receipt-printer': { interface: 'ipp', uri: 'ipp://127.0.0.1:9/ipp' },
  },
  printUser: 'kiosk-TEST',
};
const fakeDeviceHost = new URL('./testing/fakeDeviceHost.ts', import.meta.url);
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** A host in a process of its own, and the pids of all that were started. */
async function start({ script = fakeDeviceHost, ...options }: { script?: URL; beatMs?: number } = {}) {
  const pids: number[] = [];
  const host = startDeviceHost({
    config,
    launch: () => {
      const child = forkDeviceHost(script);
      pids.push(child.pid ?? 0);
      return child;
    },
    ...options,
  });
  stops.push(() => host.stop());
  await readerState(host, (state) => state !== 'starting');
  return { host, pids };
}

function readerState(host: DeviceHost, wanted: (state: string) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (state: string) => {
      if (!wanted(state)) return;
      stop();
      resolve();
    };
    const stop = host.idCardReader.onStatus(({ state }) => look(state));
    look(host.idCardReader.status.state);
  });
}

const lost = (host: DeviceHost) =>
  new Promise<string>((resolve) => {
    const stop = host.onRestart((_, reason) => {
      stop();
      resolve(reason);
    });
  });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('reads a card whole across two processes', async () => {
  const { host } = await start();
  expect(await host.idCardReader.readCard({ timeoutMs: 1_000 })).toEqual({ ok: true, value: syntheticReading() });
});

it.each(['SIGKILL', 'SIGSEGV'] as const)('comes back after %s in the middle of waiting for a card', async (signal) => {
  const { host, pids } = await start();
  const reading = host.idCardReader.readCard();
  const reason = lost(host);
  process.kill(pids[0] ?? 0, signal);
  expect(await reading).toMatchObject({ ok: false, error: { code: 'unplugged' } });
  expect(await reason).toBe(`ended with ${signal}`);
  await readerState(host, (state) => state === 'online');
  expect(pids).toHaveLength(2);
  expect(await host.idCardReader.readCard({ timeoutMs: 1_000 })).toMatchObject({ ok: true });
});

it('replaces a host that hangs, and leaves the hanging one to nobody', async () => {
  // A hang is known in a quarter of the time, for nobody shall wait for it here.
  const { host, pids } = await start({ beatMs: 500 });
  const reading = host.idCardReader.readCard();
  const reason = lost(host);
  process.kill(pids[0] ?? 0, 'SIGSTOP');
  expect(await reading).toMatchObject({ ok: false, error: { code: 'unplugged' } });
  expect(await reason).toBe('missed 3 heartbeats');
  await readerState(host, (state) => state === 'online');
  expect(isAlive(pids[0] ?? 0)).toBe(false);
});

it('ends with the terminal that stops', async () => {
  const { host, pids } = await start();
  await host.stop();
  expect(pids.map(isAlive)).toEqual([false]);
});

it('does not outlive a terminal that is killed', async () => {
  const parent = spawn(process.execPath, [fileURLToPath(new URL('./testing/parent.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  stops.push(async () => void parent.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  const { pid } = JSON.parse(line) as { pid: number };
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
});

it('starts the production drivers, tells of a reader that is not there, and leaves Ctrl-C to the terminal', async () => {
  const { host, pids } = await start({ script: new URL('./main.ts', import.meta.url) });
  expect(host.idCardReader.status.state).not.toBe('online');
  const beforeSignal = lost(host);
  process.kill(pids[0] ?? 0, 'SIGINT');
  expect(await host.receiptPrinter.status()).toMatchObject({ state: 'offline', paper: 'unknown' });
  expect(await Promise.race([beforeSignal, Promise.resolve('still there')])).toBe('still there');
});
