import { parseArgs } from 'node:util';

/** What goes differently in this run of the robot. */
export type Variant = 'plain' | 'offline' | 'wrong-face' | 'no-face' | 'unplug-reader';

export interface RobotOptions {
  readonly service: 'verify';
  readonly variant: Variant;
  readonly citizen: string;
  readonly baudRate: number;
  /** Keep the run's folder (logs, printed receipts) and say where it is. */
  readonly keep: boolean;
}

export const usage = `Usage: pnpm robot verify [--offline | --wrong-face | --no-face | --unplug-reader] [--citizen <id>] [--baud <rate>] [--keep]

A robot citizen walks one whole journey, from laying the ID card down to everything wiped, against the real stack: the
reader's protocol on a pty, a fake camera, an IPP printer, the central service.
  --offline         the network is cut before the card is laid down, and comes back afterwards
  --wrong-face      somebody else stands before the camera: three comparisons, no record
  --no-face         the equal path: a code by SMS, no comparison at all
  --unplug-reader   the reader's plug is pulled while it reads, and put back
Exit code 0 only if the central record, the receipt's text and the wipe are all as they must be.`;

/** Reads the command line. Throws with a sentence for the user when it cannot be understood. */
export function parseOptions(args: readonly string[]): RobotOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      offline: { type: 'boolean', default: false },
      'wrong-face': { type: 'boolean', default: false },
      'no-face': { type: 'boolean', default: false },
      'unplug-reader': { type: 'boolean', default: false },
      citizen: { type: 'string', default: 'chen-jianguo' },
      baud: { type: 'string', default: '115200' },
      keep: { type: 'boolean', default: false },
    },
  });
  if (positionals.length !== 1 || positionals[0] !== 'verify') {
    throw new Error(`there is one journey, "verify"; got "${positionals.join(' ')}"`);
  }
  const chosen = (['offline', 'wrong-face', 'no-face', 'unplug-reader'] as const).filter((name) => values[name]);
  if (chosen.length > 1)
    throw new Error(`one variant at a time; got ${chosen.map((name) => `--${name}`).join(' and ')}`);
  const baudRate = Number(values.baud);
  if (![9600, 19200, 38400, 57600, 115200].includes(baudRate)) {
    throw new Error(`--baud must be one of 9600, 19200, 38400, 57600, 115200; got ${values.baud}`);
  }
  return { service: 'verify', variant: chosen[0] ?? 'plain', citizen: values.citizen, baudRate, keep: values.keep };
}
