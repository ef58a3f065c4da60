import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from './store.ts';
import { loadStoreKey } from './storeKey.ts';

const program = fileURLToPath(new URL('./testEnqueueLoop.ts', import.meta.url));
const ROUNDS = 8;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'renshe-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program and kills it `afterMs` after its first acknowledged item; the whole lines it had said. */
function runAndKill(afterMs: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    let armed = false;
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (armed) return;
      armed = true;
      setTimeout(() => child.kill('SIGKILL'), afterMs);
    });
    child.on('error', reject);
    child.on('close', () => resolve(said.split('\n').slice(0, -1)));
  });
}

test('killed at any moment, every acknowledged confirmation is there, once, and no number was given twice', async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round++) acknowledged.push(...(await runAndKill(Math.random() * 60)));
  expect(acknowledged.length).toBeGreaterThan(ROUNDS);

  const store = openStore({
    file: join(folder, 'terminal.db'),
    key: loadStoreKey(join(folder, 'store.key')),
    terminalId: 'HALL-01',
  });
  try {
    expect(store.opening.state).toBe('existing');
    const pending = store.outbox.pending().map(({ key }) => key);
    expect(new Set(pending).size).toBe(pending.length);
    const numbers = new Set<string>();
    for (const line of acknowledged) {
      const [key = '', number] = line.split(' ');
      expect(store.outbox.find(key)).toMatchObject({ state: 'pending', receiptNumber: number });
      numbers.add(number ?? '');
    }
    expect(numbers.size).toBe(acknowledged.length);
    // Written but not yet acknowledged: at most one for each kill.
    expect(pending.length - acknowledged.length).toBeLessThanOrEqual(ROUNDS);
  } finally {
    store.close();
  }
});

/** A private name space with a small disk of its own; needs the kernel's leave. */
const smallDisk = (script: string) =>
  spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script], { encoding: 'utf8' });
const canMount = smallDisk('mount -t tmpfs tmpfs /mnt').status === 0;

test('a full disk is a typed error, and what was acknowledged before is whole', (context) => {
  context.skip(!canMount, 'skipped: needs util-linux, and user name spaces allowed');
  const disk = join(folder, 'disk');
  const kept = join(folder, 'kept');
  mkdirSync(disk);
  mkdirSync(kept);
  const ran = smallDisk(
    `mount -t tmpfs -o size=400k tmpfs '${disk}' && '${process.execPath}' '${program}' '${disk}' > '${kept}/said'
     cp '${disk}'/* '${kept}/'`,
  );
  expect(ran.stderr).toBe('');
  const lines = readFileSync(join(kept, 'said'), 'utf8').trim().split('\n');
  expect(lines.pop()).toBe('error store-full');
  expect(lines.length).toBeGreaterThan(10);

  const store = openStore({
    file: join(kept, 'terminal.db'),
    key: loadStoreKey(join(kept, 'store.key')),
    terminalId: 'HALL-01',
  });
  try {
    expect(store.opening.state).toBe('existing');
    for (const line of lines) expect(store.outbox.find(line.split(' ')[0] ?? '')?.state).toBe('pending');
  } finally {
    store.close();
  }
});
