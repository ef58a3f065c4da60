import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { StartError } from '../startError.ts';
import { lockDataDir } from './dataDirLock.ts';
import { DurableNodeFs } from './durableNodeFs.ts';

export interface OpenedPglite {
  readonly pglite: PGlite;
  /** After the database is closed. */
  release(): void;
}

/**
 * PGlite's own parameters without "-F", which switches PostgreSQL's fsync off; and by the fsync call, because
 * Emscripten does nothing in fdatasync, the default.
 */
const durableStartParams = () => [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['-c', 'wal_sync_method=fsync'],
];

/**
 * Opens the embedded database, in memory or in `dir` (made when missing).
 * The files are first made beside their place and moved there whole, so that a kill during the first start leaves
 * nothing that looks like a database. Throws StartError DATA_DIR_IN_USE or DATA_DIR_UNUSABLE.
 */
export async function openPglite(dir: string | 'memory'): Promise<OpenedPglite> {
  if (dir === 'memory') return { pglite: await PGlite.create(), release: () => {} };
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StartError('DATA_DIR_UNUSABLE', `cannot make ${dir}: name another --data`, error);
  }
  const lock = lockDataDir(dir);
  try {
    const place = join(dir, 'pgdata');
    if (!existsSync(place)) await makeFiles(dir, place);
    const pglite = await PGlite.create({ fs: new DurableNodeFs(place), startParams: durableStartParams() });
    return { pglite, release: lock.release };
  } catch (error) {
    lock.release();
    throw new StartError('DATA_DIR_UNUSABLE', `cannot open the database in ${dir}: restore it or name another`, error);
  }
}

async function makeFiles(dir: string, place: string): Promise<void> {
  const partial = join(dir, 'pgdata.partial');
  rmSync(partial, { recursive: true, force: true });
  const fresh = await PGlite.create(partial);
  await fresh.close();
  DurableNodeFs.syncTree(partial);
  renameSync(partial, place);
  DurableNodeFs.syncDirectory(dir);
}
