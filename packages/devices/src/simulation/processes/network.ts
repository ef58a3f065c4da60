import { parseArgs } from 'node:util';
import { createSimulatedNetwork, type LinkCondition } from '../../network/simulator.ts';
import { refuse } from '../control.ts';
import { serveSimulator } from './serveSimulator.ts';

/** What each action makes of the line. */
const CONDITIONS: Readonly<Record<string, LinkCondition>> = {
  restore: 'up',
  cut: 'cut',
  hang: 'hang',
  slow: 'slow',
  'cut-after-request': 'cut-after-request',
};

/** `network.ts --target <url>`: the relay before the central service, as a process. */
const { values } = parseArgs({ options: { target: { type: 'string' } } });
if (!values.target) throw new Error('--target <url of the central service> is missing');
const network = await createSimulatedNetwork({ target: values.target });

serveSimulator({
  ready: { url: network.url, state: network.state },
  act: async (action) => {
    const condition = CONDITIONS[action];
    if (!condition)
      return refuse('UNKNOWN_ACTION', `the network cannot "${action}"`, 'Ask for the list with `pnpm sim`.');
    return { ok: true, state: { ...(await network.set(condition)) } };
  },
  onState: (listener) => network.onState((state) => listener({ ...state })),
  close: () => network.close(),
});
