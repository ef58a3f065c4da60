import { createDevices } from '@renshe/devices';
import { openParentChannel } from './parentChannel.ts';
import { serveDevices } from './serveDevices.ts';

/** Entry of the device host: the process that owns every driver, so that native code may crash or hang alone. */

/** A driver that does not let go of its port by then is left to the operating system. */
const CLOSE_LIMIT_MS = 2_000;

// Ctrl-C and a service manager's stop reach the whole group of processes. The terminal decides when this one ends:
// by its message or by its death, never before it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const channel = openParentChannel(process);
channel.onClosed(() => setTimeout(() => process.exit(0), CLOSE_LIMIT_MS).unref());
serveDevices({
  channel,
  openDevices: ({ devices, printUser }) => createDevices(devices, () => ({ printUser })),
  exit: () => process.exit(0),
});
