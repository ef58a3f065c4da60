import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, 'main.ts');
/** Ending everything takes a tenth of this. */
const PATIENCE_MS = 8_000;

/** Pids of everything that descends from `pid`, from /proc. */
function descendantsOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // After the name in brackets: state, parent.
        const parent = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ')[1];
        return [{ pid: Number(name), parent: Number(parent) }];
      } catch {
        return [];
      }
    });
  const children = parents.filter(({ parent }) => parent === pid).map((entry) => entry.pid);
  return [...children, ...children.flatMap(descendantsOf)];
}

function runs(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('the simulated machine as a process', () => {
  let folder: string;
  let machine: ChildProcessByStdio<Writable, Readable, null>;
  let family: number[];
  let ended: Promise<unknown>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'renshe-main-test-'));
    const people = join(folder, 'people');
    mkdirSync(people);
    for (const name of ['stranger.mjpeg', 'nobody.mjpeg']) writeFileSync(join(people, name), name);
    const index = { citizens: [], stranger: 'stranger.mjpeg', nobody: 'nobody.mjpeg' };
    writeFileSync(join(people, 'index.json'), JSON.stringify(index));
    const args = ['--run-dir', join(folder, 'run'), '--people', people, '--central-url', 'http://127.0.0.1:9'];
    machine = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    ended = once(machine, 'exit');
    const [line] = await Promise.race([
      once(createInterface({ input: machine.stdout }), 'line'),
      ended.then(() => ['{"ready":false}']),
    ]);
    expect(JSON.parse(line)).toMatchObject({ ready: true, devices: { camera: { file: expect.any(String) } } });
    family = descendantsOf(machine.pid ?? 0);
  });
  afterEach(() => {
    machine.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const allGone = async (): Promise<boolean> => {
    const deadline = performance.now() + PATIENCE_MS;
    while (family.some(runs) && performance.now() < deadline) await wait(20);
    return !family.some(runs);
  };

  it.each(['SIGTERM', 'SIGINT', 'stdin closed'] as const)('ends by itself on %s', async (how) => {
    expect(family.length).toBeGreaterThanOrEqual(2);
    if (how === 'stdin closed') machine.stdin.end();
    else machine.kill(how);
    expect(await ended).toEqual([0, null]);
    expect(await allGone()).toBe(true);
    expect(existsSync(join(folder, 'run', 'simulation.json'))).toBe(false);
  });

  it('leaves nobody behind when it is killed', async () => {
    machine.kill('SIGKILL');
    await ended;
    expect(await allGone()).toBe(true);
  });
});
