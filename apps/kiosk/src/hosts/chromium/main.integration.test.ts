import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildRenderer } from '../../../../../scripts/stack/buildRenderer.ts';
import { findBrowser } from './browser.ts';

/** The whole host as a service manager starts it: real devices (that are not there), a central service that is away. */
const browser = findBrowser();
const root = resolve(import.meta.dirname, '../../../../..');
const work = mkdtempSync(join(tmpdir(), 'renshe-host-'));
const configFile = join(work, 'terminal.yaml');
const profileDir = join(work, 'data/browser');
const started: ChildProcess[] = [];

beforeAll(async () => {
  await buildRenderer(root);
  writeFileSync(
    configFile,
    `terminalId: RS-TEST
place: 测试大厅
central: { url: "http://127.0.0.1:9", secret: not-a-secret-at-all }
dataDir: data
devices:
  idCardReader: { port: /dev/no-such-port }
  receiptPrinter: { uri: "ipp://127.0.0.1:9/ipp/print" }
face: { enabled: false }
`,
  );
  // The machine's Chromium under its own name, without a screen.
  writeFileSync(join(work, 'chromium'), `#!/bin/sh\nexec "${browser}" --headless --disable-gpu "$@"\n`);
  chmodSync(join(work, 'chromium'), 0o755);
});
afterEach(async () => {
  for (const host of started.splice(0)) {
    if (host.exitCode !== null || host.signalCode !== null) continue;
    host.kill('SIGKILL');
    await once(host, 'exit');
  }
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

function start(...args: string[]) {
  const host = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.url)), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${work}:${process.env.PATH}` },
  });
  started.push(host);
  const log: Record<string, unknown>[] = [];
  const heard = new Set<() => void>();
  createInterface({ input: host.stderr }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    log.push(JSON.parse(line) as Record<string, unknown>);
    for (const wake of heard) wake();
  });
  const output: string[] = [];
  createInterface({ input: host.stdout }).on('line', (line) => output.push(line));
  const logged = (event: string, times = 1) =>
    new Promise<void>((done) => {
      const look = () => {
        if (log.filter((entry) => entry.event === event).length >= times) done();
      };
      heard.add(look);
      look();
    });
  return { host, log, output, logged, ended: once(host, 'exit').then(([code, signal]) => code ?? signal) };
}

/** Everything that was started by this process, and by what it started. */
function descendants(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => statOf(name)?.parent === pid)
    .map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** State and parent of a process; undefined when it has gone. */
function statOf(pid: string | number): { state: string; parent: number } | undefined {
  try {
    const [state = '', parent = '0'] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

const alive = (pids: readonly number[]) => pids.filter((pid) => !['Z', undefined].includes(statOf(pid)?.state));

describe.skipIf(!browser)('the Chromium host', () => {
  it('shows the page, hands out no token, and leaves nothing behind when it is stopped', async () => {
    const { host, output, logged, ended } = start('--config', configFile);
    await logged('page.connected');
    expect(output.map((line) => JSON.parse(line) as object)).toEqual([
      { ready: true, url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/), pid: host.pid },
    ]);
    const family = descendants(host.pid ?? 0);
    expect(family.length).toBeGreaterThan(3);
    host.kill('SIGTERM');
    expect(await ended).toBe(0);
    await expect.poll(() => alive(family)).toEqual([]);
    expect(existsSync(profileDir)).toBe(false);
  });

  it('takes browser and device host along when it is killed, and starts again over what is left', async () => {
    const first = start('--config', configFile);
    await first.logged('page.connected');
    const family = descendants(first.host.pid ?? 0);
    first.host.kill('SIGKILL');
    await first.ended;
    await expect.poll(() => alive(family), { timeout: 15_000 }).toEqual([]);
    expect(existsSync(profileDir)).toBe(true);
    const second = start('--config', configFile);
    await second.logged('page.connected');
  });

  it('brings the page back when the browser was killed', async () => {
    const { host, logged } = start('--config', configFile);
    await logged('page.connected');
    const [shown] = descendants(host.pid ?? 0).filter((pid) => {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return command.includes(profileDir) && !command.includes('--type=');
    });
    const began = performance.now();
    process.kill(shown ?? 0, 'SIGKILL');
    await logged('page.connected', 2);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('ends with whoever started it, when told to', async () => {
    const { host, output, ended } = start('--config', configFile, '--open', 'none', '--exit-with-parent');
    await expect.poll(() => output.length, { timeout: 20_000 }).toBe(1);
    expect(JSON.parse(output[0] ?? '{}')).toMatchObject({ url: expect.stringMatching(/#token=[\w-]{43}$/) });
    host.stdin?.end();
    expect(await ended).toBe(0);
  });
});

it.each([
  ['no configuration named', [], 'USAGE', /--config is missing/],
  ['a configuration that is not there', ['--config', '/nonexistent.yaml'], 'CONFIG_INVALID', /Check the path/],
  ['a dev dock for real devices', ['--config', configFile, '--open', 'dev'], 'USAGE', /simulated/],
])('says with a code and in one line why it does not start: %s', async (_what, args, code, message) => {
  const { log, output, ended } = start(...args);
  expect(await ended).toBe(1);
  expect(output).toEqual([]);
  expect(log.at(-1)).toEqual({ error: { code, message: expect.stringMatching(message) } });
});
