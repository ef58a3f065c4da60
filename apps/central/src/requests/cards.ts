import type { CardStatus } from '@renshe/central-api';
import type { PolicyOnDay } from '@renshe/policy';
import type { Selectable } from 'kysely';
import { type CardEvent, moveCard } from '../registry/lifecycle.ts';
import { statusOn } from '../registry/toCard.ts';
import { type Result, success } from '../result.ts';
import type { CardsTable, Database } from '../store/database.ts';
import { type Holder, isOf, type Refusal, refuse } from './handler.ts';

type CardRow = Selectable<CardsTable>;

/** Locks a card of this holder, as it is today. Another person's card is answered like one that does not exist. */
export async function lockCard(
  trx: Database,
  cardId: string,
  { holder, policy }: { holder: Pick<Holder, 'idNumber' | 'name'>; policy: PolicyOnDay },
): Promise<Result<CardRow, Refusal>> {
  const row = await trx.selectFrom('cards').selectAll().where('card_id', '=', cardId).forUpdate().executeTakeFirst();
  if (!row || row.id_number !== holder.idNumber) return refuse('no-such-card');
  if (!isOf(row, holder)) return refuse('name-mismatch');
  const status = statusOn(row, policy.day);
  if (status === row.status) return success(row);
  // A temporary loss that has run out counts as ended from here on.
  return success({ ...row, status, lost_until: null, lost_until_certain: null, before_loss: null });
}

/** Moves a card on and writes its history; undefined when that cannot happen to a card in this state. */
export async function changeCard(
  trx: Database,
  row: CardRow,
  change: {
    readonly event: CardEvent | 'release-loss';
    readonly requestId: string | null;
    readonly now: Date;
    readonly set?: Partial<Pick<CardRow, 'medical_enabled' | 'lost_until' | 'lost_until_certain' | 'before_loss'>>;
  },
): Promise<CardStatus | undefined> {
  const to = change.event === 'release-loss' ? released(row) : moveCard(row.status, change.event);
  if (!to) return undefined;
  await trx
    .updateTable('cards')
    .set({ status: to, lost_until: null, lost_until_certain: null, before_loss: null, ...change.set })
    .where('card_id', '=', row.card_id)
    .execute();
  await trx
    .insertInto('card_history')
    .values({
      card_id: row.card_id,
      from_status: row.status,
      to_status: to,
      event: change.event,
      request_id: change.requestId,
      changed_at: change.now,
    })
    .execute();
  return to;
}

const released = (row: CardRow): CardStatus | undefined =>
  row.status === 'temporarily-lost' ? (row.before_loss ?? undefined) : undefined;
