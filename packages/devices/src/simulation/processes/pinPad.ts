import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createSimulatedPinPad, padFaults, padKeys } from '../../pin-pad/simulator.ts';
import { lineFaults } from '../../transports/faultyLine.ts';
import { type ActArgs, refuse } from '../control.ts';
import { refuseToServe, serveSimulator } from './serveSimulator.ts';

/** `pinPad.ts --link <path> --baud <rate>`: the PIN pad behind a pty, as a process. */
const { values } = parseArgs({ options: { link: { type: 'string' }, baud: { type: 'string' } } });
const baudRate = Number(values.baud);
if (!values.link) throw new Error('--link <path of the serial port> is missing');
if (!(Number.isInteger(baudRate) && baudRate > 0)) throw new Error('--baud <rate> is missing');
const created = await createSimulatedPinPad({ link: values.link, baudRate });
if (!created.ok) refuseToServe(created.error);
const pad = created.value;

const keySchema = z.object({ choice: z.enum(padKeys) });
const faultSchema = z.object({ choice: z.enum([...lineFaults, ...padFaults]) });

serveSimulator({
  ready: { port: pad.port, state: pad.state },
  act: async (action, args) => {
    const result = await act(action, args);
    return result.ok ? { ok: true, state: { ...result.value } } : result;
  },
  onState: (listener) => pad.onState((state) => listener({ ...state })),
  close: () => pad.close(),
});

async function act(action: string, args: ActArgs) {
  switch (action) {
    case 'press': {
      const key = keySchema.safeParse(args);
      if (!key.success) return refuse('BAD_ARGUMENTS', z.prettifyError(key.error), 'Choose a key.');
      return pad.press(key.data.choice);
    }
    case 'fault': {
      const fault = faultSchema.safeParse(args);
      if (!fault.success) return refuse('BAD_ARGUMENTS', z.prettifyError(fault.error), 'Choose a fault.');
      return pad.setFault(fault.data.choice);
    }
    case 'unplug':
      return pad.unplug();
    case 'plug':
      return pad.plug();
    default:
      return refuse('UNKNOWN_ACTION', `the PIN pad cannot "${action}"`, 'Ask for the list with `pnpm sim`.');
  }
}
