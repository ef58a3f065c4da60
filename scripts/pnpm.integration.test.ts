import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';

const WRAPPER = join(import.meta.dirname, 'pnpm');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'renshe-wrapper-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Starts what writes its pid as its first line of output, once it can be told to end. */
async function start(args: readonly string[]) {
  const wrapper = spawn(WRAPPER, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: wrapper.stdout });
  const pid = await new Promise<number>((resolve) =>
    lines.on('line', (line) => {
      const said = /^pid (\d+)$/.exec(line)?.[1];
      if (said !== undefined) resolve(Number(said));
    }),
  );
  return { wrapper, pid };
}

// A service manager knows the wrapper only: what it says to it has to reach the program, which puts its things away, and
// the wrapper must not be gone before the program is.
it.each(['SIGTERM', 'SIGHUP'] as const)('passes %s on to a program run by exec, and ends with it', async (signal) => {
  const program = join(folder, 'program.mjs');
  const tidied = join(folder, 'tidied');
  writeFileSync(
    program,
    `import { writeFileSync } from 'node:fs';
process.on('${signal}', () => setTimeout(() => {
  writeFileSync(${JSON.stringify(tidied)}, '');
  process.exit(7);
}, 300));
console.log('pid ' + process.pid);
setInterval(() => {}, 1_000);
`,
  );
  const { wrapper, pid } = await start(['exec', 'node', program]);
  wrapper.kill(signal);
  await once(wrapper, 'exit');
  expect(existsSync(tidied)).toBe(true);
  expect(isAlive(pid)).toBe(false);
});

/** Every process with this text in its command line. */
function programsWith(text: string): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
}

it('leaves nobody behind of a program run as a script of the package', async () => {
  const config = join(folder, 'devices.yaml');
  writeFileSync(config, `camera: { interface: file, file: ${join(folder, 'camera.mjpeg')} }\n`);
  const wrapper = spawn(WRAPPER, ['devices', 'watch', '--config', config, '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: wrapper.stdout });
  await new Promise<void>((resolve) => lines.on('line', (line) => line.startsWith('{') && resolve()));
  expect(programsWith(config).length).toBeGreaterThan(1);
  wrapper.kill('SIGTERM');
  await once(wrapper, 'exit');
  expect(programsWith(config)).toEqual([]);
});
