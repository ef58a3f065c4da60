import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** A child that has been asked to end gets this long before it is killed. */
const STOP_GRACE_MS = 5_000;

export interface Service<Ready> {
  readonly name: string;
  readonly pid: number;
  /** The JSON object of its ready line. */
  readonly ready: Ready;
  /** Resolves when it has ended, with a sentence how. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** A part of the stack that did not come up; the message ends with where its log is. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
}

/**
 * Starts one Node program of the project as a process of its own and waits for its ready line: the first line on
 * stdout that is a JSON object with `ready: true`. Its stderr goes to `logFile`. Its stdin stays open, so that it can
 * see this process die and end with it. Throws `ServiceError` when it ends or stays silent before that.
 */
export async function startService<Ready>(options: {
  name: string;
  script: string;
  args: readonly string[];
  logFile: string;
  timeoutMs: number;
  env?: NodeJS.ProcessEnv;
}): Promise<Service<Ready>> {
  const child = spawn(process.execPath, [options.script, ...options.args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  child.stderr.pipe(createWriteStream(options.logFile, { flags: 'a' }));
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(`ended with ${signal ?? `exit code ${code}`}`));
  });
  const ready = await Promise.race([
    readyLine<Ready>(child),
    ended.then((how) => new ServiceError(`${options.name} ${how} before it was ready; see ${options.logFile}`)),
    silence(options.timeoutMs).then(
      () => new ServiceError(`${options.name} was not ready after ${options.timeoutMs} ms; see ${options.logFile}`),
    ),
  ]);
  if (ready instanceof ServiceError) {
    child.kill('SIGKILL');
    throw ready;
  }
  return { name: options.name, pid: child.pid ?? 0, ready, ended, stop: () => stop(child, ended) };
}

function readyLine<Ready>(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve) => {
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = parseObject(line);
      if (message?.ready === true) resolve(message as Ready);
    });
  });
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function silence(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
  await ended;
  clearTimeout(kill);
}
