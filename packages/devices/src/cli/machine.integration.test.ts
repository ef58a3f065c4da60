import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench } from '../core/testing.ts';
import { SW3 } from '../id-card-reader/commands.ts';
import { encodeAnswer } from '../id-card-reader/frame.ts';
import { cards, startScriptedReader } from '../id-card-reader/testing.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
/** Built once for the whole repository; without people there is nothing to simulate. */
const PEOPLE = resolve(import.meta.dirname, '../../../../.cache/people/index.json');

describe('pnpm devices over a devices.yaml', () => {
  let bench: Bench;
  let config: string;
  beforeEach(() => {
    bench = new Bench();
    config = bench.path('devices.yaml');
    writeFileSync(
      config,
      `id-card-reader:\n  interface: serial\n  port: ${bench.port}\n  baudRate: 115200\ncamera: { interface: file, file: ${bench.path('x')} }\n`,
    );
  });
  afterEach(() => bench.clear());

  const start = (...args: string[]) => {
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
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
    return { child, ended };
  };
  const run = (...args: string[]) => start(...args).ended;
  const plugIn = async (script = {}): Promise<void> => {
    const peer = await startScriptedReader(bench.port, script);
    bench.afterwards(() => peer.unplug());
  };

  it('says of each device on one line how it is, and by its exit code whether all are well', async () => {
    await plugIn();
    const missing = await run('status', '--config', config);
    expect([missing.code, missing.stdout.split('\n').map((line) => line.split(/\s+/).slice(0, 2))]).toEqual([
      1,
      [['id-card-reader', 'online'], ['camera', 'noDevice'], ['']],
    ]);
    writeFileSync(bench.path('x'), 'a picture');
    const well = await run('status', '--config', config, '--json');
    expect([well.code, JSON.parse(well.stdout)]).toEqual([
      0,
      {
        devices: [
          { name: 'id-card-reader', state: 'online' },
          { name: 'camera', state: 'online' },
        ],
      },
    ]);
  });

  it('tries a device out, step by step', async () => {
    await plugIn();
    const whole = await run('test', 'id-card-reader', '--config', config);
    expect(whole.code).toBe(0);
    expect(whole.stdout).toMatch(/^ok {7}answers: online\nok {7}reads a card: \d+ bytes in \d+ ms at 115200 baud\n$/);
    expect(whole.stderr).toContain('now: lay any ID card on the reader');
    const alone = await run('test', 'id-card-reader', '--config', config, '--skip-manual', '--json');
    expect(JSON.parse(alone.stdout)).toEqual({
      device: 'id-card-reader',
      steps: [
        { name: 'answers', ok: true, detail: 'online' },
        { name: 'reads a card', skipped: true },
      ],
    });
  });

  it('stops a test at the step that fails and says what to do', async () => {
    await plugIn({ '30 01': () => encodeAnswer(SW3.unknownCardType) });
    const failed = await run('test', 'id-card-reader', '--config', config);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(/failed {3}reads a card: wrong-card-type: .*\n {9}next: \w/);
    const nobody = await run('test', 'camera', '--config', config);
    expect([nobody.code, nobody.stdout.split('\n').length]).toEqual([1, 3]);
  });

  it('shows what passes on the line, named, without a word of the card', async () => {
    await plugIn();
    const { child, ended } = start('watch', 'id-card-reader', '--config', config, '--json');
    const seen: Record<string, unknown>[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      seen.push(JSON.parse(line));
      if (seen.some(({ kind, status }) => kind === 'status' && JSON.stringify(status).includes('online'))) break;
    }
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
    expect(seen).toContainEqual(
      expect.objectContaining({ kind: 'frame', direction: '=>', name: 'status', hex: '11 FF' }),
    );
    expect(seen).toContainEqual(expect.objectContaining({ direction: '<=', name: 'status: ok', hex: '00 00 90' }));
    expect(JSON.stringify(seen)).not.toContain(cards[0]?.credential.idNumber);
  });

  it.each([
    [['status', '--config', '/nowhere.yaml'], 1, 'error: config-invalid: /nowhere.yaml:1:1: cannot be read'],
    [['test', 'receipt-printer'], 1, 'error: not-configured: there is no receipt-printer in'],
    [['test'], 2, 'its name is missing'.slice(4)],
    [['test', 'id-card-raeder'], 2, 'did you mean id-card-reader?'],
    [['status', '--simulated', '--config', 'x'], 2, 'not both'],
    [['watch', 'camera', 'camera'], 2, 'one device is enough'],
    [['list', '--fast'], 2, "'--fast'"],
  ])('does not guess what %j means', async (args, code, says) => {
    const given = code === 1 && !args.includes('--config') ? [...args, '--config', config] : args;
    const ended = await run(...given);
    expect([ended.code, ended.stdout]).toEqual([code, '']);
    expect(ended.stderr).toContain(says);
    expect(ended.stderr).toContain('cure: ');
  });

  it('tells programs of a wrong file in their form', async () => {
    writeFileSync(config, 'id-card-reader:\n  interface: serial\n  prot: x\n');
    const { code, stdout } = await run('status', '--config', config, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'config-invalid',
      detail: expect.stringContaining('devices.yaml:1:1: id-card-reader has no "port"'),
    });
  });

  it('lists what is plugged in', async () => {
    const { code, stdout } = await run('list', '--json');
    expect([code, JSON.parse(stdout)]).toEqual([0, { ports: expect.any(Array) }]);
  });
});

describe.skipIf(!existsSync(PEOPLE))('pnpm devices over a simulated machine (skipped: needs pnpm people)', () => {
  it('starts it, says how it is, and ends it', async () => {
    const child = spawn(process.execPath, [MAIN, 'status', '--simulated'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let stdout = '';
    child.stdout.on('data', (text) => {
      stdout += String(text);
    });
    await once(child, 'close');
    expect(stdout).toMatch(/^id-card-reader +online$/m);
    expect(stdout).toMatch(/^camera +online$/m);
  }, 60_000);
});
