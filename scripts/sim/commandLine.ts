import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { DeviceName, SerialLine } from '../../packages/devices/src/simulation/index.ts';
import { parseDevices } from '../../packages/devices/src/simulation/parseDevices.ts';

export const usage = `Usage: pnpm sim [--run-dir <dir>] [--json]                             devices, states, actions ("-": not possible now)
       pnpm sim <device> <action> [<choice>] [--keep-camera]           do it, e.g.
         pnpm sim id-card-reader place chen-jianguo                    (the citizen steps before the camera, too)
         pnpm sim id-card-reader take | unplug | plug | corrupt | silent on | slow-rf 3
         pnpm sim receipt-printer paper-out | restore
         pnpm sim camera show stranger
         pnpm sim network cut | restore
       pnpm sim start <device> [--link <path>] [--baud <rate>]         one device alone, in the foreground
       pnpm sim start --devices <device,device,…>|all                  several, or all there are
The running simulation is found by simulation.json in --run-dir (default: .run in the repository).`;

export const BAUD_RATES = [9600, 19200, 38400, 57600, 115200] as const;

/** The command line cannot be understood; the message is for the user. */
export class BadUsage extends Error {
  override readonly name = 'BadUsage';
}

export type SimCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'list'; readonly runDir: string; readonly json: boolean }
  | {
      readonly kind: 'act';
      readonly runDir: string;
      readonly json: boolean;
      readonly device: string;
      readonly action: string;
      readonly choice?: string;
      readonly keepCamera: boolean;
    }
  | {
      readonly kind: 'start';
      readonly runDir: string;
      readonly devices: readonly DeviceName[];
      /** Path and rate of the serial port of a device that is started alone. */
      readonly line: SerialLine;
    };

/** Reads the arguments of `pnpm sim`. Throws `BadUsage`. */
export function parseCommandLine(args: readonly string[], defaultRunDir: string): SimCommand {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: 'help' };
  const runDir = resolve(values['run-dir'] ?? defaultRunDir);
  const [device, action, choice, ...rest] = positionals;
  if (device === undefined) return { kind: 'list', runDir, json: values.json };
  if (device === 'start') return parseStart(positionals.slice(1), values, defaultRunDir);
  if (action === undefined) throw new BadUsage(`what shall ${device} do? An action is missing`);
  if (rest.length > 0) throw new BadUsage(`an action takes one choice; "${rest.join(' ')}" is too much`);
  return {
    kind: 'act',
    runDir,
    json: values.json,
    device,
    action,
    keepCamera: values['keep-camera'],
    ...(choice === undefined ? {} : { choice }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'run-dir': { type: 'string' },
        json: { type: 'boolean', default: false },
        'keep-camera': { type: 'boolean', default: false },
        link: { type: 'string' },
        baud: { type: 'string' },
        devices: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new BadUsage(error instanceof Error ? error.message : String(error));
  }
}

interface StartValues {
  readonly link?: string | undefined;
  readonly baud?: string | undefined;
  readonly devices?: string | undefined;
  readonly 'run-dir'?: string | undefined;
}

function parseStart(named: readonly string[], values: StartValues, defaultRunDir: string): SimCommand {
  const [name, ...rest] = named;
  if (rest.length > 0) throw new BadUsage(`several devices are started with --devices ${named.join(',')}`);
  if (name !== undefined && values.devices !== undefined) throw new BadUsage('give one device, or --devices');
  const parsed = parseDevices(name ?? values.devices);
  if (!parsed.ok) throw new BadUsage(parsed.error);
  if (parsed.value === undefined) throw new BadUsage('start what? A device, or --devices, is missing');
  const alone = parsed.value.length === 1;
  if (!alone && (values.link ?? values.baud) !== undefined) throw new BadUsage('--link and --baud are for one device');
  const baud = values.baud === undefined ? undefined : Number(values.baud);
  if (baud !== undefined && !BAUD_RATES.some((rate) => rate === baud)) {
    throw new BadUsage(`--baud must be one of ${BAUD_RATES.join(', ')}; got ${values.baud}`);
  }
  const link = values.link === undefined ? undefined : resolve(values.link);
  return {
    kind: 'start',
    devices: parsed.value,
    line: { ...(link === undefined ? {} : { link }), ...(baud === undefined ? {} : { baud }) },
    // One device beside a whole simulation that runs already shall not take its place.
    runDir: resolve(values['run-dir'] ?? (link === undefined ? join(defaultRunDir, 'started') : `${link}.simulation`)),
  };
}
