import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Result, success } from '../../core/result.ts';
import { type ControlError, type DeviceEndpoints, refuse } from '../control.ts';
import { startSimulatorProcess } from '../processes/startSimulatorProcess.ts';
import type { Controlled, Started, State } from './deviceModel.ts';

type StartResult<Name extends keyof DeviceEndpoints> = Promise<Result<Started<DeviceEndpoints[Name]>, ControlError>>;

const PROCESSES = join(import.meta.dirname, '../processes');
/** Shown to whoever prints on a machine without the virtual printer: port 9 discards, nobody listens. */
const NO_PRINTER_URI = 'ipp://127.0.0.1:9/ipp/print';

/** The reader behind a pty whose other end `link` points to. */
export async function startIdCardReader(options: {
  link: string;
  baud: number;
  onState: (state: State) => void;
}): StartResult<'id-card-reader'> {
  const started = await startSimulatorProcess({
    script: join(PROCESSES, 'idCardReader.ts'),
    args: ['--link', options.link, '--baud', String(options.baud)],
    onState: options.onState,
  });
  if (!started.ok) return started;
  const endpoint = z.object({ port: z.string(), rfMs: z.number().default(0) }).parse(started.value.ready);
  return success({ controlled: started.value, endpoint });
}

/** The virtual printer, or, where its package is missing, a printer nobody answers for. */
export async function startReceiptPrinter(options: {
  runDir: string;
  onState: (state: State) => void;
}): StartResult<'receipt-printer'> {
  const started = await startSimulatorProcess({
    script: join(PROCESSES, 'receiptPrinter.ts'),
    args: ['--run-dir', options.runDir],
    onState: options.onState,
  });
  if (started.ok) {
    return success({ controlled: started.value, endpoint: endpointSchema.parse(started.value.ready) });
  }
  if (started.error.code !== 'PACKAGES_MISSING') return started;
  const { code, message, next } = started.error;
  const endpoint = { uri: NO_PRINTER_URI, spool: join(options.runDir, 'paper') };
  await mkdir(endpoint.spool, { recursive: true });
  const state = { connection: 'missing', reason: `${message}; ${next}` };
  return success({ controlled: absent(state, { code, message, next }), endpoint });
}

const endpointSchema = z.object({ uri: z.string(), spool: z.string() });

/** The relay before the central service, or nothing when there is no service. */
export async function startNetwork(options: {
  target?: string;
  onState: (state: State) => void;
}): StartResult<'network'> {
  if (options.target === undefined) {
    const next = 'Start the simulation with --central-url.';
    const error = { code: 'NO_CENTRAL_SERVICE', message: 'there is no central service behind the network', next };
    return success({ controlled: absent({ condition: 'none' }, error), endpoint: { url: '' } });
  }
  const started = await startSimulatorProcess({
    script: join(PROCESSES, 'network.ts'),
    args: ['--target', options.target],
    onState: options.onState,
  });
  if (!started.ok) return started;
  return success({ controlled: started.value, endpoint: z.object({ url: z.string() }).parse(started.value.ready) });
}

/** A device this machine was started without. */
export async function leaveOut<Endpoint>(endpoint: Endpoint): Promise<Result<Started<Endpoint>, ControlError>> {
  const error = { code: 'NOT_STARTED', message: 'the machine was started without it', next: 'Start it with it.' };
  return success({ controlled: absent({ connection: 'missing' }, error), endpoint });
}

/** A device that is not there and says why. */
function absent(state: State, error: ControlError): Controlled {
  return {
    state,
    running: true,
    act: async () => refuse(error.code, error.message, error.next),
    stop: async () => {},
  };
}
