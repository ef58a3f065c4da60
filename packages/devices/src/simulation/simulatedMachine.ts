import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { failure, type Result, success } from '../core/result.ts';
import { type People, readPeople } from './citizens.ts';
import {
  type ActArgs,
  type ActResult,
  type ControlError,
  type DeviceName,
  type MachineView,
  refuse,
} from './control.ts';
import { type ControlServer, startControlServer } from './controlServer.ts';
import { catalogue, standardDevices } from './devices/catalogue.ts';
import {
  type Controlled,
  type DeviceModel,
  notAvailable,
  prepareAction,
  type SerialLine,
  type SimulatedDevice,
  viewDevice,
} from './devices/deviceModel.ts';
import { SIMULATION_FILE, type SimulationFile, simulationFileSchema } from './simulationFile.ts';

export interface SimulatedMachineOptions {
  /** Everything the machine needs while it runs, and `simulation.json`. Made when missing. */
  readonly runDir: string;
  /** Folder `pnpm people` has filled. */
  readonly peopleDir: string;
  /** The central service the terminal shall reach through the relay. Without it there is no network to cut. */
  readonly centralUrl?: string;
  /** Path and baud rate of serial ports, where they shall differ from the device's own. */
  readonly lines?: Readonly<Partial<Record<DeviceName, SerialLine>>>;
  /** Which devices the machine has. Default `standardDevices`. */
  readonly devices?: readonly DeviceName[];
}

export interface SimulatedMachine {
  readonly file: SimulationFile;
  view(): MachineView;
  act(device: string, action: string, args?: ActArgs): Promise<ActResult>;
  /** Stops every simulator and removes `simulation.json`. */
  close(): Promise<void>;
}

/** One device of a running machine. */
interface RunningDevice {
  readonly entry: SimulatedDevice;
  readonly model: DeviceModel;
  readonly controlled: Controlled;
  /** Absent when it cannot be simulated here. */
  readonly endpoint?: object;
}

/**
 * Starts simulated devices of one machine, each behind the operating system's real interface, and the one control
 * surface over them. Fails with the error of the simulator that could not be started; what had started is stopped.
 * A device whose packages this machine lacks is no failure: it is shown as not available. Throws when `peopleDir` has
 * not been built.
 */
export async function startSimulatedMachine(
  options: SimulatedMachineOptions,
): Promise<Result<SimulatedMachine, ControlError>> {
  const runDir = resolve(options.runDir);
  await mkdir(runDir, { recursive: true });
  const people = readPeople(resolve(options.peopleDir));
  let server: ControlServer | undefined;

  const wanted = new Set<DeviceName>(options.devices ?? standardDevices);
  const started = await startAll(
    catalogue.filter(({ name }) => wanted.has(name)),
    { ...options, runDir, people, onState: () => server?.publish() },
  );
  if (!started.ok) return started;
  const devices = new Map<string, RunningDevice>(started.value.map((device) => [device.entry.name, device]));

  const view = (): MachineView => ({
    devices: started.value.map(({ model, controlled }) => viewDevice(model, controlled)),
  });
  const act = async (name: string, action: string, args: ActArgs = {}): Promise<ActResult> => {
    const device = devices.get(name);
    if (!device) {
      return refuse('UNKNOWN_DEVICE', `there is no "${name}"`, `Devices are: ${[...devices.keys()].join(', ')}.`);
    }
    const prepared = prepareAction(device.model, action, args);
    if (!prepared.ok) return prepared;
    const result = await device.controlled.act(action, prepared.value);
    const consequence = result.ok ? device.entry.consequence?.(action, args) : undefined;
    // A machine without the other device has nothing to follow.
    if (consequence) await act(consequence.device, consequence.action, consequence.args);
    return result;
  };

  const token = randomBytes(24).toString('base64url');
  server = await startControlServer({ target: { view, act }, token });
  const file = simulationFileSchema.parse({
    controlUrl: server.url,
    token,
    pid: process.pid,
    devices: Object.fromEntries(started.value.map(({ entry, endpoint }) => [entry.name, endpoint])),
    settings: Object.fromEntries(
      started.value.flatMap(({ entry, endpoint }) => {
        const settings = endpoint && entry.settings?.(endpoint);
        return settings ? [[entry.name, settings]] : [];
      }),
    ),
  });
  const path = join(runDir, SIMULATION_FILE);
  await writeFile(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);

  return success({
    file,
    view,
    act,
    close: async () => {
      await rm(path, { force: true });
      await Promise.all([server?.close(), stopAll(started.value)]);
    },
  });
}

async function startAll(
  entries: readonly SimulatedDevice[],
  options: SimulatedMachineOptions & { readonly people: People; readonly onState: () => void },
): Promise<Result<readonly RunningDevice[], ControlError>> {
  const { lines = {}, ...startOptions } = options;
  const results = await Promise.all(
    entries.map(async (entry): Promise<Result<RunningDevice, ControlError>> => {
      const model = entry.model(options.people);
      const started = await entry.start({ ...startOptions, line: lines[entry.name] ?? {} });
      if (started.ok) return success({ entry, model, ...started.value });
      if (started.error.code !== 'PACKAGES_MISSING') return started;
      return success({ entry, model, controlled: notAvailable(started.error) });
    }),
  );
  const devices = results.flatMap((result) => (result.ok ? [result.value] : []));
  const failed = results.find((result) => !result.ok);
  if (!failed || failed.ok) return success(devices);
  await stopAll(devices);
  return failure(failed.error);
}

async function stopAll(devices: readonly RunningDevice[]): Promise<void> {
  await Promise.all(devices.map(({ controlled }) => controlled.stop()));
}
