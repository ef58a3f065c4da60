import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { drawSlip } from '../../receipt-printer/escpos/drawPaper.ts';
import { readSlip } from '../../receipt-printer/escpos/simulatedPaper.ts';
import { createSimulatedThermalPrinter } from '../../receipt-printer/escpos/simulator.ts';
import { lineFaults } from '../../transports/faultyLine.ts';
import { type ActArgs, refuse } from '../control.ts';
import { refuseToServe, serveSimulator } from './serveSimulator.ts';

/**
 * `thermalPrinter.ts --link <path> --baud <rate> --spool <folder> [--dots 384|576]`: the thermal printer behind a pty, as a
 * process. Each piece of paper with something on it becomes `slip-<number>.png` and `.txt` in the spool.
 */
const { values } = parseArgs({
  options: { link: { type: 'string' }, baud: { type: 'string' }, spool: { type: 'string' }, dots: { type: 'string' } },
});
const { link, spool } = values;
if (!link) throw new Error('--link <path of the serial port> is missing');
if (!spool) throw new Error('--spool <folder for the paper> is missing');
const baudRate = z.coerce.number().int().positive().parse(values.baud);
const dots = z.coerce.number().int().positive().default(576).parse(values.dots);
await mkdir(spool, { recursive: true });
const created = await createSimulatedThermalPrinter({ link, baudRate, make: { dots } });
if (!created.ok) refuseToServe(created.error);
const printer = created.value;

let kept = 0;
let keeping: Promise<void> = Promise.resolve();
/** Writes the pieces of paper that came out since the last time. */
function keepSlips(folder: string): void {
  const fresh = printer.slips.slice(kept);
  kept = printer.slips.length;
  for (const [index, slip] of fresh.entries()) {
    if (slip.marks.length === 0) continue;
    const file = join(folder, `slip-${String(kept - fresh.length + index + 1).padStart(4, '0')}`);
    keeping = keeping.then(async () => {
      await writeFile(`${file}.png`, await drawSlip(slip), { mode: 0o600 });
      await writeFile(`${file}.txt`, `${readSlip(slip)}\n`, { mode: 0o600 });
    });
  }
}

serveSimulator({
  ready: { port: printer.port, spool, state: printer.state },
  act: async (action, args) => {
    const result = await act(action, args);
    return result.ok ? { ok: true, state: { ...result.value } } : result;
  },
  onState: (listener) =>
    printer.onState((state) => {
      keepSlips(spool);
      listener({ ...state });
    }),
  close: async () => {
    await printer.close();
    await keeping;
  },
});

async function act(action: string, args: ActArgs) {
  switch (action) {
    case 'open-cover':
      return printer.openCover();
    case 'close-cover':
      return printer.closeCover();
    case 'load-paper':
      return printer.loadPaper();
    case 'paper':
      return given(z.object({ choice: z.coerce.number() }), args, ({ choice }) => printer.setPaper(choice));
    case 'jam-paper':
      return printer.jamPaper();
    case 'clear-jam':
      return printer.clearJam();
    case 'block-cutter':
      return printer.blockCutter();
    case 'free-cutter':
      return printer.freeCutter();
    case 'head':
      return given(z.object({ choice: z.enum(['ok', 'hot']) }), args, ({ choice }) => printer.setHead(choice));
    case 'restart':
      return printer.restart();
    case 'unplug':
      return printer.unplug();
    case 'plug':
      return printer.plug();
    case 'fault':
      return given(z.object({ choice: z.enum(lineFaults) }), args, ({ choice }) => printer.setLine(choice));
    default:
      return refuse('UNKNOWN_ACTION', `the printer cannot "${action}"`, 'Ask for the list with `pnpm sim`.');
  }
}

function given<Args>(
  schema: z.ZodType<Args>,
  args: ActArgs,
  then: (args: Args) => ReturnType<typeof printer.openCover>,
) {
  const parsed = schema.safeParse(args);
  if (parsed.success) return then(parsed.data);
  return refuse('BAD_ARGUMENTS', z.prettifyError(parsed.error), 'Look at its arguments with `pnpm sim`.');
}
