import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createSimulatedQrScanner, presentations } from '../../qr-scanner/simulator.ts';
import { lineFaults } from '../../transports/faultyLine.ts';
import { type ActArgs, refuse } from '../control.ts';
import { refuseToServe, serveSimulator } from './serveSimulator.ts';

/** `qrScanner.ts --link <path> --baud <rate>`: the scanner behind a pty, as a process. */
const { values } = parseArgs({ options: { link: { type: 'string' }, baud: { type: 'string' } } });
if (!values.link) throw new Error('--link <path of the serial port> is missing');
const baudRate = z.coerce.number().int().positive().parse(values.baud);
const created = await createSimulatedQrScanner({ link: values.link, baudRate });
if (!created.ok) refuseToServe(created.error);
const scanner = created.value;

serveSimulator({
  ready: { port: scanner.port, state: scanner.state },
  act: async (action, args) => {
    const result = await act(action, args);
    return result.ok ? { ok: true, state: { ...result.value } } : result;
  },
  onState: (listener) => scanner.onState((state) => listener({ ...state })),
  close: () => scanner.close(),
});

async function act(action: string, args: ActArgs) {
  switch (action) {
    case 'show':
      return given(z.object({ choice: z.string() }), args, ({ choice }) => scanner.show(choice));
    case 'show-badly': {
      const badly = z.object({ choice: z.enum(presentations), text: z.string().default('BAD-CODE') });
      return given(badly, args, ({ choice, text }) => scanner.show(text, choice));
    }
    case 'take-away':
      return scanner.takeAway();
    case 'unplug':
      return scanner.unplug();
    case 'plug':
      return scanner.plug();
    case 'fault':
      return given(z.object({ choice: z.enum(lineFaults) }), args, ({ choice }) => scanner.setLine(choice));
    default:
      return refuse('UNKNOWN_ACTION', `the scanner cannot "${action}"`, 'Ask for the list with `pnpm sim`.');
  }
}

function given<Args>(
  schema: z.ZodType<Args>,
  args: ActArgs,
  then: (args: Args) => ReturnType<typeof scanner.takeAway>,
) {
  const parsed = schema.safeParse(args);
  if (parsed.success) return then(parsed.data);
  return refuse('BAD_ARGUMENTS', z.prettifyError(parsed.error), 'Look at its arguments with `pnpm sim`.');
}
