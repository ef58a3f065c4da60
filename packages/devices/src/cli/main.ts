import { BadUsage, type Command, type Output } from './command.ts';
import { readIdCardReader } from './readIdCardReader.ts';

/** A new command is a file beside this one and a line here. */
const COMMANDS: readonly Command[] = [readIdCardReader];

const USAGE = `Devices of the terminal, one at a time, for whoever wires them up.

${COMMANDS.map(({ usage }) => `  ${usage}`).join('\n\n')}

Standard output carries exactly one JSON object, the result or {"error":{"code","detail","next"}}; standard error is for
people. Exit: 0 done · 1 could not be done · 2 the command line was wrong.`;

const output: Output = {
  result: (value) => process.stdout.write(`${JSON.stringify(value)}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
};

/** `pnpm devices <verb> <device> …` */
async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  if (args.length === 0 || args.some((arg) => arg === '--help' || arg === '-h')) {
    output.note(USAGE);
    return args.length === 0 ? 2 : 0;
  }
  const [verb = '', device = '', ...rest] = args;
  const command = COMMANDS.find(({ name }) => name === `${verb} ${device}`);
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupt.abort());
  try {
    if (!command) throw new BadUsage(`there is no command "${verb} ${device}"`);
    return await command.run(rest, output, interrupt.signal);
  } catch (error) {
    if (!(error instanceof BadUsage)) throw error;
    output.note(`error: BAD_USAGE: ${error.message}\ncure: pnpm devices --help`);
    return 2;
  }
}

// A reader of our output that has gone away is no failure of ours; the exit code still tells.
process.stdout.on('error', () => {});
process.exitCode = await main(process.argv.slice(2));
