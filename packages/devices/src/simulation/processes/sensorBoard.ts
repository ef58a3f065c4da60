import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createSimulatedSensorBoard } from '../../sensor-board/simulator.ts';
import { sensorNames } from '../../sensor-board/types.ts';
import { lineFaults } from '../../transports/faultyLine.ts';
import { type ActArgs, refuse } from '../control.ts';
import { refuseToServe, serveSimulator } from './serveSimulator.ts';

/** `sensorBoard.ts --link <path> --baud <rate>`: the board behind a pty, as a process. */
const { values } = parseArgs({ options: { link: { type: 'string' }, baud: { type: 'string' } } });
const baudRate = Number(values.baud);
if (!values.link) throw new Error('--link <path of the serial port> is missing');
if (!(Number.isInteger(baudRate) && baudRate > 0)) throw new Error('--baud <rate> is missing');
const created = await createSimulatedSensorBoard({ link: values.link, baudRate });
if (!created.ok) refuseToServe(created.error);
const board = created.value;

const sensorSchema = z.object({ choice: z.enum(sensorNames) });
const faultSchema = z.object({ choice: z.enum([...lineFaults, 'broken']) });

serveSimulator({
  ready: { port: board.port, state: board.state },
  act: async (action, args) => {
    const result = await act(action, args);
    return result.ok ? { ok: true, state: { ...result.value } } : result;
  },
  onState: (listener) => board.onState((state) => listener({ ...state })),
  close: () => board.close(),
});

async function act(action: string, args: ActArgs) {
  switch (action) {
    case 'activate':
    case 'release': {
      const sensor = sensorSchema.safeParse(args);
      if (!sensor.success) return refuse('BAD_ARGUMENTS', z.prettifyError(sensor.error), 'Choose a sensor.');
      return board.set(sensor.data.choice, action === 'activate');
    }
    case 'fault': {
      const fault = faultSchema.safeParse(args);
      if (!fault.success) return refuse('BAD_ARGUMENTS', z.prettifyError(fault.error), 'Choose a fault.');
      return board.setFault(fault.data.choice);
    }
    case 'blink':
      return board.blink();
    case 'unplug':
      return board.unplug();
    case 'plug':
      return board.plug();
    default:
      return refuse('UNKNOWN_ACTION', `the board cannot "${action}"`, 'Ask for the list with `pnpm sim`.');
  }
}
