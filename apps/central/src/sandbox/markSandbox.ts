import { StartError } from '../startError.ts';
import type { Database } from '../store/database.ts';

/**
 * Marks a database as a sandbox while it is still empty, and refuses one that holds applications without the mark:
 * /sandbox/reset would delete what real citizens have applied for. Throws StartError SANDBOX_ON_REAL_DATA.
 */
export async function markSandbox(db: Database): Promise<void> {
  const marked = await db.selectFrom('store_facts').select('value').where('fact', '=', 'sandbox').executeTakeFirst();
  if (marked) return;
  const any = await db.selectFrom('applications').select('application_id').limit(1).executeTakeFirst();
  if (any) {
    throw new StartError(
      'SANDBOX_ON_REAL_DATA',
      'this database holds applications and was never a sandbox: start without --sandbox, or use an empty database',
    );
  }
  await db
    .insertInto('store_facts')
    .values({ fact: 'sandbox', value: 'true' })
    .onConflict((conflict) => conflict.column('fact').doNothing())
    .execute();
}
