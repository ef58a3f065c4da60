import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ActArgs,
  type ActResult,
  actResultSchema,
  type MachineView,
  machineViewSchema,
  refuse,
} from './control.ts';
import { type DeviceEndpoints, SIMULATION_FILE, type SimulationFile, simulationFileSchema } from './simulationFile.ts';

/** The control server is on this machine; one that is silent for so long hangs. Slow RF makes some actions slow. */
const ANSWER_MS = 15_000;

/**
 * There is no simulation to talk to. `next` says what to do about it.
 *
 * - `SIMULATION_NOT_RUNNING`: no `simulation.json`, or nobody at the address in it.
 * - `SIMULATION_FILE_INVALID`: the file is not one of ours.
 * - `DEVICE_NOT_SIMULATED`: the machine was started without this device, or cannot simulate it.
 */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
  readonly code: 'SIMULATION_NOT_RUNNING' | 'SIMULATION_FILE_INVALID' | 'DEVICE_NOT_SIMULATED';
  readonly next: string;

  constructor(code: SimulationError['code'], message: string, next: string) {
    super(message);
    this.code = code;
    this.next = next;
  }
}

export interface Simulation {
  /** Where the simulated devices are: what a terminal is configured with. */
  readonly devices: DeviceEndpoints;
  /** What `devices.yaml` would say of them. */
  readonly settings: SimulationFile['settings'];
  /** Where one device is. Throws `SimulationError` when the machine has none. */
  endpoint<Name extends keyof DeviceEndpoints>(name: Name): NonNullable<DeviceEndpoints[Name]>;
  /** All devices with their states and what can be done to them now. Throws `SimulationError` when it has gone. */
  state(): Promise<MachineView>;
  /**
   * Does one thing to one device, e.g. `act('id-card-reader', 'place', { choice: 'chen-jianguo' })`. Resolves when it
   * is done; a refusal is a value. Throws `SimulationError` when the simulation has gone.
   */
  act(device: string, action: string, args?: ActArgs): Promise<ActResult>;
  /** Calls with every new state until `close`. */
  watch(listener: (view: MachineView) => void): void;
  close(): void;
}

/**
 * Connects to the simulated machine whose run directory this is. Throws `SimulationError` with code and next step when
 * there is none.
 */
export async function connectSimulation(runDir: string): Promise<Simulation> {
  const file = readSimulationFile(runDir);
  const closing = new AbortController();
  const headers = { authorization: `Bearer ${file.token}` };

  const request = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_MS)]);
    let response: Response;
    try {
      response = await fetch(`${file.controlUrl}${path}`, { ...init, headers, signal });
    } catch (error) {
      throw notRunning(`${file.controlUrl} does not answer: ${reasonOf(error)}`);
    }
    if (response.status === 401) throw notRunning('another simulation answers at the address in the file');
    return response.json();
  };

  const state = async (): Promise<MachineView> => machineViewSchema.parse(await request('/'));
  await state();

  return {
    devices: file.devices,
    settings: file.settings,
    endpoint: (name) => {
      const endpoint = file.devices[name];
      if (endpoint) return endpoint;
      const next = `Start the simulation with --devices all; \`pnpm sim\` says what is missing.`;
      throw new SimulationError('DEVICE_NOT_SIMULATED', `the simulated machine has no ${String(name)}`, next);
    },
    state,
    act: async (device, action, args = {}) => {
      const path = `/devices/${encodeURIComponent(device)}/${encodeURIComponent(action)}`;
      const answer = actResultSchema.safeParse(await request(path, { method: 'POST', body: JSON.stringify(args) }));
      return answer.success
        ? answer.data
        : refuse('ANSWER_INVALID', 'the control server gave an answer of another version', 'Restart the simulation.');
    },
    watch: (listener) => {
      watchEvents(`${file.controlUrl}/events`, headers, closing.signal, listener).catch(() => {
        // The simulation has ended or `close` was called: there is nothing more to report.
      });
    },
    close: () => closing.abort(),
  };
}

function readSimulationFile(runDir: string): SimulationFile {
  const path = join(runDir, SIMULATION_FILE);
  if (!existsSync(path)) throw notRunning(`there is no ${path}`);
  try {
    return simulationFileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new SimulationError(
      'SIMULATION_FILE_INVALID',
      `${path} does not describe a simulation`,
      'Delete it and start the simulation again.',
    );
  }
}

function notRunning(message: string): SimulationError {
  return new SimulationError(
    'SIMULATION_NOT_RUNNING',
    message,
    'Start it with ./scripts/start, or name its folder with --run-dir.',
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** Reads a server-sent event stream whose events are whole machine views. */
async function watchEvents(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  listener: (view: MachineView) => void,
): Promise<void> {
  const response = await fetch(url, { headers, signal });
  if (!response.body) return;
  let pending = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    pending += chunk;
    const events = pending.split('\n\n');
    pending = events.pop() ?? '';
    for (const event of events) {
      const data = event.match(/^data: (.*)$/m)?.[1];
      if (data) listener(machineViewSchema.parse(JSON.parse(data)));
    }
  }
}
