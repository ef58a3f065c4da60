import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { failure, type Result, success } from '../../core/result.ts';
import { createIppClient, type IppClient } from './ippClient.ts';

export interface VirtualPrinterError {
  readonly code: 'PACKAGES_MISSING' | 'PRINTER_FAILED' | 'FAULT_NOT_SHOWN' | 'NOT_POSSIBLE';
  readonly message: string;
  readonly next: string;
}

/** A running `ippeveprinter`. */
export interface IppEvePrinter {
  readonly uri: string;
  readonly port: number;
  readonly client: IppClient;
  /** Says how many sheets lie in the tray, through the form on the printer's own web page. */
  fillTray(sheets: 0 | 5 | 250): Promise<void>;
  /** Ends it at once, as a pulled power plug does. */
  kill(): Promise<void>;
}

/** The program binds its port and answers within half a second; a busy machine needs longer. */
const READY_MS = 10_000;
const READY_POLL_MS = 50;
const ANSWER_MS = 2_000;
const PACKAGE = 'cups-ipp-utils';

/** Path of a program of this machine, looked for where Debian puts it as well as on the PATH. */
function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/bin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Whether this machine can run the virtual printer at all. */
export function findIppEvePrinter(): Result<string, VirtualPrinterError> {
  const program = findProgram('ippeveprinter');
  if (program) return success(program);
  return failure({
    code: 'PACKAGES_MISSING',
    message: `the virtual printer is ippeveprinter from the Debian package ${PACKAGE}, which is not installed`,
    next: `sudo apt-get install ${PACKAGE}`,
  });
}

/**
 * Starts the IPP Everywhere printer of the CUPS project, an independent implementation of the protocol. It runs as
 * whoever we are and needs no service of the system (see `quietDnsSd.ts`). The kernel kills it when this process dies,
 * however it dies.
 */
export async function startIppEvePrinter(options: {
  program: string;
  /** Logs, keys and the program's own spool. */
  dir: string;
  busAddress: string;
  /** Socket the print command reports to. */
  commandSocket: string;
  port?: number;
}): Promise<Result<IppEvePrinter, VirtualPrinterError>> {
  const spool = join(options.dir, 'incoming');
  await mkdir(spool, { recursive: true });
  const command = join(options.dir, 'print-command');
  const script = join(import.meta.dirname, 'printCommand.ts');
  const call = [process.execPath, script, options.commandSocket].map(quote).join(' ');
  await writeFile(command, `#!/bin/sh\nexec ${call} "$1"\n`, { mode: 0o755 });
  const port = options.port ?? (await freePort());

  const attempt = async (bind: readonly string[]): Promise<Result<IppEvePrinter, VirtualPrinterError>> => {
    const log = await open(join(options.dir, 'ippeveprinter.log'), 'a');
    const args = [
      ...bind,
      ...['-p', String(port), '-d', spool, '-K', options.dir, '-c', command],
      ...['-f', 'application/pdf', '-M', 'Renshe', '-m', 'Simulated receipt printer', 'Renshe receipt printer'],
    ];
    const child = spawn(...dyingWithParent(options.program, args), {
      stdio: ['ignore', log.fd, log.fd],
      env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: options.busAddress, HOME: options.dir },
    });
    await log.close();
    return waitUntilReady(child, port, options.dir);
  };
  const onLoopback = await attempt(['-n', 'localhost']);
  // Without IPv6 on the loopback the program cannot bind `localhost` twice, as it insists on; everywhere, it can.
  return onLoopback.ok ? onLoopback : attempt([]);
}

async function waitUntilReady(
  child: ChildProcess,
  port: number,
  dir: string,
): Promise<Result<IppEvePrinter, VirtualPrinterError>> {
  let running = true;
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      running = false;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  const uri = `ipp://127.0.0.1:${port}/ipp/print`;
  const client = createIppClient(uri);
  const deadline = performance.now() + READY_MS;
  while (running && performance.now() < deadline) {
    const answer = await client.send('Get-Printer-Attributes', { timeoutMs: ANSWER_MS });
    // Another program that happens to hold the port would answer too, but our child would have ended.
    if (answer.ok && running) return success({ uri, port, client, fillTray: (sheets) => fillTray(port, sheets), kill });
    await wait(READY_POLL_MS);
  }
  await kill();
  return failure({
    code: 'PRINTER_FAILED',
    message: `ippeveprinter did not come up on port ${port}`,
    next: `Read ${join(dir, 'ippeveprinter.log')}.`,
  });
}

/**
 * The form wants every field of both trays each time: with one missing, the program loses the tray for good. The
 * second tray follows the first to "empty", because one full tray is enough for it to say nothing.
 */
async function fillTray(port: number, sheets: 0 | 5 | 250): Promise<void> {
  const form = new URLSearchParams({
    size1: 'iso_a4_210x297mm',
    type1: 'stationery',
    level1: String(sheets),
    size3: 'na_number-10_4.125x9.5in',
    type3: 'envelope',
    level3: sheets === 0 ? '0' : '25',
  });
  const response = await fetch(`http://127.0.0.1:${port}/media?${form}`, { signal: AbortSignal.timeout(ANSWER_MS) });
  await response.text();
}

/** `setpriv` is in util-linux, which every Debian has; it asks the kernel to kill the program when its parent dies. */
function dyingWithParent(program: string, args: readonly string[]): [string, string[]] {
  const setpriv = findProgram('setpriv');
  return setpriv ? [setpriv, ['--pdeathsig', 'KILL', program, ...args]] : [program, [...args]];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
