import type { DeviceHostChild } from '../deviceHostChild.ts';
import type { FromHost, ToHost } from '../messages.ts';
import { type ServeDevicesOptions, serveDevices } from '../serveDevices.ts';
import { createFakeDevices, type FakeDevices } from './fakeDevices.ts';

/** One device host without a process: the real server on one end, a test's grip on the other. */
export interface FakeChild {
  readonly devices: FakeDevices;
  readonly received: ToHost[];
  killed: boolean;
  /** From now on it neither answers nor ends when asked: it hangs. */
  hang(): void;
  /** Says something in the host's name. */
  say(message: unknown): void;
  /** Ends by itself. */
  end(how: string): void;
}

/** Launches hosts in memory and keeps them all, oldest first. `broken` ones end at once. */
export function createFakeLauncher(options: { broken?: () => boolean } = {}) {
  const children: FakeChild[] = [];
  const launch = (): DeviceHostChild => {
    let toParent: (message: unknown) => void = () => {};
    let toChild: (message: unknown) => void = () => {};
    let onExit: (how: string) => void = () => {};
    let state: 'running' | 'hanging' | 'ended' = 'running';
    const devices = createFakeDevices();
    const end = (how: string) => {
      if (state === 'ended') return;
      state = 'ended';
      queueMicrotask(() => onExit(how));
    };
    const child: FakeChild = {
      devices,
      received: [],
      killed: false,
      hang: () => {
        if (state === 'running') state = 'hanging';
      },
      say: (message) => toParent(message),
      end,
    };
    const server: ServeDevicesOptions = {
      channel: {
        // A structured clone lies between the two, as it does between processes.
        send: (message: FromHost) => {
          const copy = structuredClone(message);
          queueMicrotask(() => state === 'running' && toParent(copy));
        },
        onMessage: (listener) => {
          toChild = listener;
        },
        onClosed: () => {},
      },
      openDevices: () => devices,
      exit: () => end('ended with exit code 0'),
    };
    serveDevices(server);
    children.push(child);
    if (options.broken?.()) end('ended with exit code 1');
    return {
      pid: undefined,
      send: (message) => {
        const copy = structuredClone(message);
        queueMicrotask(() => {
          child.received.push(copy);
          if (state === 'running') toChild(copy);
        });
      },
      onMessage: (listener) => {
        toParent = listener;
      },
      onExit: (listener) => {
        onExit = listener;
      },
      kill: () => {
        child.killed = true;
        end('ended with SIGKILL');
      },
    };
  };
  const child = (index: number): FakeChild => {
    const found = children[index];
    if (!found) throw new Error(`host ${index} was not started`);
    return found;
  };
  return { launch, children, child };
}
