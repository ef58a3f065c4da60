import type { ReplacementReason } from '@renshe/central-api';
import type { PolicyOnDay } from '@renshe/policy';
import { type Refusal, refuse } from '../requests/handler.ts';
import { type Result, success } from '../result.ts';
import type { Database } from '../store/database.ts';
import { feeFor } from './feeFor.ts';

interface Claim {
  readonly requestId: string;
  readonly cardId: string;
  readonly reason: ReplacementReason;
  readonly paymentId?: string | undefined;
  readonly policy: PolicyOnDay;
}

/** Uses up one payment for one request: paid, for this card and reason, and for nothing else before. */
export async function takePayment(
  trx: Database,
  { requestId, cardId, reason, paymentId, policy }: Claim,
): Promise<Result<undefined, Refusal>> {
  const due = feeFor(reason, policy);
  if (due === 0) return success(undefined);
  if (paymentId === undefined) return refuse('fee-not-paid', 'fee.replacement');
  const payment = await trx
    .selectFrom('payments')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .forUpdate()
    .executeTakeFirst();
  // What was ordered on the last day of an old price is good for it: the citizen paid what was asked.
  const fits = payment?.card_id === cardId && payment.reason === reason && payment.status === 'paid';
  if (!fits) return refuse('fee-not-paid', 'fee.replacement');
  if (payment.used_by !== null) return refuse('payment-already-used', 'fee.replacement');
  await trx.updateTable('payments').set({ used_by: requestId }).where('payment_id', '=', paymentId).execute();
  return success(undefined);
}
