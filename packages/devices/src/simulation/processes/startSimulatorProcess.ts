import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { failure, type Result, success } from '../../core/result.ts';
import { type ActArgs, type ActResult, type ControlError, refuse } from '../control.ts';
import { parseReport, type Report } from './lines.ts';

/** A Node process on a busy machine needs about half a second; the virtual printer starts a program of its own too. */
const READY_MS = 20_000;
/** An action that is not answered by then never will be. */
const ANSWER_MS = 10_000;
/** A process whose stdin was closed gets this long to put its things away before it is killed. */
const STOP_GRACE_MS = 3_000;

export type SimulatorState = Readonly<Record<string, unknown>>;

export interface SimulatorProcess {
  /** Everything its ready line said. */
  readonly ready: Readonly<Record<string, unknown>>;
  readonly state: SimulatorState;
  /** False once it has ended, for whatever reason. */
  readonly running: boolean;
  act(action: string, args: ActArgs): Promise<ActResult>;
  stop(): Promise<void>;
}

/**
 * Starts one simulator as a process of its own and waits for its ready line. Fails with the error the process gave, or
 * with `SIMULATOR_FAILED` when it ended or stayed silent. Its stderr is passed on to ours.
 */
export async function startSimulatorProcess(options: {
  script: string;
  args: readonly string[];
  onState: (state: SimulatorState) => void;
}): Promise<Result<SimulatorProcess, ControlError>> {
  const child = spawn(process.execPath, [options.script, ...options.args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, (result: ActResult) => void>();
  let lastId = 0;
  let running = true;
  let state: SimulatorState = {};
  let settleReady: (report: Report | string) => void = () => {};
  const ready = new Promise<Report | string>((resolve) => {
    settleReady = resolve;
  });

  const setState = (next: SimulatorState): void => {
    state = next;
    options.onState(next);
  };
  const ended = new Promise<void>((resolve) => {
    const end = (how: string): void => {
      running = false;
      settleReady(how);
      for (const answer of waiting.values()) answer(gone(how));
      waiting.clear();
      setState(state);
      resolve();
    };
    child.once('error', (error) => end(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => end(`ended with ${signal ?? `exit code ${code}`}`));
  });
  // A command written to a process that is just ending must not bring this one down.
  child.stdin.on('error', () => {});
  readReports(child.stdout, (report) => {
    if ('ready' in report) {
      if (report.ready && report.state) state = report.state;
      settleReady(report);
    } else if ('event' in report) {
      setState(report.state);
    } else {
      if (report.ok) setState(report.state);
      waiting.get(report.id)?.(answerOf(report));
      waiting.delete(report.id);
    }
  });

  const stop = async (): Promise<void> => {
    child.stdin.end();
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
    await ended;
    clearTimeout(kill);
  };

  const silence = setTimeout(() => settleReady(`said nothing for ${READY_MS} ms`), READY_MS);
  const first = await ready;
  clearTimeout(silence);
  if (typeof first === 'string') {
    await stop();
    const next = 'Read its messages above; run `node <script>` with the same arguments to see it alone.';
    return failure({ code: 'SIMULATOR_FAILED', message: `${options.script} ${first}`, next });
  }
  if (!('ready' in first && first.ready)) {
    await stop();
    const error =
      'error' in first ? first.error : { code: 'SIMULATOR_FAILED', message: 'no ready line', next: undefined };
    return failure({ code: error.code, message: error.message, next: error.next ?? 'Start the simulation again.' });
  }

  return success({
    ready: first,
    get state() {
      return state;
    },
    get running() {
      return running;
    },
    act: (action, args) => {
      if (!running) return Promise.resolve(gone('has ended'));
      const id = ++lastId;
      return new Promise<ActResult>((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          resolve(
            refuse('SIMULATOR_SILENT', `no answer to "${action}" after ${ANSWER_MS} ms`, 'Restart the simulation.'),
          );
        }, ANSWER_MS);
        waiting.set(id, (result) => {
          clearTimeout(timer);
          resolve(result);
        });
        child.stdin.write(`${JSON.stringify({ id, action, args })}\n`);
      });
    },
    stop,
  });
}

function readReports(stdout: Readable, onReport: (report: Report) => void): void {
  createInterface({ input: stdout }).on('line', (line) => {
    const report = parseReport(line);
    if (report) onReport(report);
  });
}

function answerOf(report: Extract<Report, { id: number }>): ActResult {
  if (report.ok) return { ok: true, state: report.state };
  const { code, message, next } = report.error;
  return refuse(code, message, next ?? 'Look at the state of the device with `pnpm sim`.');
}

function gone(how: string): ActResult {
  return refuse('SIMULATOR_GONE', `the simulator's process ${how}`, 'Restart the simulation.');
}
