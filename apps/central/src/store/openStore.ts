import { Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { Pool } from 'pg';
import { StartError } from '../startError.ts';
import type { Database, Tables } from './database.ts';
import { migrations } from './migrations.ts';
import { openPglite } from './openPglite.ts';

export type StorePlace =
  | { readonly kind: 'embedded'; readonly dir: string | 'memory' }
  | { readonly kind: 'postgresql'; readonly url: string };

export interface Store {
  readonly db: Database;
  readonly kind: StorePlace['kind'];
  close(): Promise<void>;
}

/** Longer than any honest lock wait; a terminal has given up by then and will come back. */
const LOCK_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Opens the database and brings it to the newest shape. The same SQL runs on both kinds.
 * `onLost` hears of an idle PostgreSQL connection that broke; the pool makes a new one by itself.
 * Throws StartError when there is no usable database.
 */
export async function openStore(place: StorePlace, onLost: (error: Error) => void): Promise<Store> {
  const store = place.kind === 'embedded' ? await openEmbedded(place.dir) : openPostgres(place.url, onLost);
  try {
    await migrate(store.db);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openEmbedded(dir: string): Promise<Store> {
  const { pglite, release } = await openPglite(dir);
  const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) });
  return {
    db,
    kind: 'embedded',
    close: async () => {
      await db.destroy();
      release();
    },
  };
}

function openPostgres(url: string, onLost: (error: Error) => void): Store {
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'renshe-central',
  });
  // Without a listener an idle connection that breaks would end the process.
  pool.on('error', onLost);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db, kind: 'postgresql', close: () => db.destroy() };
}

async function migrate(db: Database): Promise<void> {
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
  if (!error) return;
  if (isStoreTrouble(error)) {
    throw new StartError('DATABASE_UNREACHABLE', 'cannot reach the database of DATABASE_URL: is it up?', error);
  }
  throw new StartError('MIGRATION_FAILED', 'the database could not be brought to the shape of this version', error);
}

/**
 * Whether the database, not the request, is in trouble, so that the same request may succeed later.
 * SQLSTATE classes: 08 connection, 25 read-only standby, 28 login, 40 deadlock, 53 resources, 55P03 lock timeout, 57 shutdown.
 */
export function isStoreTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^(08|25006|28|3D|40|53|55P03|57)/.test(code)) return true;
  if (/^(ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT)/.test(code)) return true;
  // pg gives no code for these two.
  return /^Connection terminated|timeout exceeded when trying to connect/.test(error.message);
}
