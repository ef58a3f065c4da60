/** What a command of `pnpm devices` leaves: its exit code is 0 when it did what was asked, 1 when it could not. */
export type ExitCode = 0 | 1;

/**
 * Where a command writes. Standard output is for programs: `result` is one JSON object and nothing else, `line` what a
 * command lists for eyes and for `grep` when no JSON was asked for. A command writes the one or the other. Whatever else
 * people want to know goes to standard error by `note`.
 */
export interface Output {
  result(value: unknown): void;
  line(line: string): void;
  note(line: string): void;
}

/** One command, in a file of its own. */
export interface Command {
  /** The words that call it: `status`, `read id-card-reader`. */
  readonly name: string;
  /** For `--help`. */
  readonly usage: string;
  /** Ends soon after `signal` aborts. Throws `BadUsage`. */
  run(args: readonly string[], output: Output, signal: AbortSignal): Promise<ExitCode>;
}

/** The command line cannot be understood; the message is for the user. */
export class BadUsage extends Error {
  override readonly name = 'BadUsage';
}

/** A failure as every command prints it. `next` says what to do. */
export interface CommandError {
  readonly code: string;
  readonly detail: string;
  readonly next: string;
}

/** Reports a failure to programs that want JSON, as `{"error":…}`, and to people. */
export function fail(output: Output, error: CommandError, json = true): 1 {
  if (json) output.result({ error });
  output.note(`error: ${error.code}: ${error.detail}`);
  output.note(`cure: ${error.next}`);
  return 1;
}
