import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { HidEnvelope } from './hidEnvelope.ts';

/**
 * For tests: the production driver in a process of its own, because umockdev's library has to be loaded before the
 * process begins.
 */

/** What the process tells. Values are as the driver returned them, in JSON. */
export type Told =
  | { readonly kind: 'status'; readonly state: string; readonly detail?: string; readonly at: number }
  | {
      readonly kind: 'reading';
      readonly ok: boolean;
      readonly code?: string;
      readonly name?: string;
      readonly photo?: number;
    }
  | { readonly kind: 'listed'; readonly count: number; readonly rss: number; readonly handles: number };

export type Asked =
  | { readonly do: 'read'; readonly timeoutMs: number }
  | { readonly do: 'list'; readonly times: number };

export class HidDriverProcess {
  readonly #child: ChildProcess;
  readonly told: Told[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(options: {
    environment: Readonly<Record<string, string>>;
    envelope: HidEnvelope;
    identity: { vendorId: number; productId: number };
  }) {
    const { environment, envelope, identity } = options;
    this.#child = fork(
      fileURLToPath(new URL('hidTestProcess.ts', import.meta.url)),
      [envelope, String(identity.vendorId), String(identity.productId)],
      {
        env: { ...process.env, ...environment },
        execArgv: [],
      },
    );
    this.#child.on('message', (message) => {
      this.told.push(message as Told);
      for (const look of [...this.#waiting]) look();
    });
  }

  ask(what: Asked): void {
    this.#child.send(what);
  }

  /** The first thing told from the `from`th on that fits; waits for it. */
  when<Wanted extends Told>(fits: (told: Told) => told is Wanted, from = 0): Promise<Wanted> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.told.slice(from).find(fits);
        if (!found) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  whenState(state: string, from = 0): Promise<Extract<Told, { kind: 'status' }>> {
    const fits = (told: Told): told is Extract<Told, { kind: 'status' }> =>
      told.kind === 'status' && told.state === state;
    return this.when(fits, from);
  }

  async read(timeoutMs = 5_000): Promise<Extract<Told, { kind: 'reading' }>> {
    const from = this.told.length;
    this.ask({ do: 'read', timeoutMs });
    return this.when((told) => told.kind === 'reading', from);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}
