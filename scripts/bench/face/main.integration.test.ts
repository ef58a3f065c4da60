import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';

const execute = promisify(execFile);
/** What hangs is ended, and does not go on beside the next tests; the process it started ends with it. */
const run = (command: string, args: readonly string[]) => execute(command, args, { timeout: 150_000 });
const MAIN = join(import.meta.dirname, 'main.ts');
const ASTRONAUT = join(import.meta.dirname, '../../../fixtures/faces/astronaut_1.jpg');
const folder = mkdtempSync(join(tmpdir(), 'renshe-face-bench-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function csv(name: string, ...rows: string[]): string {
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, `a,b,same\n${rows.join('\n')}\n`);
  return file;
}

it('compares the pairs of a file with every engine, and human beside them', async () => {
  const pairs = csv('good', `${ASTRONAUT},${ASTRONAUT},1`);
  const { stdout } = await run(process.execPath, [
    MAIN,
    ...['--pairs', pairs, '--frames', '2', '--rounds', '1', '--comparisons', '2', '--json'],
  ]);
  const { accuracy, speed, kiosk } = JSON.parse(stdout);
  const of = (matcher: string) => accuracy.filter((one: { matcher: string }) => one.matcher.startsWith(matcher));
  for (const matcher of ['face-api', '@vladmandic/human']) {
    expect(of(matcher)).toHaveLength(4);
    // One pair, no impostor: nothing may be claimed.
    for (const { genuine, impostor, points, notAcquired } of of(matcher)) {
      expect({ genuine, impostor, missing: notAcquired.count }).toEqual({ genuine: 1, impostor: 0, missing: 0 });
      expect(points).toEqual([null, null, null, null]);
    }
  }
  expect(speed.map(({ step }: { step: string }) => step)).toContain('live advice: all but the decoding');
  expect(kiosk[0]).toMatchObject({ engine: 'face-api 1.7.15', comparisons: 2 });
  expect(kiosk[0].endMb).toBeGreaterThan(kiosk[0].emptyMb);
});

it.each([
  ['neither pairs nor a folder', [], /either --pairs or --folder/],
  ['an option nobody knows', ['--pear', 'x'], /Unknown option/],
  ['a row that says nothing', ['--pairs', csv('perhaps', '1,2,perhaps')], /row 1/],
  ['a manifest to write without an engine', ['--folder', folder, '--write-manifest'], /needs an --engine/],
  ['a picture that is not there', ['--pairs', csv('gone', '1,2,1')], /which is not there/],
  ['an engine that is none', ['--engine', MAIN], /manifest-unreadable/],
  [
    'no number of frames',
    ['--pairs', csv('frames', `${ASTRONAUT},${ASTRONAUT},1`), '--frames', 'many'],
    /--frames takes/,
  ],
])('says what is wrong with %s', async (_what, args, says) => {
  await expect(run(process.execPath, [MAIN, ...args])).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(says),
  });
});
