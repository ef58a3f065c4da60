import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const ROBOT = join(import.meta.dirname, 'robot/main.ts');
/** A journey takes about 20 s; a busy machine that starts everything from nothing may need a few times that. */
const JOURNEY_MS = 150_000;

/** Runs one journey as its own program, as `pnpm robot` does, and resolves with everything it printed. */
function runRobot(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [ROBOT, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

test.describe('a robot citizen against the whole stack', () => {
  // The robot holds the driver to 15 % over the wire in one single reading; a core lent to somebody else for a tenth of a
  // second is no fault of the driver's, but it does not come twice in a row.
  test.describe.configure({ retries: 1 });
  test.setTimeout(JOURNEY_MS);
  const journeys: [name: string, args: readonly string[]][] = [
    ['an application is verified by face', []],
    ['a confirmation without a network is delivered once, later', ['--offline']],
    ['somebody else before the camera leaves no record', ['--wrong-face']],
    ['the path without a face leads to the same record', ['--no-face']],
    ['a reader unplugged in the middle of a reading costs nothing', ['--unplug-reader']],
  ];
  for (const [name, args] of journeys) {
    test(name, async () => {
      const { code, output } = await runRobot(['verify', ...args]);
      expect(code, output).toBe(0);
    });
  }

  test('a wrong call is refused with the cure', async () => {
    const { code, output } = await runRobot(['verify', '--offline', '--no-face']);
    expect(code).toBe(2);
    expect(output).toContain('BAD_USAGE');
  });
});
