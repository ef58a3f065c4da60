import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createSimulatedIdCardReader } from '../../id-card-reader/simulator.ts';
import { type ActArgs, type ActResult, refuse } from '../control.ts';
import { refuseToServe, serveSimulator } from './serveSimulator.ts';

/** `idCardReader.ts --link <path> --baud <rate> [--hide-read-card]`: the reader behind a pty, as a process. */
const { values } = parseArgs({
  options: {
    link: { type: 'string' },
    baud: { type: 'string' },
    'hide-read-card': { type: 'boolean', default: false },
  },
});
const baudRate = Number(values.baud);
if (!values.link) throw new Error('--link <path of the serial port> is missing');
if (!(Number.isInteger(baudRate) && baudRate > 0)) throw new Error('--baud <rate> is missing');
const created = await createSimulatedIdCardReader({
  link: values.link,
  baudRate,
  hidesReadCard: values['hide-read-card'],
});
if (!created.ok) refuseToServe(created.error);
const reader = created.value;

serveSimulator({
  ready: { port: reader.port, rfMs: reader.rfMs, state: reader.state },
  act: async (action, args) => {
    const result = await act(action, args);
    return result.ok ? { ok: true, state: { ...result.value } } : result;
  },
  onState: (listener) => reader.onState((state) => listener({ ...state })),
  close: () => reader.close(),
});

async function act(
  action: string,
  args: ActArgs,
): Promise<ReturnType<typeof reader.take> | Extract<ActResult, { ok: false }>> {
  switch (action) {
    case 'place':
      return place(args);
    case 'take':
      return reader.take();
    case 'unplug':
      return reader.unplug();
    case 'plug':
      return reader.plug();
    case 'corrupt':
      return reader.setCorrupt(args.choice !== 'off');
    case 'silent':
      return reader.setSilent(args.choice !== 'off');
    case 'slow-rf':
      return reader.setRfFactor(Number(args.choice));
    default:
      return refuse('UNKNOWN_ACTION', `the reader cannot "${action}"`, 'Ask for the list with `pnpm sim`.');
  }
}

function place(args: ActArgs): ReturnType<typeof reader.take> | Extract<ActResult, { ok: false }> {
  const card = z.object({ textBase64: z.base64(), photoBase64: z.base64() }).safeParse(args);
  if (!card.success) {
    const next = 'Give textBase64 and photoBase64.';
    return refuse('BAD_ARGUMENTS', `place: ${z.prettifyError(card.error)}`, next);
  }
  const { textBase64, photoBase64 } = card.data;
  return reader.place({ text: Buffer.from(textBase64, 'base64'), photo: Buffer.from(photoBase64, 'base64') });
}
