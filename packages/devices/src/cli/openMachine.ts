import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createDevices, type DeviceSet } from '../config/createDevices.ts';
import type { Wiring } from '../config/deviceKind.ts';
import { type DeviceKindName, type DevicesSettings, devicesSettingsSchema } from '../config/deviceKinds.ts';
import { formatProblem, readDevicesFile } from '../config/devicesFile.ts';
import { failure, type Result, success } from '../core/result.ts';
import type { CommandError, Output } from './command.ts';
import type { MachineOptions } from './machineOptions.ts';
import { startSimulation } from './startSimulation.ts';

/** What `pnpm people` has built, in this repository. */
const PEOPLE_DIR = resolve(import.meta.dirname, '../../../../.cache/people');

export interface OpenedMachine extends DeviceSet {
  readonly settings: DevicesSettings;
  /** Run directory of the simulation, for `pnpm sim --run-dir`. */
  readonly runDir?: string;
}

/**
 * Opens the devices of `devices.yaml`, or of a simulated machine that lives as long as this does. Fails when the file is
 * wrong, when the device asked for is not in it, or when the simulation cannot be had.
 */
export async function openMachine(
  options: MachineOptions,
  output: Output,
  wiring?: (name: DeviceKindName, settings: DevicesSettings) => Wiring,
): Promise<Result<OpenedMachine, CommandError>> {
  const found = options.simulated ? await simulate(output) : readConfig(options.config, output);
  if (!found.ok) return found;
  const { settings: all, runDir, close } = found.value;
  const settings = options.device === undefined ? all : pick(all, options.device);
  if (Object.keys(settings).length === 0) {
    await close();
    const what = options.device ?? 'device';
    const next = `Add it to ${options.config}; packages/devices/devices.example.yaml shows how.`;
    return failure({ code: 'not-configured', detail: `there is no ${what} in ${options.config}`, next });
  }
  const set = createDevices(settings, wiring && ((name) => wiring(name, settings)));
  return success({
    ...set,
    settings,
    ...(runDir === undefined ? {} : { runDir }),
    close: async () => {
      await set.close();
      await close();
    },
  });
}

interface Found {
  readonly settings: DevicesSettings;
  readonly runDir?: string;
  close(): Promise<void>;
}

const pick = (settings: DevicesSettings, name: DeviceKindName): DevicesSettings =>
  settings[name] === undefined ? {} : { [name]: settings[name] };

function readConfig(file: string, output: Output): Result<Found, CommandError> {
  const read = readDevicesFile(file);
  if (!read.ok) {
    const [first] = read.error;
    for (const problem of read.error.slice(1)) output.note(formatProblem(problem));
    const { line = 1, column = 1, problem = '', cure = '' } = first ?? {};
    return failure({ code: 'config-invalid', detail: `${file}:${line}:${column}: ${problem}`, next: cure });
  }
  for (const warning of read.value.warnings) output.note(formatProblem(warning));
  return success({ settings: read.value.settings, close: async () => {} });
}

async function simulate(output: Output): Promise<Result<Found, CommandError>> {
  const runDir = mkdtempSync(join(tmpdir(), 'renshe-devices-'));
  const forget = (): void => rmSync(runDir, { recursive: true, force: true });
  output.note('starting a simulated machine');
  const started = await startSimulation({ runDir, peopleDir: PEOPLE_DIR });
  if (!started.ok) {
    forget();
    return started;
  }
  const { settings, stop } = started.value;
  return success({
    settings: devicesSettingsSchema.parse(settings),
    runDir,
    close: async () => {
      await stop();
      forget();
    },
  });
}
