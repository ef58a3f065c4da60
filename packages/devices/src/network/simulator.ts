import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * - `up`: bytes pass.
 * - `cut`: open connections were destroyed, new ones are refused.
 * - `hang`: connections are accepted and nothing passes: the far end of a dead tunnel.
 * - `slow`: every piece of data arrives late.
 * - `cut-after-request`: the request reaches the service, the answer never comes back. Whoever repeats the request
 *   because of that delivers twice, unless the service recognises it.
 */
export type LinkCondition = 'up' | 'cut' | 'hang' | 'slow' | 'cut-after-request';

export interface SimulatedNetworkState {
  readonly condition: LinkCondition;
  readonly connections: number;
}

export interface SimulatedNetwork {
  /** Address to use instead of the central service's own. */
  readonly url: string;
  readonly state: SimulatedNetworkState;
  /** Changes the condition for open and for new connections; resolves when the port itself is open or shut. */
  set(condition: LinkCondition): Promise<SimulatedNetworkState>;
  onState(listener: (state: SimulatedNetworkState) => void): void;
  close(): Promise<void>;
}

/** A poor mobile line: the added delay of each piece of data, one way. */
const SLOW_MS = 2_000;

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/**
 * A relay on the loopback between the terminal and its central service, with faults. It passes bytes and understands
 * none of them, so it serves HTTP and TLS alike. `slowMs` is the one-way delay of the condition `slow`.
 */
export async function createSimulatedNetwork(options: { target: string; slowMs?: number }): Promise<SimulatedNetwork> {
  const target = new URL(options.target);
  const targetPort = Number(target.port || (target.protocol === 'https:' ? 443 : 80));
  const slowMs = options.slowMs ?? SLOW_MS;
  const pairs = new Set<Pair>();
  const listeners = new Set<(state: SimulatedNetworkState) => void>();
  let condition: LinkCondition = 'up';

  const state = (): SimulatedNetworkState => ({ condition, connections: pairs.size });
  const report = (): void => {
    for (const listener of listeners) listener(state());
  };

  const relay = (near: Socket): void => {
    const far = connect({ host: target.hostname.replace(/^\[|\]$/g, ''), port: targetPort });
    const pair = { near, far };
    pairs.add(pair);
    const drop = (): void => {
      near.destroy();
      far.destroy();
    };
    pump(near, far, 'request');
    pump(far, near, 'answer');
    for (const socket of [near, far]) {
      socket.on('error', drop);
      socket.on('close', () => {
        if (near.destroyed && far.destroyed && pairs.delete(pair)) report();
      });
    }
    report();
  };

  /** Passes data on as the condition is at the moment it arrives, never out of order. */
  const pump = (from: Socket, to: Socket, direction: 'request' | 'answer'): void => {
    let dueAt = 0;
    const pass = (action: () => void): void => {
      const now = performance.now();
      dueAt = Math.max(dueAt, now + (condition === 'slow' ? slowMs : 0));
      if (dueAt > now) setTimeout(action, dueAt - now);
      else action();
    };
    from.on('data', (data) => {
      switch (condition) {
        case 'up':
        case 'slow':
          return pass(() => {
            if (!to.destroyed) to.write(data);
          });
        case 'cut-after-request':
          if (direction === 'request') to.write(data);
          else to.resetAndDestroy();
          return;
        case 'hang':
        case 'cut':
          return;
      }
    });
    // One side that has closed may still have bytes under way to the other.
    for (const last of ['end', 'close']) {
      from.on(last, () => {
        if (condition === 'cut') to.destroy();
        else if (condition !== 'hang') pass(() => to.end());
      });
    }
  };

  const server = createServer({ allowHalfOpen: true }, relay);
  const port = await listen(server, 0);

  return {
    url: `${target.protocol}//127.0.0.1:${port}${target.pathname.replace(/\/$/, '')}`,
    get state() {
      return state();
    },
    set: async (next) => {
      const before = condition;
      condition = next;
      // Connections that lost bytes in a hang cannot be repaired by letting later bytes through.
      if (next === 'cut' || before === 'hang') for (const { near } of pairs) near.resetAndDestroy();
      if (next === 'cut' && before !== 'cut') await shut(server);
      if (next !== 'cut' && before === 'cut') await listen(server, port);
      report();
      return state();
    },
    onState: (listener) => {
      listeners.add(listener);
    },
    close: async () => {
      for (const { near, far } of pairs) {
        near.destroy();
        far.destroy();
      }
      if (server.listening) await shut(server);
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Stops listening at once; does not wait for connections, which have their own end. */
function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close();
    setImmediate(resolve);
  });
}
