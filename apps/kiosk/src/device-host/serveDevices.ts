import type { DeviceSet } from '@renshe/devices';
import { findRemote } from './calls/deviceCalls.ts';
import { type DeviceHostConfig, type ToHost, toHostSchema } from './messages.ts';
import type { ParentChannel } from './parentChannel.ts';

/** The devices of a terminal, as much of them as is served. */
export type ServedDevices = Pick<DeviceSet, 'all' | 'close'>;

export interface ServeDevicesOptions {
  readonly channel: ParentChannel;
  readonly openDevices: (config: DeviceHostConfig) => ServedDevices;
  /** Ends the process; called once, when the devices have been let go. */
  readonly exit: () => void;
}

/**
 * The device host: makes the drivers it is told to and answers the terminal's calls with them. A driver that throws has a
 * bug, and the process ends with it: the terminal starts a fresh one, which beats going on with a half-broken driver.
 */
export function serveDevices({ channel, openDevices, exit }: ServeDevicesOptions): void {
  const aborts = new Map<number, AbortController>();
  let devices: ServedDevices | undefined;
  let closing = false;

  const close = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    for (const abort of aborts.values()) abort.abort();
    await devices?.close();
    exit();
  };

  const answer = async (message: Extract<ToHost, { type: 'call' }>): Promise<void> => {
    const { id, device: name, method } = message;
    const call = findRemote(name)?.calls[method];
    const opened = devices?.all.find((device) => device.name === name);
    // The terminal knows what it has configured: it never asks for anything else.
    if (!call || !opened) throw new Error(`there is no ${name} to ${method}`);
    const args = call.args.parse(message.args);
    const abort = new AbortController();
    aborts.set(id, abort);
    const value = await call.perform(opened.device.driver, args, {
      signal: abort.signal,
      onProgress: (progress) => channel.send({ type: 'progress', id, progress }),
    });
    aborts.delete(id);
    channel.send({ type: 'answer', id, value });
    call.forget?.(args, value);
  };

  channel.onClosed(() => void close());
  channel.onMessage((received) => {
    const message = toHostSchema.parse(received);
    switch (message.type) {
      case 'open': {
        const opened = openDevices(message.config);
        devices = opened;
        // Ready first: whoever sees a device online may ask it at once.
        channel.send({ type: 'ready' });
        for (const { name, device } of opened.all) {
          channel.send({ type: 'opened', device: name, capabilities: capabilitiesOf(device.driver) });
          device.onStatus((status) => channel.send({ type: 'status', device: name, status }));
          channel.send({ type: 'status', device: name, status: device.status });
        }
        return;
      }
      case 'call':
        void answer(message);
        return;
      case 'abort':
        aborts.get(message.id)?.abort();
        return;
      case 'ping':
        channel.send({ type: 'pong', beat: message.beat });
        return;
      case 'close':
        void close();
        return;
    }
  });
}

/** Not every driver has any. */
function capabilitiesOf(driver: unknown): unknown {
  return typeof driver === 'object' && driver !== null && 'capabilities' in driver ? driver.capabilities : undefined;
}
