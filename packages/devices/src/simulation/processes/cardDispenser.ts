import { parseArgs } from 'node:util';
import { z } from 'zod';
import {
  createSimulatedCardDispenser,
  dispenserDialects,
  jamPlaces,
  lineFaults,
  numberedCard,
  type SimulatedCard,
} from '../../card-dispenser/simulator.ts';
import { type ActArgs, refuse } from '../control.ts';
import { refuseToServe, serveSimulator } from './serveSimulator.ts';

/** `cardDispenser.ts --link <path> [--dialect crt591|crt310] [--baud <rate>]`: the mechanism behind a pty, as a process. */
const { values } = parseArgs({
  options: { link: { type: 'string' }, dialect: { type: 'string', default: 'crt591' }, baud: { type: 'string' } },
});
if (!values.link) throw new Error('--link <path of the serial port> is missing');
const dialect = z.enum(dispenserDialects).parse(values.dialect);
const baud = z.coerce.number().int().positive().optional().parse(values.baud);
const created = await createSimulatedCardDispenser({
  link: values.link,
  dialect,
  ...(baud === undefined ? {} : { baudRate: baud }),
});
if (!created.ok) refuseToServe(created.error);
const dispenser = created.value;

const INSERTED: Readonly<Record<string, SimulatedCard>> = {
  card: numberedCard('own'),
  mute: { name: 'mute' },
  coin: { name: 'coin', wrongLength: true },
};
const choices = {
  insert: z.object({ choice: z.enum(['card', 'mute', 'coin']).default('card') }),
  jam: z.object({ choice: z.enum(jamPlaces) }),
  fault: z.object({ choice: z.enum(lineFaults) }),
  number: z.object({ choice: z.coerce.number() }),
};

serveSimulator({
  ready: { port: dispenser.port, dialect, state: dispenser.state },
  act: async (action, args) => {
    const result = await act(action, args);
    return result.ok ? { ok: true, state: { ...result.value } } : result;
  },
  onState: (listener) => dispenser.onState((state) => listener({ ...state })),
  close: () => dispenser.close(),
});

async function act(action: string, args: ActArgs) {
  switch (action) {
    case 'take':
      return dispenser.take();
    case 'insert':
      return given(choices.insert, args, ({ choice }) => dispenser.insert(INSERTED[choice] ?? numberedCard('own')));
    case 'jam':
      return given(choices.jam, args, ({ choice }) => dispenser.jam(choice));
    case 'clear':
      return dispenser.clear();
    case 'fill':
      return given(choices.number, args, ({ choice }) => dispenser.fill(choice));
    case 'empty-bin':
      return dispenser.emptyBin();
    case 'slow':
      return given(choices.number, args, ({ choice }) => dispenser.slow(choice));
    case 'fault':
      return given(choices.fault, args, ({ choice }) => dispenser.fault(choice));
    case 'cut-power':
      return dispenser.cutPower();
    case 'restore-power':
      return dispenser.restorePower();
    case 'unplug':
      return dispenser.unplug();
    case 'plug':
      return dispenser.plug();
    default:
      return refuse('UNKNOWN_ACTION', `the dispenser cannot "${action}"`, 'Ask for the list with `pnpm sim`.');
  }
}

function given<Args>(schema: z.ZodType<Args>, args: ActArgs, then: (args: Args) => ReturnType<typeof dispenser.take>) {
  const parsed = schema.safeParse(args);
  if (parsed.success) return then(parsed.data);
  return refuse('BAD_ARGUMENTS', z.prettifyError(parsed.error), 'Look at its arguments with `pnpm sim`.');
}
