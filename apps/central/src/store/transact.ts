import type { Result } from '../result.ts';
import type { Database } from './database.ts';

/**
 * Runs `decide` in one transaction: kept when it succeeds, undone when it refuses or throws.
 * READ COMMITTED (the default of both databases) is meant: after waiting for a row lock, the row is read anew.
 */
export async function transact<T, E>(
  db: Database,
  decide: (trx: Database) => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  const trx = await db.startTransaction().execute();
  try {
    const result = await decide(trx);
    if (result.ok) await trx.commit().execute();
    else await trx.rollback().execute();
    return result;
  } catch (error) {
    // What went wrong first is what matters; on a broken connection the database rolls back by itself.
    if (!trx.isCommitted && !trx.isRolledBack)
      await trx
        .rollback()
        .execute()
        .catch(() => {});
    throw error;
  }
}
