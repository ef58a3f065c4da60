import type { FromHost } from './messages.ts';

/** The device host's end of the line to its terminal. */
export interface ParentChannel {
  send(message: FromHost): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Calls when the terminal has gone. */
  onClosed(listener: () => void): void;
}

/** `process.parentPort` as Electron gives it to a utility process; plain Node has none. */
interface ElectronParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
}

/** Opens the line, in a forked Node process or in Electron's utility process. Throws in a process that has no parent. */
export function openParentChannel(
  process: NodeJS.Process & { parentPort?: ElectronParentPort | undefined },
): ParentChannel {
  const { parentPort } = process;
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => void parentPort.on('message', (event) => listener(event.data)),
      // Electron ends its utility processes itself, also when it is killed.
      onClosed: () => {},
    };
  }
  if (!process.send) throw new Error('the device host is started by its terminal, not by hand');
  return {
    // The terminal may be gone before the last answer is written.
    send: (message) => void process.send?.(message, undefined, undefined, () => {}),
    onMessage: (listener) => void process.on('message', listener),
    onClosed: (listener) => void process.on('disconnect', listener),
  };
}
