import type { Person } from '@renshe/central-api';
import { isOf } from '../requests/handler.ts';
import { failure, type Result, success } from '../result.ts';
import type { Database } from '../store/database.ts';

/** Two people's sign-off counts for one visit to the machine. */
export const CONFIRMATION_LIVES_MS = 15 * 60_000;
/** Signed by this service's clock and confirmed by the terminal's. */
const CLOCK_DIFFERENCE_MS = 2 * 60_000;

export interface ConfirmationClaim {
  readonly confirmationId: string;
  readonly terminalId: string;
  readonly person: Person;
  readonly confirmedAt: string;
  readonly usedBy: string;
}

/** Uses up a sign-off of two members of staff for one request. */
export async function acceptConfirmation(trx: Database, claim: ConfirmationClaim): Promise<Result<undefined, string>> {
  const row = await trx
    .selectFrom('staff_confirmations')
    .selectAll()
    .where('confirmation_id', '=', claim.confirmationId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return failure('confirmation-unknown');
  if (row.terminal_id !== claim.terminalId) return failure('confirmation-of-another-terminal');
  if (!isOf(row, claim.person)) return failure('confirmation-of-another-person');
  if (row.used_by !== null) return failure('confirmation-already-used');
  const age = new Date(claim.confirmedAt).getTime() - row.confirmed_at.getTime();
  if (age > CONFIRMATION_LIVES_MS + CLOCK_DIFFERENCE_MS) return failure('confirmation-too-old');
  if (age < -CLOCK_DIFFERENCE_MS) return failure('confirmed-before-sign-off');
  await trx
    .updateTable('staff_confirmations')
    .set({ used_by: claim.usedBy })
    .where('confirmation_id', '=', claim.confirmationId)
    .execute();
  return success(undefined);
}
