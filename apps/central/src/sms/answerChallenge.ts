import type { SmsAnswer } from '@renshe/central-api';
import { failure, type Result, success } from '../result.ts';
import { matchesSecret } from '../secretHash.ts';
import type { Database } from '../store/database.ts';
import { transact } from '../store/transact.ts';

/** Checks a code. Every wrong one is counted for good, also when the answer gets lost on its way. */
export function answerChallenge(
  db: Database,
  { challengeId, code, terminalId }: { challengeId: string; code: string; terminalId: string },
  now: Date,
): Promise<Result<SmsAnswer, 'challenge-unknown'>> {
  return transact<SmsAnswer, 'challenge-unknown'>(db, async (trx) => {
    const challenge = await trx
      .selectFrom('sms_challenges')
      .selectAll()
      .where('challenge_id', '=', challengeId)
      .where('terminal_id', '=', terminalId)
      .forUpdate()
      .executeTakeFirst();
    if (!challenge) return failure('challenge-unknown');
    const { attempts_left: attemptsLeft, status } = challenge;
    switch (status) {
      case 'locked':
        return success({ result: 'locked', attemptsLeft: 0 });
      case 'superseded':
        return success({ result: 'expired', attemptsLeft: 0 });
      case 'passed':
        // The answer to the first try may have been lost: the right code passes again, a wrong one changes nothing.
        return success({ result: (await matchesSecret(code, challenge.code_hash)) ? 'passed' : 'wrong', attemptsLeft });
      case 'pending':
        break;
    }
    if (challenge.expires_at <= now) return success({ result: 'expired', attemptsLeft: 0 });
    const update = (change: { status?: 'passed' | 'locked'; passed_at?: Date; attempts_left?: number }) =>
      trx.updateTable('sms_challenges').set(change).where('challenge_id', '=', challengeId).execute();
    if (await matchesSecret(code, challenge.code_hash)) {
      await update({ status: 'passed', passed_at: now });
      return success({ result: 'passed', attemptsLeft });
    }
    const left = attemptsLeft - 1;
    if (left > 0) {
      await update({ attempts_left: left });
      return success({ result: 'wrong', attemptsLeft: left });
    }
    await update({ attempts_left: 0, status: 'locked' });
    return success({ result: 'locked', attemptsLeft: 0 });
  });
}
