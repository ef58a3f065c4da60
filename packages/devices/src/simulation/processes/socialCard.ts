import { z } from 'zod';
import { SimulatedSocialCardReader } from '../../social-card/simulator.ts';
import { type ActArgs, refuse } from '../control.ts';
import { refuseToServe, serveSimulator } from './serveSimulator.ts';

/** `socialCard.ts`: a PC/SC service with a virtual reader and the card in it, as a process. */
const started = await SimulatedSocialCardReader.start();
if (!started.ok) refuseToServe(started.error);
const reader = started.value;

const insertSchema = z.object({
  holder: z.object({
    citizenNumber: z.string().regex(/^\d{17}[\dX]$/),
    name: z.string().min(1),
    sex: z.string().length(1),
    ethnicGroupCode: z.string().regex(/^\d\d$/),
    birthDate: z.iso.date(),
  }),
  generation: z.literal([2, 3]).default(2),
  authentication: z.enum(['free', 'demanded']).optional(),
});
const otherSchema = z.object({ choice: z.enum(['bank-card', 'unknown-card', 'contactless-card', 'mute-card']) });
const pullAfterSchema = z.object({ choice: z.coerce.number(), done: z.boolean().default(true) });

serveSimulator({
  ready: { serviceSocket: reader.socket, state: reader.state },
  act: async (action, args) => {
    const result = await act(action, args);
    return result.ok ? { ok: true, state: { ...result.value } } : result;
  },
  onState: (listener) => reader.onState((state) => listener({ ...state })),
  close: () => reader.close(),
});

async function act(action: string, args: ActArgs) {
  switch (action) {
    case 'insert': {
      const given = insertSchema.safeParse(args);
      if (!given.success) return badArguments(given.error);
      const { holder, generation, authentication } = given.data;
      return reader.insert(holder, { generation, ...(authentication ? { authentication } : {}) });
    }
    case 'insert-other': {
      const given = otherSchema.safeParse(args);
      return given.success ? reader.insertOther(given.data.choice) : badArguments(given.error);
    }
    case 'pull':
      return reader.pull();
    case 'pull-after': {
      const given = pullAfterSchema.safeParse(args);
      if (!given.success) return badArguments(given.error);
      return reader.pullAfter({ commands: given.data.choice, done: given.data.done });
    }
    case 'block-pin':
      return reader.blockPin();
    case 'lock':
      return reader.lock(args.choice !== 'off');
    case 'slow':
      return reader.setSlow(Number(args.choice));
    case 'garble':
      return reader.setGarbled(args.choice !== 'off');
    case 'silent':
      return reader.setSilent(args.choice !== 'off');
    case 'unplug':
      return reader.setPlugged(false);
    case 'plug':
      return reader.setPlugged(true);
    case 'stop-service':
      return reader.stopService();
    case 'restart-service':
      return reader.restartService();
    default:
      return refuse('UNKNOWN_ACTION', `the reader cannot "${action}"`, 'Ask for the list with `pnpm sim`.');
  }
}

const badArguments = (error: z.ZodError) =>
  refuse('BAD_ARGUMENTS', z.prettifyError(error), 'Look at its arguments with `pnpm sim`.');
