import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartError } from '../startError.ts';

/**
 * Makes sure that one process at a time works in a data directory: PGlite has no lock of its own, and two of them
 * destroy each other's files. The lock is SQLite's, hence the kernel's: it is gone when the process is, also after
 * kill -9, and there is no stale file to judge. Throws StartError DATA_DIR_IN_USE.
 */
export function lockDataDir(dir: string): { release(): void } {
  const lock = new DatabaseSync(join(dir, 'lock.sqlite'));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw new StartError(
      'DATA_DIR_IN_USE',
      `another central service works in ${dir}: stop it, or name another --data`,
      error,
    );
  }
  return { release: () => lock.close() };
}
