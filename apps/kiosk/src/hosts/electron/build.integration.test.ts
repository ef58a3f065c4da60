import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createFaceEngine } from '@renshe/face';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forkDeviceHost } from '../../device-host/deviceHostChild.ts';
import { startDeviceHost } from '../../device-host/deviceHostClient.ts';
import { buildElectron } from './build.ts';

const kiosk = resolve(import.meta.dirname, '../../..');
// Inside the package, for that is where the bundle looks for what it does not hold.
const outDir = join(kiosk, 'test-results/electron-build');
const built = (name: string) => pathToFileURL(join(outDir, name));

beforeAll(() => buildElectron(outDir));
afterAll(() => rmSync(outDir, { recursive: true, force: true }));

function packagesOf(manifest: string): Record<string, string> {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies?: Record<string, string> }).dependencies ?? {};
}

it('leaves out only what is installed beside it', () => {
  const code = readdirSync(outDir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(outDir, name), 'utf8'))
    .join('\n');
  const names = [...code.matchAll(/^(?:import|export) (?:[^"]* from )?"([^."][^"]*)"/gm)].map(([, id = '']) => id);
  const packages = names
    .filter((id) => id !== 'electron' && !isBuiltin(id))
    .map((id) => id.split('/', id.startsWith('@') ? 2 : 1).join('/'));
  const installed = Object.keys(packagesOf(join(kiosk, 'package.json')));
  expect(new Set(packages).size).toBeGreaterThan(5);
  expect([...new Set(packages)].filter((name) => !installed.includes(name))).toEqual([]);
  expect(packages.filter((name) => name.startsWith('@renshe/'))).toEqual([]);
});

it.each(['devices', 'face', 'identity', 'central-api'])(
  'wants of the registry what %s wants, to the version',
  (name) => {
    const ours = packagesOf(join(kiosk, 'package.json'));
    for (const [dependency, version] of Object.entries(
      packagesOf(resolve(kiosk, `../../packages/${name}/package.json`)),
    )) {
      expect(`${dependency} ${ours[dependency]}`).toBe(`${dependency} ${version}`);
    }
  },
);

it('gives the sandboxed preload one CommonJS file that needs Electron only', () => {
  const preload = readFileSync(join(outDir, 'preload.cjs'), 'utf8');
  expect([...preload.matchAll(/require\("([^"]+)"\)/g)].map(([, id]) => id)).toEqual(['electron']);
  expect(preload).not.toMatch(/^\s*(import|export) /m);
});

it('builds a device host whose drivers load', async () => {
  const host = startDeviceHost({
    config: {
      devices: {
        'id-card-reader': { interface: 'serial', port: '/dev/no-such-port' },
        'receipt-printer': { interface: 'ipp', uri: 'ipp://127.0.0.1:9/ipp' },
      },
      printUser: 'kiosk-TEST',
    },
    launch: () => forkDeviceHost(built('deviceHost.js')),
  });
  try {
    await expect.poll(() => host.idCardReader.status.state, { timeout: 20_000 }).not.toBe('starting');
    expect(await host.receiptPrinter.status()).toMatchObject({ state: 'offline' });
    expect(await host.idCardReader.readCard({ timeoutMs: 1_000 })).toMatchObject({ ok: false });
  } finally {
    await host.stop();
  }
});

it('builds a face worker whose models load', async () => {
  const engine = createFaceEngine({
    decoders: [],
    policy: { falseMatchRate: 1e-4 },
    workerScript: built('faceWorker.js'),
  });
  try {
    expect((await engine.start()).loadMs).toBeGreaterThan(0);
  } finally {
    await engine.stop();
  }
});
