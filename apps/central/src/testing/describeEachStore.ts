import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest';
import { emptyStore } from '../store/database.ts';
import type { Store } from '../store/openStore.ts';
import { openStore } from '../store/openStore.ts';
import { registerTerminal } from '../terminals/terminals.ts';
import { postgresBinaries, startThrowawayPostgres, type ThrowawayPostgres } from './throwawayPostgres.ts';

export const startTime = new Date('2026-11-24T02:00:00.000Z');

/** A store, a clock that the test moves, and two registered terminals. Everything else is empty before each test. */
export interface World {
  readonly store: Store;
  /** A second way into the same database: as another central process on PostgreSQL; the same one on PGlite. */
  readonly other: Store;
  now: Date;
}

/** Runs the same tests on PGlite and on PostgreSQL; skips the latter where Debian's package is missing. */
export function describeEachStore(title: string, tests: (world: World) => void): void {
  describe(`${title} on PGlite`, () => {
    tests(
      useWorld(async () => {
        const store = await openStore({ kind: 'embedded', dir: 'memory' }, () => {});
        return { store, other: store, close: () => store.close() };
      }),
    );
  });

  const bin = postgresBinaries();
  if (!bin) {
    it(`${title} on PostgreSQL`, (context) => context.skip('skipped: needs postgresql'));
    return;
  }
  describe(`${title} on PostgreSQL`, () => {
    tests(
      useWorld(async () => {
        const postgres: ThrowawayPostgres = await startThrowawayPostgres(bin);
        const url = await postgres.createDatabase();
        // Both at once: migrations must be safe when two central processes start together.
        const open = () => openStore({ kind: 'postgresql', url }, () => {});
        const [store, other] = await Promise.all([open(), open()]);
        const close = async () => {
          await store.close();
          await other.close();
          await postgres.stop();
        };
        return { store, other, close };
      }),
    );
  });
}

function useWorld(open: () => Promise<{ store: Store; other: Store; close(): Promise<void> }>): World {
  let opened: Awaited<ReturnType<typeof open>> | undefined;
  const get = () => {
    if (!opened) throw new Error('the store is not open');
    return opened;
  };
  const world: World = {
    get store() {
      return get().store;
    },
    get other() {
      return get().other;
    },
    now: startTime,
  };
  beforeAll(async () => {
    opened = await open();
    for (const terminalId of ['T1', 'T2']) {
      await registerTerminal(opened.store.db, { terminalId, secret: `secret-of-${terminalId}` }, startTime);
    }
  });
  afterAll(() => opened?.close());
  beforeEach(async () => {
    world.now = startTime;
    await emptyStore(get().store.db);
  });
  return world;
}
