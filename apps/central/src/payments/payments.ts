import { randomUUID } from 'node:crypto';
import type { Payment, Person, ReplacementReason } from '@renshe/central-api';
import type { PolicyOnDay } from '@renshe/policy';
import type { Selectable } from 'kysely';
import { requestHash } from '../applications/requestHash.ts';
import { lockCard } from '../requests/cards.ts';
import { failure, type Result, success } from '../result.ts';
import type { Database, PaymentsTable } from '../store/database.ts';
import { transact } from '../store/transact.ts';
import { feeFor } from './feeFor.ts';
import type { PaymentGateway, PaymentNotice } from './paymentGateway.ts';

/** Long enough to find a phone and a pair of glasses. */
const ORDER_LIVES_MS = 5 * 60_000;

type PaymentRow = Selectable<PaymentsTable>;

export interface PaymentWorld {
  readonly db: Database;
  readonly gateway: PaymentGateway | undefined;
  readonly now: Date;
}

export interface PaymentOrder {
  readonly idempotencyKey: string;
  readonly person: Person;
  readonly cardId: string;
  readonly reason: ReplacementReason;
}

/** Orders what the region's rule asks for. The same key gives the same order again. */
export async function startPayment(
  { db, gateway, now }: PaymentWorld,
  order: PaymentOrder,
  policy: PolicyOnDay,
): Promise<Result<Payment, 'nothing-due' | 'key-reused' | 'gateway-away' | 'no-such-card'>> {
  const hash = requestHash(order);
  const known = await db
    .selectFrom('payments')
    .selectAll()
    .where('idempotency_key', '=', order.idempotencyKey)
    .executeTakeFirst();
  if (known) return known.request_hash === hash ? success(toPayment(known, now)) : failure('key-reused');
  const amountFen = feeFor(order.reason, policy);
  if (amountFen === 0) return failure('nothing-due');
  const card = await transact(db, (trx) => lockCard(trx, order.cardId, { holder: order.person, policy }));
  if (!card.ok) return failure('no-such-card');
  const expiresAt = new Date(now.getTime() + ORDER_LIVES_MS);
  const gatewayOrder = randomUUID().replaceAll('-', '');
  const opened = await gateway?.open({ order: gatewayOrder, amountFen, expiresAt });
  if (!opened?.ok) return failure('gateway-away');
  const row = await db
    .insertInto('payments')
    .values({
      payment_id: randomUUID(),
      idempotency_key: order.idempotencyKey,
      request_hash: hash,
      id_number: order.person.idNumber,
      card_id: order.cardId,
      reason: order.reason,
      amount_fen: amountFen,
      status: 'pending',
      gateway_order: gatewayOrder,
      qr_text: opened.value.qrText,
      reference: null,
      created_at: now,
      expires_at: expiresAt,
      settled_at: null,
      used_by: null,
    })
    .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
    .returningAll()
    .executeTakeFirst();
  // Asked twice at once: the other one's order is the one; ours was never shown to anybody.
  return row ? success(toPayment(row, now)) : startPayment({ db, gateway, now }, order, policy);
}

export async function getPayment({ db, now }: PaymentWorld, paymentId: string): Promise<Payment | undefined> {
  const row = await db.selectFrom('payments').selectAll().where('payment_id', '=', paymentId).executeTakeFirst();
  return row && toPayment(row, now);
}

/** The citizen is gone, or was refused: what was paid goes back, and what comes later will. */
export function cancelPayment(
  { db, gateway, now }: PaymentWorld,
  paymentId: string,
): Promise<Result<Payment, 'unknown' | 'used' | 'gateway-away'>> {
  return transact<Payment, 'unknown' | 'used' | 'gateway-away'>(db, async (trx) => {
    const row = await lockPayment(trx, 'payment_id', paymentId);
    if (!row) return failure('unknown');
    if (row.used_by !== null) return failure('used');
    if (row.status === 'pending') return success(await settle(trx, row, { status: 'expired' }, now));
    if (row.status !== 'paid') return success(toPayment(row, now));
    return (await giveBack(gateway, row, row.reference))
      ? success(await settle(trx, row, { status: 'refunded' }, now))
      : failure('gateway-away');
  });
}

/**
 * Takes a callback of the gateway. It may come twice, late, or for an order that has been given up: money for an order
 * nobody waits for goes back at once. Answers false when it has to be sent again.
 */
export async function takeNotice({ db, gateway, now }: PaymentWorld, notice: PaymentNotice): Promise<boolean> {
  const taken = await transact<boolean, 'gateway-away'>(db, async (trx) => {
    const row = await lockPayment(trx, 'gateway_order', notice.order);
    // Not ours, or for another amount: nothing is changed by it, and sending it again will not help.
    if (!row || row.amount_fen !== notice.amountFen) return success(true);
    const open = row.status === 'pending' && row.expires_at > now;
    if (notice.event === 'closed') {
      if (row.status === 'pending') await settle(trx, row, { status: 'expired' }, now);
      return success(true);
    }
    if (row.status === 'paid' || row.status === 'refunded') return success(true);
    if (open) {
      await settle(trx, row, { status: 'paid', reference: notice.reference }, now);
      return success(true);
    }
    if (!(await giveBack(gateway, row, notice.reference))) return failure('gateway-away');
    await settle(trx, row, { status: 'refunded', reference: notice.reference }, now);
    return success(true);
  });
  return taken.ok;
}

async function giveBack(
  gateway: PaymentGateway | undefined,
  row: PaymentRow,
  reference: string | null,
): Promise<boolean> {
  if (reference === null) return true;
  const refunded = await gateway?.refund({ order: row.gateway_order, reference, amountFen: row.amount_fen });
  return refunded?.ok ?? false;
}

function lockPayment(
  trx: Database,
  by: 'payment_id' | 'gateway_order',
  value: string,
): Promise<PaymentRow | undefined> {
  return trx.selectFrom('payments').selectAll().where(by, '=', value).forUpdate().executeTakeFirst();
}

async function settle(
  trx: Database,
  row: PaymentRow,
  change: { status: PaymentRow['status']; reference?: string },
  now: Date,
): Promise<Payment> {
  await trx
    .updateTable('payments')
    .set({ ...change, settled_at: now })
    .where('payment_id', '=', row.payment_id)
    .execute();
  return toPayment({ ...row, ...change }, now);
}

/** An order that has run out is expired, whether or not anybody has written that down. */
function toPayment(row: PaymentRow, now: Date): Payment {
  const expired = row.status === 'pending' && row.expires_at <= now;
  return {
    paymentId: row.payment_id,
    amountFen: row.amount_fen,
    status: expired ? 'expired' : row.status,
    qrText: row.qr_text,
    expiresAt: row.expires_at.toISOString(),
    ...(row.reference === null ? {} : { reference: row.reference }),
  };
}
