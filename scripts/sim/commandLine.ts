import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const usage = `Usage: pnpm sim [--run-dir <dir>] [--json]                             devices, states, actions ("-": not possible now)
       pnpm sim <device> <action> [<choice>] [--keep-camera]           do it, e.g.
         pnpm sim id-card-reader place chen-jianguo                    (the citizen steps before the camera, too)
         pnpm sim id-card-reader take | unplug | plug | corrupt | silent on | slow-rf 3
         pnpm sim receipt-printer paper-out | restore
         pnpm sim camera show stranger
         pnpm sim network cut | restore
       pnpm sim start id-card-reader --link <path> [--baud <rate>]     one reader alone, in the foreground
The running simulation is found by simulation.json in --run-dir (default: .run in the repository).`;

export const BAUD_RATES = [9600, 19200, 38400, 57600, 115200] as const;
const DEFAULT_BAUD = 115_200;

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
  | { readonly kind: 'start-reader'; readonly link: string; readonly baud: number; readonly runDir: string };

/** Reads the arguments of `pnpm sim`. Throws `BadUsage`. */
export function parseCommandLine(args: readonly string[], defaultRunDir: string): SimCommand {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: 'help' };
  const runDir = resolve(values['run-dir'] ?? defaultRunDir);
  const [device, action, choice, ...rest] = positionals;
  if (device === undefined) return { kind: 'list', runDir, json: values.json };
  if (action === undefined) throw new BadUsage(`what shall ${device} do? An action is missing`);
  if (device === 'start') return parseStart(positionals.slice(1), values);
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
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new BadUsage(error instanceof Error ? error.message : String(error));
  }
}

function parseStart(
  devices: readonly string[],
  values: { link?: string | undefined; baud?: string | undefined; 'run-dir'?: string | undefined },
): SimCommand {
  if (devices.length !== 1 || devices[0] !== 'id-card-reader') {
    throw new BadUsage(`only "start id-card-reader" starts a device alone; got "${devices.join(' ')}"`);
  }
  if (!values.link) throw new BadUsage('--link <path> is missing: where shall the serial port appear?');
  const baud = values.baud === undefined ? DEFAULT_BAUD : Number(values.baud);
  if (!BAUD_RATES.some((rate) => rate === baud)) {
    throw new BadUsage(`--baud must be one of ${BAUD_RATES.join(', ')}; got ${values.baud}`);
  }
  const link = resolve(values.link);
  return { kind: 'start-reader', link, baud, runDir: resolve(values['run-dir'] ?? `${link}.simulation`) };
}
