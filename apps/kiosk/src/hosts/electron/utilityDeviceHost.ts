import type { DeviceHostChild } from '../../device-host/deviceHostChild.ts';

/** What is used of Electron's `UtilityProcess`. */
export interface UtilityChild {
  readonly pid: number | undefined;
  postMessage(message: unknown): void;
  on(event: 'spawn', listener: () => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  on(event: 'error', listener: (type: 'FatalError', location: string, report: string) => void): unknown;
}

/**
 * The device host as Electron's utility process. Electron's own `kill` asks politely; a process that hangs does not hear
 * it, so the operating system is asked instead.
 */
export function wrapUtilityProcess(
  child: UtilityChild,
  killProcess: (pid: number) => void = (pid) => void process.kill(pid, 'SIGKILL'),
): DeviceHostChild {
  let over = false;
  let killed = false;
  const kill = () => {
    killed = true;
    if (over || child.pid === undefined) return;
    try {
      killProcess(child.pid);
    } catch {
      // It has ended already.
    }
  };
  // Before it has a pid it can only be killed as soon as it has one.
  child.on('spawn', () => {
    if (killed) kill();
  });
  const ended = new Promise<string>((resolve) => {
    child.on('error', (_type, location) => resolve(`failed in ${location}`));
    child.on('exit', (code) => {
      over = true;
      resolve(`ended with exit code ${code}`);
    });
  });
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => {
      if (!over) child.postMessage(message);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void ended.then(listener),
    kill,
  };
}
