import { BadUsage, type Command, type Output } from './command.ts';
import { list } from './list.ts';
import { readIdCardReader } from './readIdCardReader.ts';
import { status } from './status.ts';
import { test } from './test.ts';
import { watch } from './watch.ts';

/** A new command is a file beside this one and a line here. */
const COMMANDS: readonly Command[] = [list, status, watch, test, readIdCardReader];

const USAGE = `Devices of the terminal, for whoever wires them up.

${COMMANDS.map(({ usage }) => `  ${usage}`).join('\n\n')}

With --json, and always for "read", standard output carries exactly one JSON object, the result or
{"error":{"code","detail","next"}}; "watch --json" one object a line. Without it, lines for people and for grep. Notes and
errors go to standard error. Exit: 0 done, and every device is well · 1 not · 2 the command line was wrong.`;

const output: Output = {
  result: (value) => process.stdout.write(`${JSON.stringify(value)}\n`),
  line: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
};

/** `pnpm devices <verb> [<device>] …` */
async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  if (args.length === 0 || args.some((arg) => arg === '--help' || arg === '-h')) {
    output.note(USAGE);
    return args.length === 0 ? 2 : 0;
  }
  const [verb = '', device = ''] = args;
  const command = COMMANDS.find(({ name }) => name === `${verb} ${device}` || name === verb);
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupt.abort());
  try {
    if (!command) throw new BadUsage(`there is no command "${verb} ${device}"`);
    return await command.run(args.slice(command.name.split(' ').length), output, interrupt.signal);
  } catch (error) {
    if (!(error instanceof BadUsage)) throw error;
    output.note(`error: BAD_USAGE: ${error.message}\ncure: pnpm devices --help`);
    return 2;
  }
}

// A reader of our output that has gone away is no failure of ours; the exit code still tells.
process.stdout.on('error', () => {});
process.exitCode = await main(process.argv.slice(2));
