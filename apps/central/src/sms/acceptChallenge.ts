import type { Person } from '@renshe/central-api';
import { isSameName } from '@renshe/identity';
import { failure, type Result, success } from '../result.ts';
import type { Database } from '../store/database.ts';

/** A passed code vouches for a confirmation made within this time: one visit to the machine. */
const VOUCHES_FOR_MS = 15 * 60_000;
/** The code is passed by this service's clock and confirmed by the terminal's: they may differ by this much. */
const CLOCK_DIFFERENCE_MS = 2 * 60_000;

export interface SmsClaim {
  readonly challengeId: string;
  /** The verification or request it vouches for. */
  readonly usedBy: string;
  readonly terminalId: string;
  readonly person: Person;
  /** ISO 8601. When it is delivered does not matter: an offline terminal may come days later. */
  readonly confirmedAt: string;
}

/** Uses up a passed challenge for one verification or request. A refusal is one word saying why. */
export async function acceptChallenge(trx: Database, claim: SmsClaim): Promise<Result<undefined, string>> {
  const challenge = await trx
    .selectFrom('sms_challenges')
    .selectAll()
    .where('challenge_id', '=', claim.challengeId)
    .forUpdate()
    .executeTakeFirst();
  if (!challenge) return failure('challenge-unknown');
  if (challenge.terminal_id !== claim.terminalId) return failure('challenge-of-another-terminal');
  if (challenge.id_number !== claim.person.idNumber || !isSameName(challenge.name, claim.person.name)) {
    return failure('challenge-of-another-person');
  }
  if (challenge.status !== 'passed' || !challenge.passed_at) return failure('challenge-not-passed');
  if (challenge.used_by !== null) return failure('challenge-already-used');
  const age = new Date(claim.confirmedAt).getTime() - challenge.passed_at.getTime();
  if (age > VOUCHES_FOR_MS + CLOCK_DIFFERENCE_MS) return failure('challenge-too-old');
  if (age < -CLOCK_DIFFERENCE_MS) return failure('confirmed-before-challenge');
  await trx
    .updateTable('sms_challenges')
    .set({ used_by: claim.usedBy })
    .where('challenge_id', '=', claim.challengeId)
    .execute();
  return success(undefined);
}
