import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { failure, type Result, success } from '../core/result.ts';
import { readPeople } from './citizens.ts';
import {
  type ActArgs,
  type ActResult,
  type ControlError,
  type DeviceEndpoints,
  type DeviceName,
  deviceNameSchema,
  deviceNames,
  type MachineView,
  refuse,
  SIMULATION_FILE,
  type SimulationFile,
} from './control.ts';
import { type ControlServer, startControlServer } from './controlServer.ts';
import { cameraModel, startCamera } from './devices/camera.ts';
import { type Controlled, type DeviceModel, prepareAction, viewDevice } from './devices/deviceModel.ts';
import { idCardReaderModel } from './devices/idCardReader.ts';
import { networkModel } from './devices/network.ts';
import { receiptPrinterModel } from './devices/receiptPrinter.ts';
import { leaveOut, startIdCardReader, startNetwork, startReceiptPrinter } from './devices/startDevices.ts';

export interface SimulatedMachineOptions {
  /** Everything the machine needs while it runs, and `simulation.json`. Made when missing. */
  readonly runDir: string;
  /** Folder `pnpm people` has filled. */
  readonly peopleDir: string;
  /** The central service the terminal shall reach through the relay. Without it there is no network to cut. */
  readonly centralUrl?: string;
  /** Baud rate of the simulated ID card reader. Default 115200. */
  readonly baud?: number;
  /** Path at which the reader's serial port appears. Default `id-card-reader.tty` in `runDir`. */
  readonly readerLink?: string;
  /** Which devices the machine has. Default all; the others are left out of the view and have empty addresses. */
  readonly devices?: readonly DeviceName[];
}

export interface SimulatedMachine {
  readonly file: SimulationFile;
  view(): MachineView;
  act(device: string, action: string, args?: ActArgs): Promise<ActResult>;
  /** Stops every simulator and removes `simulation.json`. */
  close(): Promise<void>;
}

const DEFAULT_BAUD = 115_200;

interface Device {
  readonly model: DeviceModel;
  readonly controlled: Controlled;
}

/**
 * Starts all simulated devices of one machine, each behind the operating system's real interface, and the one control
 * surface over them. Fails with the error of the simulator that could not be started; what had started is stopped.
 * A virtual printer that cannot be had on this machine is no failure: it is shown as not available, and whoever
 * prints finds nobody at its address. Throws when `peopleDir` has not been built.
 */
export async function startSimulatedMachine(
  options: SimulatedMachineOptions,
): Promise<Result<SimulatedMachine, ControlError>> {
  const runDir = resolve(options.runDir);
  await mkdir(runDir, { recursive: true });
  const people = readPeople(resolve(options.peopleDir));
  let server: ControlServer | undefined;
  const onState = (): void => server?.publish();

  const wanted = new Set<DeviceName>(options.devices ?? deviceNames);
  const [reader, printer, network, camera] = await Promise.all([
    wanted.has('id-card-reader')
      ? startIdCardReader({
          link: resolve(options.readerLink ?? join(runDir, 'id-card-reader.tty')),
          baud: options.baud ?? DEFAULT_BAUD,
          onState,
        })
      : leaveOut({ port: '', rfMs: 0 }),
    wanted.has('receipt-printer')
      ? startReceiptPrinter({ runDir: join(runDir, 'receipt-printer'), onState })
      : leaveOut({ uri: '', spool: '' }),
    wanted.has('network')
      ? startNetwork({ ...(options.centralUrl ? { target: options.centralUrl } : {}), onState })
      : leaveOut({ url: '' }),
    wanted.has('camera')
      ? startCamera({ file: join(runDir, 'camera.mjpeg'), people, onState })
      : leaveOut({ file: '' }),
  ]);
  const stopAll = async (): Promise<void> => {
    const started = [reader, printer, network, camera].flatMap((result) =>
      result.ok ? [result.value.controlled] : [],
    );
    await Promise.all(started.map((controlled) => controlled.stop()));
  };
  const abandon = async (error: ControlError): Promise<Result<SimulatedMachine, ControlError>> => {
    await stopAll();
    return failure(error);
  };
  if (!reader.ok) return abandon(reader.error);
  if (!printer.ok) return abandon(printer.error);
  if (!network.ok) return abandon(network.error);
  if (!camera.ok) return abandon(camera.error);

  const devices: Readonly<Record<DeviceName, Device>> = {
    'id-card-reader': { model: idCardReaderModel(people), controlled: reader.value.controlled },
    'receipt-printer': { model: receiptPrinterModel, controlled: printer.value.controlled },
    camera: { model: cameraModel(people), controlled: camera.value.controlled },
    network: { model: networkModel, controlled: network.value.controlled },
  };
  const endpoints: DeviceEndpoints = {
    'id-card-reader': reader.value.endpoint,
    'receipt-printer': printer.value.endpoint,
    camera: camera.value.endpoint,
    network: network.value.endpoint,
  };

  const view = (): MachineView => ({
    devices: Object.values(devices)
      .filter(({ model }) => wanted.has(model.name))
      .map(({ model, controlled }) => viewDevice(model, controlled)),
  });
  const act = async (name: string, action: string, args: ActArgs = {}): Promise<ActResult> => {
    const device = isDeviceName(name) && wanted.has(name) ? devices[name] : undefined;
    if (!device) {
      return refuse('UNKNOWN_DEVICE', `there is no "${name}"`, `Devices are: ${[...wanted].join(', ')}.`);
    }
    const prepared = prepareAction(device.model, action, args);
    if (!prepared.ok) return prepared;
    const result = await device.controlled.act(action, prepared.value);
    if (result.ok && action === 'place' && args.keepCamera !== true) await bringCitizen(args.choice);
    return result;
  };
  /** Whoever lays a card down stands before the camera. */
  const bringCitizen = async (citizen: unknown): Promise<void> => {
    if (typeof citizen !== 'string') return;
    const shown = prepareAction(devices.camera.model, 'show', { choice: citizen });
    if (shown.ok) await devices.camera.controlled.act('show', shown.value);
  };

  const token = randomBytes(24).toString('base64url');
  server = await startControlServer({ target: { view, act }, token });
  const file: SimulationFile = { controlUrl: server.url, token, pid: process.pid, devices: endpoints };
  const path = join(runDir, SIMULATION_FILE);
  await writeFile(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);

  return success({
    file,
    view,
    act,
    close: async () => {
      await rm(path, { force: true });
      await Promise.all([server?.close(), stopAll()]);
    },
  });
}

function isDeviceName(name: string): name is DeviceName {
  return deviceNameSchema.safeParse(name).success;
}
