import type { Progress } from '@renshe/central-api';
import type { PolicyOnDay } from '@renshe/policy';
import { failure, type Result, success } from '../result.ts';
import type { Database } from '../store/database.ts';
import { progressOf } from './findFile.ts';

/** Whoever has a slip in hand mistypes a few times; more is somebody trying numbers. */
const MOST_WRONG = 10;
const WINDOW_MS = 10 * 60_000;

export interface ProgressQuestion {
  readonly acceptanceNumber: string;
  /** The last four characters of the holder's ID number. */
  readonly idNumberEnd: string;
  readonly terminalId: string;
}

/**
 * The application of a number and the end of its holder's ID number: both stand on the slip. A wrong end is answered like a
 * number that does not exist.
 */
export async function findProgress(
  db: Database,
  { acceptanceNumber, idNumberEnd, terminalId }: ProgressQuestion,
  { policy, now }: { policy: PolicyOnDay; now: Date },
): Promise<Result<Progress | undefined, { retryAfterSeconds: number }>> {
  const since = new Date(now.getTime() - WINDOW_MS);
  await db.deleteFrom('progress_questions').where('asked_at', '<', since).execute();
  const wrong = await db
    .selectFrom('progress_questions')
    .select('asked_at')
    .where('terminal_id', '=', terminalId)
    .where('found', '=', false)
    .orderBy('asked_at', 'desc')
    .limit(MOST_WRONG)
    .execute();
  const oldest = wrong[MOST_WRONG - 1]?.asked_at;
  if (oldest) {
    return failure({ retryAfterSeconds: Math.ceil((oldest.getTime() + WINDOW_MS - now.getTime()) / 1000) });
  }
  const row = await db
    .selectFrom('applications')
    .selectAll()
    .where('acceptance_number', '=', acceptanceNumber)
    .executeTakeFirst();
  const found = row?.id_number.endsWith(idNumberEnd) ?? false;
  await db.insertInto('progress_questions').values({ terminal_id: terminalId, asked_at: now, found }).execute();
  return success(row && found ? await progressOf(db, row, policy) : undefined);
}
