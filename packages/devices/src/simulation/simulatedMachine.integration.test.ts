import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectSimulation, type Simulation, SimulationError } from './connectSimulation.ts';
import type { DeviceName, MachineView } from './control.ts';
import { type SimulatedMachine, startSimulatedMachine } from './simulatedMachine.ts';

/** What `pnpm people` would leave: the files need no more in them than a name to be told apart by. */
function makePeople(folder: string): void {
  mkdirSync(folder);
  for (const name of ['1.mjpeg', 'stranger.mjpeg', 'nobody.mjpeg']) writeFileSync(join(folder, name), name);
  writeFileSync(join(folder, 'chen-jianguo.photo'), Buffer.alloc(1024, 7));
  const citizens = [{ id: 'chen-jianguo', photo: 'chen-jianguo.photo', clip: '1.mjpeg' }];
  const index = { source: 'fixtures', citizens, stranger: 'stranger.mjpeg', nobody: 'nobody.mjpeg' };
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index));
}

describe('a simulated machine', () => {
  let folder: string;
  let runDir: string;
  let machine: SimulatedMachine;
  let simulation: Simulation;

  const start = async (devices: readonly DeviceName[]): Promise<void> => {
    const started = await startSimulatedMachine({
      runDir,
      peopleDir: join(folder, 'people'),
      // Nobody is there: the relay does not look before somebody calls.
      centralUrl: 'http://127.0.0.1:9',
      devices,
    });
    if (!started.ok) throw new Error(started.error.message);
    machine = started.value;
    simulation = await connectSimulation(runDir);
  };
  const before = (): string => readFileSync(simulation.endpoint('camera').file, 'utf8');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'renshe-machine-test-'));
    runDir = join(folder, 'run');
    makePeople(join(folder, 'people'));
  });
  afterEach(async () => {
    simulation?.close();
    await machine?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says where it is to its owner only, and no longer than it runs', async () => {
    await start(['camera']);
    expect(statSync(join(runDir, 'simulation.json')).mode & 0o777).toBe(0o600);
    await machine.close();
    await expect(connectSimulation(runDir)).rejects.toMatchObject({ code: 'SIMULATION_NOT_RUNNING' });
  });

  it('lists its devices with what can be done to them now', async () => {
    await start(['camera', 'network']);
    const { devices } = await simulation.state();
    expect(devices.map(({ name, summary }) => [name, summary.en])).toEqual([
      ['camera', 'before the lens: nobody'],
      ['network', 'network up'],
    ]);
    const camera = devices.find(({ name }) => name === 'camera');
    const possible = camera?.actions.filter((action) => action.possible).map(({ name }) => name);
    expect(possible).toEqual(['show', 'unplug']);
    const show = camera?.actions.find(({ name }) => name === 'show');
    expect(show?.choices?.map(({ value }) => value)).toEqual(['chen-jianguo', 'stranger', 'nobody']);
    expect(show?.args).toMatchObject({ type: 'object', required: ['choice'] });
  });

  it('does what it is told, and tells everybody who watches', async () => {
    await start(['camera', 'network']);
    const seen: MachineView[] = [];
    const cut = new Promise<void>((resolve) => {
      simulation.watch((view) => {
        seen.push(view);
        if (view.devices.some(({ summary }) => summary.en === 'network cut')) resolve();
      });
    });
    expect(await simulation.act('camera', 'show', { choice: 'stranger' })).toMatchObject({ ok: true });
    expect(before()).toBe('stranger.mjpeg');
    expect(await simulation.act('network', 'cut')).toEqual({ ok: true, state: { condition: 'cut', connections: 0 } });
    await cut;
    expect(seen.length).toBeGreaterThan(0);
  });

  it.each([
    ['printer', 'fly', {}, 'UNKNOWN_DEVICE'],
    ['receipt-printer', 'paper-out', {}, 'UNKNOWN_DEVICE'],
    ['camera', 'fly', {}, 'UNKNOWN_ACTION'],
    ['camera', 'show', {}, 'BAD_ARGUMENTS'],
    ['camera', 'show', { choice: 'stranger', force: true }, 'BAD_ARGUMENTS'],
    ['camera', 'show', { choice: 'mr-nobody' }, 'UNKNOWN_PERSON'],
    ['camera', 'show', { choice: '/nowhere.mjpeg' }, 'CLIP_UNREADABLE'],
    ['camera', 'plug', {}, 'ALREADY_PLUGGED'],
  ])('refuses %s %s %j with %s and says what to do', async (device, action, args, code) => {
    await start(['camera']);
    const result = await simulation.act(device, action, args);
    expect(result).toMatchObject({ ok: false, error: { code, next: expect.stringMatching(/\w/) } });
    expect(before()).toBe('nobody.mjpeg');
  });

  it('knows where each device is that it was started with, and says so of no other', async () => {
    await start(['camera', 'network']);
    expect(Object.keys(simulation.devices).sort()).toEqual(['camera', 'network']);
    expect(simulation.endpoint('network').url).toMatch(/^http:/);
    expect(() => simulation.endpoint('id-card-reader')).toThrow(
      expect.objectContaining({ code: 'DEVICE_NOT_SIMULATED', next: expect.stringContaining('--devices') }),
    );
  });

  it('answers only holders of its token', async () => {
    await start(['camera']);
    const { controlUrl, token } = machine.file;
    const status = async (authorization?: string): Promise<number> =>
      (await fetch(controlUrl, { headers: authorization ? { authorization } : {} })).status;
    expect(await status()).toBe(401);
    expect(await status(`Bearer ${token}x`)).toBe(401);
    expect(await status(`Bearer ${token}`)).toBe(200);
  });

  it('answers what it cannot read with the reason', async () => {
    await start(['camera']);
    const { controlUrl, token } = machine.file;
    const post = async (path: string, body: string): Promise<[number, string]> => {
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(`${controlUrl}${path}`, { method: 'POST', body, headers });
      const { error } = (await response.json()) as { error: { code: string } };
      return [response.status, error.code];
    };
    expect(await post('/devices/camera/show', '{')).toEqual([400, 'BODY_UNREADABLE']);
    expect(await post('/devices/camera/show', '[]')).toEqual([400, 'BODY_UNREADABLE']);
    expect(await post('/devices/camera/show', `{"choice":"${'x'.repeat(70_000)}"}`)).toEqual([400, 'BODY_UNREADABLE']);
    expect(await post('/devices/camera', '{}')).toEqual([404, 'NO_SUCH_PATH']);
    expect(await post('/devices/%E0%A4%A/show', '{}')).toEqual([404, 'NO_SUCH_PATH']);
  });

  it('brings the citizen before the camera who lays a card down, unless told not to', async () => {
    await start(['id-card-reader', 'camera']);
    const place = (keepCamera: boolean) =>
      simulation.act('id-card-reader', 'place', { choice: 'chen-jianguo', keepCamera });
    expect(await place(true)).toMatchObject({ ok: true });
    expect(before()).toBe('nobody.mjpeg');
    expect(await place(true)).toMatchObject({ ok: false });
    expect(await simulation.act('id-card-reader', 'take')).toMatchObject({ ok: true });
    expect(await place(false)).toMatchObject({ ok: true });
    expect(before()).toBe('1.mjpeg');
  });
});

describe('connecting to a simulation', () => {
  it('says what to do when there is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'renshe-machine-test-'));
    await expect(connectSimulation(folder)).rejects.toThrow(SimulationError);
    writeFileSync(join(folder, 'simulation.json'), '{"controlUrl":1}');
    await expect(connectSimulation(folder)).rejects.toMatchObject({ code: 'SIMULATION_FILE_INVALID' });
    rmSync(folder, { recursive: true });
  });
});
