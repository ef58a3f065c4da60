import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { buildPeople } from '../people.ts';
import { buildRenderer } from './buildRenderer.ts';
import { findBuiltVoice } from './buildVoice.ts';
import { type Service, startService } from './service.ts';

export const root = resolve(import.meta.dirname, '../..');

const TERMINAL_ID = 'DEMO-0001';
/** The first start of the embedded database makes its files, about 8 s on two busy cores. */
const CENTRAL_READY_MS = 90_000;
const SIMULATION_READY_MS = 30_000;
const HOST_READY_MS = 60_000;

export interface StackOptions {
  /** Everything of this run: sockets, logs, the terminal's data, the virtual printer's spool. */
  readonly runDir: string;
  /** Where the central service keeps its records; `memory` forgets them at the end. */
  readonly centralData: string;
  /** What the Chromium host opens by itself: the kiosk full screen, the kiosk beside the dev dock, or nothing. */
  readonly open: 'kiosk' | 'dev' | 'none';
  readonly baudRate?: number;
  /** Overrides of the terminal's configuration (policy, profile), merged at the top level. */
  readonly terminal?: Record<string, unknown>;
  /** Leave the host out: the caller starts another one (Electron) on `terminalConfig`. */
  readonly withoutHost?: boolean;
}

export interface Stack {
  readonly runDir: string;
  readonly terminalConfig: string;
  readonly central: Service<{ url: string }>;
  readonly simulation: Service<object>;
  readonly host?: Service<HostReady>;
  /** `people` is where the built cards and camera clips are. */
  readonly peopleDir: string;
  stop(): Promise<void>;
}

export interface HostReady {
  /** Address of the kiosk page, with its one-time token. */
  readonly url: string;
  /** Address of the kiosk beside the dev dock. */
  readonly devUrl?: string;
  readonly pid: number;
}

/**
 * Brings up the whole house in simulation, each part as a process of its own: simulated devices, the central service
 * behind a relay that can be cut, and the terminal with its Chromium host. Throws `ServiceError` naming the part that
 * failed; what had started is stopped again.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { runDir } = options;
  mkdirSync(runDir, { recursive: true });
  const peopleDir = join(root, '.cache/people');
  const secret = randomBytes(24).toString('hex');
  const centralPort = await freePort();
  const centralUrl = `http://127.0.0.1:${centralPort}`;
  const log = (name: string) => join(runDir, `${name}.log`);
  const started: Service<unknown>[] = [];
  const keep = async <T>(service: Promise<Service<T>>): Promise<Service<T>> => {
    const running = await service;
    started.push(running);
    return running;
  };
  const stop = async () => {
    await Promise.all(started.splice(0).map((service) => service.stop()));
  };

  try {
    const centralStarting = keep(
      startService<{ url: string }>({
        name: 'central',
        script: join(root, 'apps/central/src/main.ts'),
        args: [
          ...['--port', String(centralPort), '--data', options.centralData],
          ...['--seed', join(root, 'fixtures/people/citizens.json'), '--sandbox', '--exit-with-parent'],
          ...['--terminal', `${TERMINAL_ID}:${secret}`],
        ],
        logFile: log('central'),
        timeoutMs: CENTRAL_READY_MS,
      }),
    );
    const simulationStarting = buildPeople({ outDir: peopleDir }).then(() =>
      keep(
        startService<object>({
          name: 'simulated devices',
          script: join(root, 'packages/devices/src/simulation/main.ts'),
          args: [
            ...['--run-dir', runDir, '--people', peopleDir, '--central-url', centralUrl],
            ...(options.baudRate ? ['--baud', String(options.baudRate)] : []),
          ],
          logFile: log('simulation'),
          timeoutMs: SIMULATION_READY_MS,
        }),
      ),
    );
    const terminalConfig = join(runDir, 'terminal.json');
    writeFileSync(
      terminalConfig,
      JSON.stringify(
        {
          terminalId: TERMINAL_ID,
          place: '示范政务服务大厅',
          central: { url: centralUrl, secret },
          dataDir: join(runDir, 'terminal'),
          devices: { simulatedIn: runDir },
          voice: { folders: findBuiltVoice(root) },
          ...options.terminal,
        },
        null,
        2,
      ),
      { mode: 0o600 },
    );
    const [simulation] = await Promise.all([simulationStarting, buildRenderer(root)]);
    const hostStarting = options.withoutHost
      ? undefined
      : keep(
          startService<HostReady>({
            name: 'terminal',
            script: join(root, 'apps/kiosk/src/hosts/chromium/main.ts'),
            args: ['--config', terminalConfig, '--open', options.open, '--exit-with-parent'],
            logFile: log('terminal'),
            timeoutMs: HOST_READY_MS,
          }),
        );
    const [central, host] = await Promise.all([centralStarting, hostStarting]);
    return { runDir, terminalConfig, central, simulation, peopleDir, stop, ...(host ? { host } : {}) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
