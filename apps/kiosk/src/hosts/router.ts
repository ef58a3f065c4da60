import { implement, ORPCError } from '@orpc/server';
import { kioskContract } from '../contract/contract.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { SimulationAccess, Terminal } from '../terminal/types.ts';

/** A camera frame of 640×480 has 40 to 90 kB; nothing that is sent in good faith has more than this. */
const FRAME_LIMIT_BYTES = 1_000_000;

/** The contract, answered by a terminal: the same for every host. What the contract forbids is refused before this. */
export function createKioskRouter(terminal: Terminal) {
  const contract = implement(kioskContract);
  const getSimulation = (): SimulationAccess => {
    if (!terminal.simulation) throw new ORPCError('FORBIDDEN', { message: 'the devices of this terminal are real' });
    return terminal.simulation;
  };
  return contract.router({
    settings: contract.settings.handler(() => terminal.settings),
    watch: contract.watch.handler(({ signal }) => latestSnapshots(terminal, signal)),
    act: contract.act.handler(({ input }) => ({ accepted: terminal.act(input.seq, input.intent) })),
    cameraFrame: contract.cameraFrame.handler(async ({ input }) => {
      if (input.jpeg.size > FRAME_LIMIT_BYTES) throw new ORPCError('PAYLOAD_TOO_LARGE');
      return { wanted: await terminal.cameraFrame(await input.jpeg.bytes()) };
    }),
    speak: contract.speak.handler(async ({ input, signal }) => {
      const wav = await terminal.speak(input, signal);
      return new Blob([Uint8Array.from(wav)], { type: 'audio/wav' });
    }),
    crashed: contract.crashed.handler(({ input }) => terminal.pageCrashed(input)),
    simulation: {
      state: contract.simulation.state.handler(() => getSimulation().state()),
      act: contract.simulation.act.handler(({ input }) =>
        getSimulation().act(input.device, input.action, input.choice),
      ),
      sms: contract.simulation.sms.handler(() => getSimulation().sms()),
    },
  });
}
export type KioskRouter = ReturnType<typeof createKioskRouter>;

/** The current snapshot, then the newest whenever the page is ready for one: a slow page misses some, it never lags. */
async function* latestSnapshots(terminal: Terminal, signal: AbortSignal | undefined): AsyncGenerator<Snapshot> {
  let wake: () => void = () => {};
  const stop = terminal.watch(() => wake());
  const onAbort = () => wake();
  signal?.addEventListener('abort', onAbort);
  try {
    let sent: Snapshot | undefined;
    while (!signal?.aborted) {
      const news = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const current = terminal.current();
      if (current === sent) {
        await news;
        continue;
      }
      sent = current;
      yield current;
    }
  } finally {
    stop();
    signal?.removeEventListener('abort', onAbort);
  }
}
