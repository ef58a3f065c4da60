import { parseArgs } from 'node:util';
import { createSimulatedPrinter, type PrinterFault } from '../../receipt-printer/ipp/simulator.ts';
import { type ActArgs, type ActResult, refuse } from '../control.ts';
import { refuseToServe, serveSimulator } from './serveSimulator.ts';

const FAULTS: Readonly<Record<string, PrinterFault>> = {
  'paper-out': 'paper-out',
  'paper-low': 'paper-low',
  'paper-jam': 'paper-jam',
  'cover-open': 'cover-open',
};

/** `receiptPrinter.ts --run-dir <dir>`: the virtual receipt printer, as a process. */
const { values } = parseArgs({ options: { 'run-dir': { type: 'string' } } });
if (!values['run-dir']) throw new Error('--run-dir <folder for log and paper> is missing');
const created = await createSimulatedPrinter({ runDir: values['run-dir'] });
if (!created.ok) refuseToServe(created.error);
const printer = created.value;

serveSimulator({
  ready: { uri: printer.uri, spool: printer.spool, state: printer.state },
  act: async (action, args) => {
    const result = await act(action, args);
    return result.ok ? { ok: true, state: { ...result.value } } : result;
  },
  onState: (listener) => printer.onState((state) => listener({ ...state })),
  close: () => printer.close(),
});

async function act(
  action: string,
  args: ActArgs,
): Promise<Awaited<ReturnType<typeof printer.switchOn>> | Extract<ActResult, { ok: false }>> {
  const fault = FAULTS[action];
  if (fault) return printer.setFault(fault);
  switch (action) {
    case 'restore':
      return restore();
    case 'slow':
      return printer.setSpeed(args.choice === 'off' ? 'normal' : 'slow');
    case 'offline':
      return printer.switchOff();
    case 'online':
      return printer.switchOn();
    default:
      return refuse('UNKNOWN_ACTION', `the printer cannot "${action}"`, 'Ask for the list with `pnpm sim`.');
  }
}

/** Everything as it was at the start: power on, paper in, cover shut, normal speed. */
async function restore(): ReturnType<typeof printer.switchOn> {
  if (printer.state.connection === 'offline') {
    const on = await printer.switchOn();
    if (!on.ok) return on;
  }
  await printer.setSpeed('normal');
  return printer.setFault('none');
}
