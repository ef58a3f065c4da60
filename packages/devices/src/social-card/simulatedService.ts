import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Clock, pause } from '../core/clock.ts';
import { failure, type Result, success } from '../core/result.ts';

export interface PcscServiceError {
  readonly code: 'PACKAGES_MISSING' | 'SERVICE_FAILED';
  readonly message: string;
  readonly next: string;
}

const DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const NAME = 'Simulated Card Reader';
/** Where the service keeps its socket, below its `/run`. */
const SOCKET = 'pcscd/pcscd.comm';
const START_MS = 10_000;
const LOOK_MS = 20;
/** Another program may take a port between our looking and vpcd's binding it. */
const PORT_TRIES = 5;
const STOP_MS = 3_000;

/**
 * A PC/SC service of one's own with a virtual reader: `pcscd` knows one socket path only, so it gets a mount namespace in
 * which another folder is `/run`. Programs reach it by `PCSCLITE_CSOCK_NAME`; the machine's own service is not touched,
 * and any number run side by side. It ends with this process, however that ends.
 */
export class PcscService {
  readonly #folder: string;
  readonly #clock: Clock;
  #child: ChildProcess | undefined;
  #port = 0;
  #plugged = true;

  private constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  static async start(clock: Clock): Promise<Result<PcscService, PcscServiceError>> {
    const missing = missingPackages();
    if (missing.length > 0) {
      const message = `missing: ${missing.join(', ')}`;
      const next = `Install it: sudo apt-get install -y ${missing.join(' ')}, or run scripts/setup.`;
      return failure({ code: 'PACKAGES_MISSING', message, next });
    }
    // Not in the run directory: a socket's path may have no more than 107 bytes.
    const folder = await mkdtemp(join(tmpdir(), 'renshe-pcsc-'));
    const service = new PcscService(folder, clock);
    for (let tries = 1; ; tries += 1) {
      service.#port = await freePortPair();
      const started = await service.restart();
      if (started.ok) return success(service);
      if (tries === PORT_TRIES || !/address already in use/i.test(started.error.message)) {
        await service.close();
        return started;
      }
    }
  }

  get socket(): string {
    return join(this.#folder, 'run', SOCKET);
  }

  /** vpcd's port of the first slot. */
  get port(): number {
    return this.#port;
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get plugged(): boolean {
    return this.#plugged;
  }

  /** Starts it, or starts it anew. */
  async restart(): Promise<Result<undefined, PcscServiceError>> {
    await this.stop();
    await this.#writeConfiguration();
    const said: string[] = [];
    const child = spawn(
      'setpriv',
      [
        '--pdeathsig',
        'KILL',
        'unshare',
        ...asRoot(),
        '--mount',
        'sh',
        '-c',
        SCRIPT,
        'sh',
        join(this.#folder, 'run'),
        join(this.#folder, 'readers'),
      ],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => said.length < 100 && said.push(String(text)));
    }
    this.#child = child;
    let ended = false;
    const end = (): void => {
      ended = true;
      if (this.#child === child) this.#child = undefined;
    };
    child.once('exit', end);
    child.once('error', end);
    const until = this.#clock.now() + START_MS;
    while (!ended && !existsSync(this.socket) && this.#clock.now() < until) await pause(this.#clock, LOOK_MS);
    const text = said.join('').trim();
    const failed = ended || !existsSync(this.socket) || /address already in use|could not initialize/i.test(text);
    if (!failed) return success(undefined);
    await this.stop();
    const next = 'Unprivileged users need `kernel.unprivileged_userns_clone=1`; or start the simulation as root.';
    return failure({ code: 'SERVICE_FAILED', message: `pcscd did not start: ${text}`, next });
  }

  /** At once, as a crash does, or as `systemctl stop` does. */
  async stop(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(timer);
    }
    await rm(join(this.#folder, 'run'), { recursive: true, force: true });
  }

  /**
   * `pcscd` neither forgets nor learns of readers of this kind while it runs, so unplugging one is a service that comes back
   * without it, and plugging in one that comes back with it.
   */
  setPlugged(on: boolean): Promise<Result<undefined, PcscServiceError>> {
    this.#plugged = on;
    return this.restart();
  }

  async close(): Promise<void> {
    await this.stop('SIGTERM');
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #writeConfiguration(): Promise<void> {
    const readers = join(this.#folder, 'readers');
    await mkdir(join(this.#folder, 'run'), { recursive: true });
    await mkdir(readers, { recursive: true });
    const lines = [
      `FRIENDLYNAME "${NAME}"`,
      `DEVICENAME /dev/null:${this.#port}`,
      `LIBPATH ${DRIVER}`,
      `CHANNELID ${this.#port}`,
    ];
    await writeFile(join(readers, 'reader.conf'), this.#plugged ? `${lines.join('\n')}\n` : '');
  }
}

/** Newer services ask a permission daemon who may use them, which is out of reach below another `/run`. */
const SCRIPT = `
mount --bind "$1" /run || exit 1
PATH="$PATH:/usr/sbin"
polkit=
pcscd --help 2>&1 | grep -q disable-polkit && polkit=--disable-polkit
exec pcscd --foreground --error $polkit --config "$2"
`;

const asRoot = (): readonly string[] => (process.getuid?.() === 0 ? [] : ['--map-root-user']);

/** Debian packages without which there is no virtual reader. */
export function missingPackages(): readonly string[] {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  const missing = [];
  if (!folders.some((folder) => existsSync(join(folder, 'pcscd')))) missing.push('pcscd');
  if (!existsSync(DRIVER)) missing.push('vsmartcard-vpcd');
  return missing;
}

/** vpcd has two slots, at two ports side by side. */
async function freePortPair(): Promise<number> {
  for (;;) {
    const first = createServer();
    const port = (await listen(first, 0)) ?? 0;
    const second = createServer();
    const next = port > 0 && port < 65_535 ? await listen(second, port + 1) : undefined;
    await Promise.all([first, second].map((server) => new Promise((resolve) => server.close(resolve))));
    if (next !== undefined) return port;
  }
}

async function listen(server: Server, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' ? address?.port : undefined);
    });
  });
}
