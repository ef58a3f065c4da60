import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ToHost } from './messages.ts';

/** One running device host, whatever kind of process it is. */
export interface DeviceHostChild {
  /** For the log and the tests; undefined when it could not be started. */
  readonly pid: number | undefined;
  /** May be called after the end; nothing happens then. */
  send(message: ToHost): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Calls once, with half a sentence how it ended; also when it could not be started. */
  onExit(listener: (how: string) => void): void;
  /** Ends it at once, without asking. Must also work on a process that hangs. */
  kill(): void;
}

/** Starts a new device host; called again for each restart. */
export type DeviceHostLauncher = () => DeviceHostChild;

/**
 * The device host as a forked Node process. Messages go by structured clone ("advanced"), so bytes stay bytes. Its
 * output joins our stderr: our stdout belongs to the line that says we are ready.
 */
export function forkDeviceHost(script: URL = new URL('./main.ts', import.meta.url)): DeviceHostChild {
  const child = fork(fileURLToPath(script), [], {
    serialization: 'advanced',
    stdio: ['ignore', 2, 2, 'ipc'],
    // Not ours: an inspector's port or a test runner's loader would be taken twice.
    execArgv: [],
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(`ended with ${signal ?? `exit code ${code}`}`));
  });
  return {
    pid: child.pid,
    // A message to a process that is just ending is lost, as it is when it ends a moment later.
    send: (message) => void child.send(message, () => {}),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void ended.then(listener),
    kill: () => void child.kill('SIGKILL'),
  };
}
