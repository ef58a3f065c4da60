import { parseArgs } from 'node:util';
import { z } from 'zod';
import { lineFaults } from '../../transports/faultyLine.ts';
import { createSimulatedUps } from '../../ups/simulator.ts';
import { type ActArgs, refuse } from '../control.ts';
import { refuseToServe, serveSimulator } from './serveSimulator.ts';

/** `ups.ts --link <path> --baud <rate>`: the UPS behind a pty, as a process. */
const { values } = parseArgs({ options: { link: { type: 'string' }, baud: { type: 'string' } } });
const baudRate = Number(values.baud);
if (!values.link) throw new Error('--link <path of the serial port> is missing');
if (!(Number.isInteger(baudRate) && baudRate > 0)) throw new Error('--baud <rate> is missing');
const created = await createSimulatedUps({ link: values.link, baudRate });
if (!created.ok) refuseToServe(created.error);
const ups = created.value;

const faultSchema = z.object({ choice: z.enum([...lineFaults, 'broken']) });

serveSimulator({
  ready: { port: ups.port, state: ups.state },
  act: async (action, args) => {
    const result = await act(action, args);
    return result.ok ? { ok: true, state: { ...result.value } } : result;
  },
  onState: (listener) => ups.onState((state) => listener({ ...state })),
  close: () => ups.close(),
});

async function act(action: string, args: ActArgs) {
  switch (action) {
    case 'fail-mains':
      return ups.setMains(false);
    case 'restore-mains':
      return ups.setMains(true);
    case 'battery':
      return ups.setBattery(Number(args.choice));
    case 'fault': {
      const fault = faultSchema.safeParse(args);
      if (!fault.success) return refuse('BAD_ARGUMENTS', z.prettifyError(fault.error), 'Choose a fault.');
      const { choice } = fault.data;
      ups.setFailed(choice === 'broken');
      return ups.setFault(choice === 'broken' ? 'none' : choice);
    }
    case 'unplug':
      return ups.unplug();
    case 'plug':
      return ups.plug();
    default:
      return refuse('UNKNOWN_ACTION', `the UPS cannot "${action}"`, 'Ask for the list with `pnpm sim`.');
  }
}
