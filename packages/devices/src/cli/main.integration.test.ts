import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench } from '../core/testing.ts';
import { SW3 } from '../id-card-reader/commands.ts';
import { encodeAnswer } from '../id-card-reader/frame.ts';
import { cards, newestAddress, photo, samId, startScriptedReader } from '../id-card-reader/testing.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('pnpm devices', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  const start = (args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    bench.afterwards(() => child.kill('SIGKILL'));
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text) => {
      stdout += String(text);
    });
    child.stderr.on('data', (text) => {
      stderr += String(text);
    });
    return { child, ended: once(child, 'close').then(([code]) => ({ code, stdout, stderr })) };
  };
  const read = (...args: string[]): Promise<Ended> =>
    start(['read', 'id-card-reader', '--port', bench.port, ...args]).ended;

  it('reads a card as one JSON object, and its photo into a file', async () => {
    const peer = await startScriptedReader(bench.port, { '30 03': () => Buffer.from(newestAddress.answerHex, 'hex') });
    bench.afterwards(() => peer.unplug());
    const { code, stdout } = await read('--timeout', '10', '--baud', '115200', '--photo-out', bench.path('photo.wlt'));
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toEqual({
      credential: cards[0]?.credential,
      photo: Buffer.from(photo).toString('base64'),
      newestAddress: newestAddress.text,
      samId: samId.text,
      timings: { totalMs: expect.any(Number), wireMs: expect.any(Number), bytes: 1359, baudRate: 115_200 },
    });
    expect(readFileSync(bench.path('photo.wlt'))).toEqual(Buffer.from(photo));
    expect(statSync(bench.path('photo.wlt')).mode & 0o777).toBe(0o600);
  });

  it('says in the same form, and to people, what went wrong', async () => {
    const { code, stdout, stderr } = await read();
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'port-missing', detail: expect.stringContaining(bench.port), next: expect.stringMatching(/\w/) },
    });
    expect(stderr).toMatch(/^error: port-missing: .*\ncure: /m);
  });

  it('ends in time without a card, and when it is interrupted', async () => {
    const peer = await startScriptedReader(bench.port, { '20 01': () => encodeAnswer(SW3.noCard) });
    bench.afterwards(() => peer.unplug());
    const late = await read('--timeout', '0.3');
    expect([late.code, JSON.parse(late.stdout).error.code]).toEqual([1, 'no-card']);
    const { child, ended } = start(['read', 'id-card-reader', '--port', bench.port]);
    await new Promise<void>((resolve) =>
      child.stderr?.on('data', (text) => String(text).includes('found') && resolve()),
    );
    child.kill('SIGINT');
    const interrupted = await ended;
    expect([interrupted.code, JSON.parse(interrupted.stdout).error.code]).toEqual([1, 'aborted']);
  });

  it('fails when the photo cannot be written', async () => {
    const peer = await startScriptedReader(bench.port);
    bench.afterwards(() => peer.unplug());
    const { code, stdout } = await read('--photo-out', bench.path('nowhere/photo.wlt'));
    expect([code, JSON.parse(stdout).error.code]).toEqual([1, 'photo-not-written']);
    expect(stdout).not.toContain(cards[0]?.credential.idNumber);
  });

  it.each([
    [['read'], 'no command "read "'],
    [['fly', 'id-card-reader'], 'no command "fly id-card-reader"'],
    [['read', 'id-card-reader'], '--port <tty> is missing'],
    [['read', 'id-card-reader', '--port', '/dev/x', '--baud', '300'], '--baud must be one of'],
    [['read', 'id-card-reader', '--port', '/dev/x', '--timeout', 'soon'], '--timeout must be seconds'],
    [['read', 'id-card-reader', '--port', '/dev/x', '--timeout', '-1'], "'--timeout"],
    [['read', 'id-card-reader', '--port', '/dev/x', '--fast'], "'--fast'"],
  ])('does not guess what %j means', async (args, says) => {
    const { code, stdout, stderr } = await start(args).ended;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(says);
    expect(stderr).toContain('cure: pnpm devices --help');
  });

  it('explains itself', async () => {
    const { code, stderr } = await start(['--help']).ended;
    expect(code).toBe(0);
    expect(stderr).toContain('pnpm devices read id-card-reader --port <tty>');
  });
});
