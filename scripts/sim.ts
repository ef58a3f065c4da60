import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type ActArgs,
  type ActionView,
  connectSimulation,
  type DeviceView,
  type MachineView,
  SimulationError,
} from '../packages/devices/src/simulation/index.ts';
import { startSimulatedMachine } from '../packages/devices/src/simulation/simulatedMachine.ts';
import { BadUsage, parseCommandLine, type SimCommand, usage } from './sim/commandLine.ts';

const ROOT = resolve(import.meta.dirname, '..');
const PEOPLE_DIR = join(ROOT, '.cache/people');

/** `pnpm sim …`: what the simulated devices of a running terminal are doing, and what shall happen to them. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const command = parseCommandLine(args, join(ROOT, '.run'));
    switch (command.kind) {
      case 'help':
        console.log(usage);
        return 0;
      case 'list':
        return await list(command);
      case 'act':
        return await act(command);
      case 'start':
        return await start(command);
    }
  } catch (error) {
    if (error instanceof BadUsage) return complain('BAD_USAGE', error.message, 'Run `pnpm sim --help`.');
    if (error instanceof SimulationError) return complain(error.code, error.message, error.next);
    throw error;
  }
}

async function list(command: Extract<SimCommand, { kind: 'list' }>): Promise<number> {
  const simulation = await connectSimulation(command.runDir);
  const view = await simulation.state();
  console.log(command.json ? JSON.stringify(view, null, 2) : describe(view));
  simulation.close();
  return 0;
}

async function act(command: Extract<SimCommand, { kind: 'act' }>): Promise<number> {
  const simulation = await connectSimulation(command.runDir);
  const args: ActArgs = {
    ...(command.choice === undefined ? {} : { choice: command.choice }),
    ...(command.keepCamera ? { keepCamera: true } : {}),
  };
  const result = await simulation.act(command.device, command.action, args);
  if (!result.ok) {
    simulation.close();
    return complain(result.error.code, result.error.message, result.error.next);
  }
  const device = (await simulation.state()).devices.find(({ name }) => name === command.device);
  simulation.close();
  console.log(command.json ? JSON.stringify(result.state) : `${command.device}: ${device?.summary.en ?? 'done'}`);
  return 0;
}

/** Devices without a terminal, in the foreground, for integrators who bring their own program. */
async function start({ runDir, devices, line }: Extract<SimCommand, { kind: 'start' }>): Promise<number> {
  if (!existsSync(join(PEOPLE_DIR, 'index.json'))) {
    return complain('PEOPLE_NOT_BUILT', 'the simulated people have not been built yet', 'Run `pnpm people` once.');
  }
  const [first] = devices;
  const started = await startSimulatedMachine({
    runDir,
    peopleDir: PEOPLE_DIR,
    devices,
    lines: first === undefined ? {} : { [first]: line },
  });
  if (!started.ok) return complain(started.error.code, started.error.message, started.error.next);
  const machine = started.value;
  const endpoints = Object.entries(machine.file.devices).map(([name, endpoint]) => `  ${name}  ${say(endpoint)}`);
  console.log(`simulated:
${endpoints.join('\n')}

In another shell, what they can do, and e.g. a card laid down:
  pnpm sim --run-dir ${runDir}
  pnpm sim --run-dir ${runDir} id-card-reader place chen-jianguo
Ctrl-C ends it.`);
  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
  await machine.close();
  return 0;
}

const say = (endpoint: object): string =>
  Object.entries(endpoint)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ');

function describe(view: MachineView): string {
  return view.devices.map(describeDevice).join('\n\n');
}

function describeDevice(device: DeviceView): string {
  const lines = device.actions.map((action) => `  ${action.possible ? ' ' : '-'} ${describeAction(device, action)}`);
  return `${device.name}  ${device.label.zh}: ${device.summary.en}（${device.summary.zh}）\n${lines.join('\n')}`;
}

function describeAction(device: DeviceView, action: ActionView): string {
  const choices = action.choices?.map(({ value }) => value).join(' | ');
  const argument = choices === undefined ? '' : action.needsChoice ? ` <${choices}>` : ` [${choices}]`;
  return `${device.name} ${action.name}${argument}   ${action.label.en} ${action.label.zh}`;
}

function complain(code: string, message: string, next: string): number {
  console.error(`error: ${code}: ${message}\ncure: ${next}`);
  return 1;
}

process.exit(await main(process.argv.slice(2)));
