import { parseArgs } from 'node:util';

export interface HostOptions {
  /** File of the terminal's configuration. */
  readonly config: string;
  /** What the host shows by itself: the kiosk full screen, the kiosk beside the dev dock, or nothing. */
  readonly open: 'kiosk' | 'dev' | 'none';
  /** Stop when stdin ends: whoever started this is gone. */
  readonly exitWithParent: boolean;
}

export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'USAGE';
}

const usage = 'usage: main.ts --config <terminal.yaml> [--open kiosk|dev|none] [--exit-with-parent]';

/** Reads the command line. Throws `UsageError` saying what is wrong. */
export function parseArguments(args: readonly string[]): HostOptions {
  const values = parse(args);
  const open = values.open ?? 'kiosk';
  if (!values.config) throw new UsageError(`--config is missing\n${usage}`);
  if (open !== 'kiosk' && open !== 'dev' && open !== 'none')
    throw new UsageError(`--open ${open} is not known\n${usage}`);
  return { config: values.config, open, exitWithParent: values['exit-with-parent'] ?? false };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        config: { type: 'string' },
        open: { type: 'string' },
        'exit-with-parent': { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}
