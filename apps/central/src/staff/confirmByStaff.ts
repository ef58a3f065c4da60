import { randomUUID } from 'node:crypto';
import type { Person } from '@renshe/central-api';
import { failure, type Result, success } from '../result.ts';
import { matchesSecret } from '../secretHash.ts';
import type { Database } from '../store/database.ts';
import { transact } from '../store/transact.ts';
import { CONFIRMATION_LIVES_MS } from './acceptConfirmation.ts';

/** So many wrong codes in a row lock a member of staff out until somebody looks. */
const MOST_WRONG = 5;

export interface SignOff {
  readonly person: Person;
  readonly terminalId: string;
  readonly staff: readonly { readonly staffId: string; readonly code: string }[];
}

/**
 * Two different members of staff vouch for a person, each with a code. Wrong codes are counted for good; which of the two
 * was wrong is not told.
 */
export async function confirmByStaff(
  db: Database,
  { person, terminalId, staff }: SignOff,
  now: Date,
): Promise<Result<{ confirmationId: string; expiresAt: string }, string>> {
  const [first, second] = staff;
  if (!first || !second || first.staffId === second.staffId) return failure('two-people-needed');
  let wrong = false;
  for (const { staffId, code } of [first, second]) {
    // Each in a transaction of its own, so that a wrong code stays counted when the other one is refused.
    const judged = await transact<'right' | 'wrong' | 'locked', never>(db, async (trx) => {
      const row = await trx
        .selectFrom('staff')
        .selectAll()
        .where('staff_id', '=', staffId)
        .forUpdate()
        .executeTakeFirst();
      if (!row) return success('wrong');
      if (row.wrong_codes >= MOST_WRONG) return success('locked');
      const right = await matchesSecret(code, row.code_hash);
      await trx
        .updateTable('staff')
        .set({ wrong_codes: right ? 0 : row.wrong_codes + 1 })
        .where('staff_id', '=', staffId)
        .execute();
      return success(right ? 'right' : 'wrong');
    });
    if (judged.ok && judged.value === 'locked') return failure('staff-locked');
    if (!judged.ok || judged.value === 'wrong') wrong = true;
  }
  if (wrong) return failure('wrong-code');
  const confirmationId = randomUUID();
  await db
    .insertInto('staff_confirmations')
    .values({
      confirmation_id: confirmationId,
      terminal_id: terminalId,
      id_number: person.idNumber,
      name: person.name,
      first_staff: first.staffId,
      second_staff: second.staffId,
      confirmed_at: now,
      used_by: null,
    })
    .execute();
  return success({ confirmationId, expiresAt: new Date(now.getTime() + CONFIRMATION_LIVES_MS).toISOString() });
}
