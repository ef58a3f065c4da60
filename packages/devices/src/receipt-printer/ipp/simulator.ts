import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { failure, type Result, success } from '../../core/result.ts';
import { keywordsOf } from './ippAnswer.ts';
import {
  findIppEvePrinter,
  type IppEvePrinter,
  startIppEvePrinter,
  type VirtualPrinterError,
} from './ippEvePrinter.ts';
import { startQuietDnsSd } from './quietDnsSd.ts';

export type PrinterFault = 'none' | 'paper-low' | 'paper-out' | 'paper-jam' | 'cover-open';

export interface SimulatedPrinterState {
  readonly connection: 'online' | 'offline';
  readonly fault: PrinterFault;
  readonly speed: 'normal' | 'slow';
  /** Documents that came out on paper since the start. */
  readonly printed: number;
}

type Changed = Promise<Result<SimulatedPrinterState, VirtualPrinterError>>;

export interface SimulatedPrinter {
  readonly uri: string;
  /** Folder of what came out on paper: one PDF each, byte for byte as it was sent, oldest name first. */
  readonly spool: string;
  readonly state: SimulatedPrinterState;
  /** Resolves when the printer shows the fault, or its end, over IPP. */
  setFault(fault: PrinterFault): Changed;
  setSpeed(speed: 'normal' | 'slow'): Changed;
  /** Pulls the power plug; jobs inside are lost. */
  switchOff(): Changed;
  /** The printer comes back at the same address; a fault that was there is still there. */
  switchOn(): Changed;
  onState(listener: (state: SimulatedPrinterState) => void): void;
  close(): Promise<void>;
}

/** How long one document takes from the print head to the tray. */
const PRINT_MS = { normal: 300, slow: 6_000 } as const;
/** How often a job that is being printed is looked at again. */
const STEP_MS = 100;
const ANSWER_MS = 2_000;
/** A fault must show over IPP within this time. */
const SHOWN_MS = 6_000;

/** The `printer-state-reasons` keyword each fault shows as. */
const REASONS: Readonly<Record<PrinterFault, string | undefined>> = {
  none: undefined,
  'paper-low': 'media-low',
  'paper-out': 'media-empty',
  'paper-jam': 'media-jam',
  'cover-open': 'cover-open',
};

/** With these nothing moves inside the printer. */
const isBlocking = (fault: PrinterFault): boolean => fault !== 'none' && fault !== 'paper-low';

/**
 * Starts a virtual receipt printer: `ippeveprinter` in front, and behind its print command a mechanism with paper in
 * it, or not. Missing and low paper are set on the printer's own trays; a jam and an open cover are announced by the
 * print command, or by a small job of our own while none is there. A document is on paper only when it has come all
 * the way through: a job that is cancelled before never appears in `spool`.
 *
 * Fails with `PACKAGES_MISSING`, naming the Debian package, or with `PRINTER_FAILED`, naming the log.
 */
export async function createSimulatedPrinter(options: {
  /** Folder for everything: log, incoming documents, paper. */
  runDir: string;
}): Promise<Result<SimulatedPrinter, VirtualPrinterError>> {
  const program = findIppEvePrinter();
  if (!program.ok) return program;
  const spool = join(options.runDir, 'paper');
  await mkdir(spool, { recursive: true });
  // Unix sockets allow 107 bytes of path, and a run directory may be longer.
  const sockets = await mkdtemp(join(tmpdir(), 'renshe-printer-'));
  const dnsSd = await startQuietDnsSd(join(sockets, 'bus'));
  const mechanism = await startMechanism({ socket: join(sockets, 'print'), spool, onState: () => report() });
  const start = (port?: number): Promise<Result<IppEvePrinter, VirtualPrinterError>> =>
    startIppEvePrinter({
      program: program.value,
      dir: options.runDir,
      busAddress: dnsSd.busAddress,
      commandSocket: mechanism.socket,
      ...(port ? { port } : {}),
    });
  const tearDown = async (): Promise<void> => {
    await Promise.all([mechanism.close(), dnsSd.close()]);
    await rm(sockets, { recursive: true, force: true });
  };

  const first = await start();
  if (!first.ok) {
    await tearDown();
    return first;
  }
  let printer = first.value;
  mechanism.printer = printer;
  let connection: SimulatedPrinterState['connection'] = 'online';
  const listeners = new Set<(state: SimulatedPrinterState) => void>();
  const state = (): SimulatedPrinterState => ({
    connection,
    fault: mechanism.fault,
    speed: mechanism.speed,
    printed: mechanism.printed,
  });
  const report = (): void => {
    for (const listener of listeners) listener(state());
  };
  const changed = (): Result<SimulatedPrinterState, VirtualPrinterError> => {
    report();
    return success(state());
  };
  const impossible = (message: string, next: string): Result<SimulatedPrinterState, VirtualPrinterError> =>
    failure({ code: 'NOT_POSSIBLE', message, next });

  /** Brings the printer to show the present fault and nothing else. */
  const show = async (): Changed => {
    const { fault } = mechanism;
    if (fault === 'paper-out') {
      // Without paper the printer runs no print command any more: what one has to take back must be taken back before.
      await printer.fillTray(250);
      await mechanism.announce();
      const cleared = await waitUntilShown(printer, 'none');
      if (!cleared.ok) return cleared;
      await printer.fillTray(0);
    } else {
      await printer.fillTray(fault === 'paper-low' ? 5 : 250);
      await mechanism.announce();
    }
    const shown = await waitUntilShown(printer, fault);
    return shown.ok ? changed() : shown;
  };

  return success({
    uri: printer.uri,
    spool,
    get state() {
      return state();
    },
    setFault: async (fault) => {
      if (connection === 'offline') return impossible('the printer is switched off', 'Switch it on first.');
      mechanism.fault = fault;
      return show();
    },
    setSpeed: async (speed) => {
      mechanism.speed = speed;
      return changed();
    },
    switchOff: async () => {
      if (connection === 'offline') return impossible('the printer is switched off already', 'Switch it on.');
      await printer.kill();
      mechanism.reset();
      connection = 'offline';
      return changed();
    },
    switchOn: async () => {
      if (connection === 'online') return impossible('the printer is switched on already', 'Switch it off first.');
      const restarted = await start(printer.port);
      if (!restarted.ok) return restarted;
      printer = restarted.value;
      mechanism.printer = printer;
      connection = 'online';
      return show();
    },
    onState: (listener) => {
      listeners.add(listener);
    },
    close: async () => {
      await printer.kill();
      await tearDown();
    },
  });
}

async function waitUntilShown(
  printer: IppEvePrinter,
  fault: PrinterFault,
): Promise<Result<undefined, VirtualPrinterError>> {
  const wanted = REASONS[fault];
  const ours = Object.values(REASONS).filter((reason) => reason !== undefined);
  const deadline = performance.now() + SHOWN_MS;
  for (;;) {
    const answer = await printer.client.send('Get-Printer-Attributes', { timeoutMs: ANSWER_MS });
    const reasons = answer.ok ? keywordsOf(answer.value.printer['printer-state-reasons']) : [];
    const seen = ours.filter((reason) => reasons.some((given) => given.startsWith(reason)));
    if (answer.ok && (wanted ? seen.includes(wanted) : seen.length === 0)) return success(undefined);
    if (performance.now() > deadline) {
      const message = `the printer does not show ${wanted ?? 'that all is well'}, but ${reasons.join(', ')}`;
      return failure({ code: 'FAULT_NOT_SHOWN', message, next: 'Switch the printer off and on.' });
    }
    await wait(STEP_MS);
  }
}

/** The inside of the printer: takes documents from the print command and puts them on paper when nothing blocks. */
interface Mechanism {
  readonly socket: string;
  readonly printed: number;
  fault: PrinterFault;
  speed: 'normal' | 'slow';
  printer: IppEvePrinter | undefined;
  /** Tells the printer of a jam or an open cover, or that it is over. */
  announce(): Promise<void>;
  /** Forgets what the printer was told: it was switched off. */
  reset(): void;
  close(): Promise<void>;
}

interface Job {
  readonly jobId: number;
  readonly jobName: string;
  readonly document: string;
}

async function startMechanism(options: { socket: string; spool: string; onState: () => void }): Promise<Mechanism> {
  /** Jobs of this name are ours: they carry a state change and never reach paper. */
  const controlJob = `state-${randomUUID()}`;
  const commands = new Set<Socket>();
  let announced: string | undefined;
  let printed = 0;

  const server = createServer((command) => {
    commands.add(command);
    command.on('close', () => commands.delete(command));
    command.on('error', () => command.destroy());
    createInterface({ input: command }).once('line', (line) => {
      const job: Job = JSON.parse(line);
      sayState();
      void (job.jobName === controlJob ? Promise.resolve() : print(job, command)).then(() => command.end());
    });
  });

  /** Only the print command of a running job has the printer's ear. */
  const sayState = (): boolean => {
    const [command] = commands;
    if (!command) return false;
    const { fault } = mechanism;
    const wanted = fault === 'paper-jam' || fault === 'cover-open' ? `${REASONS[fault]}-error` : undefined;
    if (announced && announced !== wanted) command.write(`STATE: -${announced}\n`);
    if (wanted && announced !== wanted) command.write(`STATE: +${wanted}\n`);
    announced = wanted;
    return true;
  };

  const print = async (job: Job, command: Socket): Promise<void> => {
    let remaining: number = PRINT_MS[mechanism.speed];
    while (remaining > 0) {
      await wait(Math.min(STEP_MS, remaining));
      if (command.destroyed || (await isCancelled(job.jobId))) return;
      if (!isBlocking(mechanism.fault)) remaining -= STEP_MS;
    }
    const name = `${String(Date.now())}-${String(printed + 1).padStart(4, '0')}.pdf`;
    const partial = join(options.spool, `../${name}.partial`);
    await copyFile(job.document, partial);
    await rename(partial, join(options.spool, name));
    printed += 1;
    options.onState();
  };

  const isCancelled = async (jobId: number): Promise<boolean> => {
    const answer = await mechanism.printer?.client.send('Get-Job-Attributes', {
      attributes: { 'job-id': jobId, 'requested-attributes': ['job-state', 'job-state-reasons'] },
      timeoutMs: ANSWER_MS,
    });
    if (!answer?.ok) return false;
    return keywordsOf(answer.value.job['job-state-reasons']).includes('processing-to-stop-point');
  };

  const mechanism: Mechanism = {
    socket: options.socket,
    get printed() {
      return printed;
    },
    fault: 'none',
    speed: 'normal',
    printer: undefined,
    announce: async () => {
      const { fault } = mechanism;
      const needed = announced !== undefined || fault === 'paper-jam' || fault === 'cover-open';
      if (!needed || sayState()) return;
      await mechanism.printer?.client.send('Print-Job', {
        attributes: { 'job-name': controlJob, 'document-format': 'application/pdf' },
        data: Buffer.from('%PDF-1.4 state change'),
        timeoutMs: ANSWER_MS,
      });
    },
    reset: () => {
      announced = undefined;
      for (const command of commands) command.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const command of commands) command.destroy();
      }),
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.socket, resolve);
  });
  return mechanism;
}
