import type { Evidence, Person } from '@renshe/central-api';
import { failure, type Result, success } from '../result.ts';
import { acceptChallenge } from '../sms/acceptChallenge.ts';
import { acceptConfirmation } from '../staff/acceptConfirmation.ts';
import type { Database } from '../store/database.ts';
import { isOf } from './handler.ts';

export interface EvidenceClaim {
  readonly evidence: Evidence;
  readonly person: Person;
  readonly terminalId: string;
  readonly requestId: string;
  readonly confirmedAt: string;
}

/** Judges how the terminal made sure of the person; what can be used once is used up. A refusal is one word. */
export async function acceptEvidence(trx: Database, claim: EvidenceClaim): Promise<Result<undefined, string>> {
  const { evidence, requestId, ...who } = claim;
  switch (evidence.method) {
    case 'face':
      return evidence.distance <= evidence.threshold ? success(undefined) : failure('distance-above-threshold');
    case 'sms':
      return acceptChallenge(trx, { ...who, challengeId: evidence.challengeId, usedBy: requestId });
    case 'staff':
      return acceptConfirmation(trx, { ...who, confirmationId: evidence.confirmationId, usedBy: requestId });
    case 'social-pin': {
      const card = await trx
        .selectFrom('cards')
        .select(['id_number', 'name', 'status'])
        .where('card_number', '=', evidence.cardNumber)
        .executeTakeFirst();
      if (!card || !isOf(card, claim.person)) return failure('card-of-another-person');
      return card.status === 'lost' || card.status === 'replaced' || card.status === 'cancelled'
        ? failure('card-not-valid')
        : success(undefined);
    }
  }
}
