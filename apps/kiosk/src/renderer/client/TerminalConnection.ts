import type { Settings } from '../../contract/contract.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { Link, OpenLink, TerminalClient } from './TerminalClient.ts';

/** What the page knows of its terminal at one moment. */
export type Connection =
  | { readonly state: 'connecting' }
  | {
      readonly state: 'connected';
      readonly client: TerminalClient;
      readonly settings: Settings;
      readonly snapshot: Snapshot;
      /** When the snapshot came, in `performance.now()` milliseconds: `timeLeft` counts from here. */
      readonly receivedAt: number;
    }
  /** The terminal went away; nothing of the citizen is kept here meanwhile. */
  | { readonly state: 'restoring' };

const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 5_000;

export interface TerminalConnectionOptions {
  readonly open: OpenLink;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** Keeps the page joined to its terminal: connects, follows its snapshots, and begins again after every loss. */
export class TerminalConnection {
  readonly #options: TerminalConnectionOptions;
  readonly #listeners = new Set<() => void>();
  #current: Connection = { state: 'connecting' };
  #stopped = false;
  #link: Link | undefined;

  constructor(options: TerminalConnectionOptions) {
    this.#options = options;
  }

  /** For `useSyncExternalStore`: stable until something changes. */
  readonly getCurrent = (): Connection => this.#current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Runs until `stop`. */
  async run(): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!this.#stopped) {
      if (await this.#follow()) retryMs = FIRST_RETRY_MS;
      if (this.#stopped) return;
      if (this.#current.state === 'connected') this.#set({ state: 'restoring' });
      await this.#options.wait(retryMs);
      retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#link?.close();
  }

  /** One connection from beginning to end; true when it ever delivered a snapshot. */
  async #follow(): Promise<boolean> {
    let delivered = false;
    try {
      const link = await this.#options.open();
      this.#link = link;
      const { client } = link;
      const lost = link.closed.then(() => 'lost' as const);
      const settings = await Promise.race([client.settings(), lost]);
      if (settings === 'lost') return false;
      const snapshots = await client.watch();
      let over = false;
      const deliver = async () => {
        for await (const snapshot of snapshots) {
          if (over) return;
          delivered = true;
          this.#set({ state: 'connected', client, settings, snapshot, receivedAt: this.#options.now() });
        }
      };
      // One race for the connection, not one for each snapshot: `lost` holds on to all that ever waited for it.
      await Promise.race([deliver(), lost]);
      over = true;
      link.close();
    } catch {
      // Refused or broken off: the loop above tries again.
    }
    return delivered;
  }

  #set(connection: Connection): void {
    this.#current = connection;
    for (const listener of this.#listeners) listener();
  }
}
