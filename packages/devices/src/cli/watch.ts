import type { FrameNamer } from '../config/deviceKind.ts';
import { type DeviceKindName, type DevicesSettings, findKind } from '../config/deviceKinds.ts';
import type { DeviceStatus } from '../core/device.ts';
import { openHid } from '../transports/hid.ts';
import { openSerialPort } from '../transports/serialPort.ts';
import { type Tap, tapHid, tapSerial } from '../transports/tap.ts';
import { type Command, fail } from './command.ts';
import { MACHINE_USAGE, type MachineOptions, parseMachineOptions } from './machineOptions.ts';
import { openMachine } from './openMachine.ts';
import { statusLine } from './status.ts';

/** Something that happened, as `--json` prints it. */
type Seen =
  | { readonly kind: 'status'; readonly device: string; readonly status: DeviceStatus }
  | {
      readonly kind: 'frame';
      readonly device: string;
      readonly direction: '=>' | '<=';
      readonly name: string;
      readonly hex: string;
    };

/** Shows what the devices say, until it is interrupted. */
export const watch: Command = {
  name: 'watch',
  usage: `pnpm devices watch [<device>] [--config <file> | --simulated] [--json]
    Status changes and traffic as they happen, until Ctrl-C: each frame in hex with the name its codec gives it, "=>" to
    the device and "<=" from it. What may be a person's data is counted, not shown.
    One object a line: {"at","kind":"status","device","status"} or {"at","kind":"frame","device","direction","name","hex"}
${MACHINE_USAGE}`,
  run: async (args, output, signal) => {
    const options = parseMachineOptions(args);
    const tell = (seen: Seen): void => {
      const at = new Date().toISOString();
      if (options.json) output.result({ at, ...seen });
      else output.line(`${at.slice(11, 23)}  ${lineOf(seen)}`);
    };
    const opened = await openMachine(options, output, (name, settings) => {
      const tap = tapInto(name, settings, tell);
      return { openPort: tapSerial(openSerialPort, tap), openHid: tapHid(openHid, tap) };
    });
    if (!opened.ok) return fail(output, opened.error, options.json);
    noteHow(opened.value.runDir, options, output.note);
    for (const { name, device } of opened.value.all) {
      tell({ kind: 'status', device: name, status: device.status });
      device.onStatus((status) => tell({ kind: 'status', device: name, status }));
    }
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    await opened.value.close();
    return 0;
  },
};

function noteHow(runDir: string | undefined, { device }: MachineOptions, note: (line: string) => void): void {
  if (runDir !== undefined) note(`in another shell: pnpm sim --run-dir ${runDir} ${device ?? ''}`.trimEnd());
  note('Ctrl-C ends it');
}

/** Names the frames of one device. Where no codec names them only their number is told: nobody knows what is in them. */
function tapInto(name: DeviceKindName, settings: DevicesSettings, tell: (seen: Seen) => void): Tap {
  const namer: FrameNamer = findKind(name)?.frames?.(settings[name]) ?? {
    push: (_direction, bytes) => [{ name: `${bytes.length} bytes`, hex: '' }],
  };
  return (direction, bytes) => {
    for (const frame of namer.push(direction, bytes)) tell({ kind: 'frame', device: name, direction, ...frame });
  };
}

function lineOf(seen: Seen): string {
  switch (seen.kind) {
    case 'status':
      return statusLine(seen.device, seen.status);
    case 'frame':
      return `${seen.device.padEnd(17)}${seen.direction} ${seen.name.padEnd(22)} ${seen.hex}`.trimEnd();
  }
}
