/** What a command of `pnpm devices` leaves: its exit code is 0 when it did what was asked, 1 when it could not. */
export type ExitCode = 0 | 1;

/** Where a command writes. Results go to `result`, one JSON object and nothing else; what is meant for eyes to `note`. */
export interface Output {
  result(value: unknown): void;
  note(line: string): void;
}

/** One command, in a file of its own. */
export interface Command {
  /** The words that call it: `read id-card-reader`. */
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

/** Reports a failure to programs, as `{"error":…}`, and to people. */
export function fail(output: Output, error: CommandError): 1 {
  output.result({ error });
  output.note(`error: ${error.code}: ${error.detail}`);
  output.note(`cure: ${error.next}`);
  return 1;
}
