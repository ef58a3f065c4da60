import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createCentralClient, type Person, type VerificationRequest } from '@renshe/central-api';
import { afterEach, beforeEach, expect, it } from 'vitest';

const main = join(import.meta.dirname, 'main.ts');
const seed = resolve(import.meta.dirname, '../../../fixtures/people/citizens.json');
const person: Person = { documentKind: 'resident-id-card', idNumber: '110105197903120017', name: '陈建国' };

let dir: string;
const running = new Set<ChildProcess>();
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'renshe-central-'));
});
afterEach(async () => {
  await Promise.all([...running].map((child) => kill(child)));
  rmSync(dir, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  /** Everything on stdout so far. */
  readonly lines: string[];
  stderr: string;
}

function start(...extra: string[]): Started {
  const args = [
    '--port',
    '0',
    '--data',
    join(dir, 'data'),
    '--seed',
    seed,
    '--sandbox',
    '--terminal',
    'T1:s1',
    ...extra,
  ];
  const { DATABASE_URL: _unused, ...env } = process.env;
  const child = spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'pipe'], env });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const started: Started = { child, lines: [], stderr: '' };
  createInterface({ input: child.stdout }).on('line', (line) => started.lines.push(line));
  child.stderr.on('data', (chunk) => {
    started.stderr += chunk;
  });
  return started;
}

async function ready(started: Started) {
  while (started.lines.length === 0) {
    if (started.child.exitCode !== null) throw new Error(`exited: ${started.stderr}`);
    await Promise.race([once(started.child.stdout ?? started.child, 'data'), once(started.child, 'exit')]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const line = JSON.parse(started.lines[0] ?? '');
  expect(line).toEqual({
    ready: true,
    policyKey: { id: 'sandbox', pem: expect.stringContaining('PUBLIC KEY') },
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
  });
  const client = createCentralClient({ url: line.url, terminalId: 'T1', secret: 's1', timeoutMs: 10_000 });
  return { client, url: String(line.url) };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
  return child.exitCode;
}

const offline = (): VerificationRequest => ({
  idempotencyKey: randomUUID(),
  terminalId: 'T1',
  person,
  evidence: { method: 'face', engine: 'e', distance: 0.31, threshold: 0.45, falseMatchRate: 1e-4, frames: 3 },
  confirmedAt: '2026-11-24T02:00:00.000Z',
});

it('keeps every answered verification over kill -9, again and again', async () => {
  const answered: VerificationRequest[] = [];
  for (let round = 0; round < 3; round += 1) {
    const started = start();
    const { client } = await ready(started);
    for (const request of answered) {
      expect(await client.submitVerification(request)).toMatchObject({ ok: true, value: { duplicate: true } });
    }
    for (let count = 0; count < 5; count += 1) {
      const request = offline();
      const result = await client.submitVerification(request);
      expect(result).toMatchObject({ ok: true, value: { duplicate: false } });
      answered.push(request);
    }
    // One more is on its way when the process dies: it may be recorded or not, but not twice and not by half.
    const last = offline();
    const cut = client.submitVerification(last);
    await kill(started.child);
    const result = await cut;
    if (result.ok) answered.push(last);
    else expect(result.error.kind).toBe('unreachable');
  }
  const { client, url } = await ready(start());
  for (const request of answered) {
    expect(await client.submitVerification(request)).toMatchObject({ ok: true, value: { duplicate: true } });
  }
  // Of all these one found the waiting application; the others are for a person to look at.
  const application = await (await fetch(`${url}/sandbox/applications/SQ202611180001`)).json();
  expect(application).toMatchObject({ status: 'verified', verifications: 1 });
});

it('makes its files anew when it was killed while making them', async () => {
  const first = start();
  const partial = join(dir, 'data', 'pgdata.partial');
  while (!existsSync(join(partial, 'PG_VERSION')) && first.child.exitCode === null) {
    // Long enough to leave the machine to the process that is making the files, short against what that takes.
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await kill(first.child);
  expect(first.lines).toEqual([]);
  expect(existsSync(partial)).toBe(true);
  const { client } = await ready(start());
  expect(await client.findApplications({ person })).toMatchObject({ ok: true, value: { waiting: [{}] } });
  expect(existsSync(partial)).toBe(false);
});

it('lets no second service into the same directory, and the first goes on', async () => {
  const { client } = await ready(start());
  const second = start();
  // `close` and not `exit`: only then has everything it wrote arrived.
  const [code] = await once(second.child, 'close');
  expect(code).toBe(1);
  expect(second.lines).toEqual([]);
  expect(JSON.parse(second.stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({
    error: { code: 'DATA_DIR_IN_USE', message: expect.stringContaining('--data') },
  });
  expect((await client.health()).ok).toBe(true);
});

it.each(['SIGTERM', 'SIGINT'] as const)('stops cleanly on %s, and nothing was lost', async (signal) => {
  const started = start();
  const { client } = await ready(started);
  const request = offline();
  await client.submitVerification(request);
  expect(await kill(started.child, signal)).toBe(0);
  expect(existsSync(join(dir, 'data', 'pgdata', 'postmaster.pid'))).toBe(false);
  const again = await ready(start());
  expect(await again.client.submitVerification(request)).toMatchObject({ ok: true, value: { duplicate: true } });
});

it('ends with its parent when told to', async () => {
  const started = start('--exit-with-parent');
  await ready(started);
  started.child.stdin?.end();
  const [code] = await once(started.child, 'exit');
  expect(code).toBe(0);
});
