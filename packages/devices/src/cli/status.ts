import { settledStatus } from '../config/deviceKind.ts';
import { findKind } from '../config/deviceKinds.ts';
import { pause, systemClock } from '../core/clock.ts';
import type { DeviceStatus } from '../core/device.ts';
import { type Command, fail } from './command.ts';
import { MACHINE_USAGE, parseMachineOptions } from './machineOptions.ts';
import { openMachine } from './openMachine.ts';

/** A reader is looked for at five rates twice, which takes five seconds; a printer that has to wake up three. */
const SETTLE_MS = 12_000;
/** A device that has just answered is asked for its supplies next. */
const SUPPLIES_MS = 400;

/** Says of every device how it is now. */
export const status: Command = {
  name: 'status',
  usage: `pnpm devices status [<device>] [--config <file> | --simulated] [--json]
    One line a device: state, supplies, and what is the matter. Exit 0 when all of them are online, 1 when not.
    {"devices":[{"name","state","detail"?,…supplies}]}
${MACHINE_USAGE}`,
  run: async (args, output, signal) => {
    const options = parseMachineOptions(args);
    const opened = await openMachine(options, output);
    if (!opened.ok) return fail(output, opened.error, options.json);
    const late = AbortSignal.any([signal, AbortSignal.timeout(SETTLE_MS)]);
    const { all } = opened.value;
    await Promise.all(all.map(({ device }) => settledStatus(device, late)));
    await pause(systemClock, SUPPLIES_MS, signal);
    const seen = all.map(({ name, device }) => ({ name, status: device.status }));
    await opened.value.close();
    if (options.json) output.result({ devices: seen.map((entry) => ({ name: entry.name, ...entry.status })) });
    else for (const entry of seen) output.line(statusLine(entry.name, entry.status));
    return seen.every((entry) => entry.status.state === 'online' || entry.status.state === 'busy') ? 0 : 1;
  },
};

/** `receipt-printer   online   paper full`. */
export function statusLine(name: string, now: DeviceStatus): string {
  const supplies = findKind(name)?.describe(now) ?? '';
  const rest = [supplies, now.detail].filter((part) => part !== undefined && part !== '').join(' · ');
  return `${name.padEnd(17)}${now.state.padEnd(14)}${rest}`.trimEnd();
}
