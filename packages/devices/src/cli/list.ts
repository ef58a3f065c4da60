import { parseArgs } from 'node:util';
import { type FoundPort, findPorts } from '../discovery/findPorts.ts';
import { BadUsage, type Command } from './command.ts';

/** Shows every place a device may be plugged into. */
export const list: Command = {
  name: 'list',
  usage: `pnpm devices list [--json]
    Serial ports, HID devices, card readers (PC/SC), printer queues and cameras of this machine, each with the name that
    stays and a guess what it may be. Nothing is opened: it may run beside a terminal at work.
    {"ports":[{"interface","address","name","usbId"?,"guess"?}]}`,
  run: async (args, output) => {
    const { json } = parse(args);
    const ports = await findPorts();
    if (json) {
      output.result({ ports });
      return 0;
    }
    for (const port of ports) output.line(lineOf(port));
    if (ports.length === 0) output.note('nothing is plugged in that the operating system knows');
    return 0;
  },
};

function lineOf({ interface: kind, address, name, usbId, guess }: FoundPort): string {
  const what = [name, usbId].filter((part) => part !== undefined).join(' ');
  return `${kind.padEnd(7)}${address}  ${what}${guess === undefined ? '' : `  → ${guess}`}`;
}

function parse(args: readonly string[]): { json: boolean } {
  try {
    return parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    throw new BadUsage(error instanceof Error ? error.message : String(error));
  }
}
