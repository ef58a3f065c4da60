import { randomUUID } from 'node:crypto';
import { dateInChina } from '@renshe/identity';
import { addDays } from '@renshe/policy';
import type { Selectable } from 'kysely';
import { moveApplication } from '../registry/lifecycle.ts';
import { statusToday } from '../registry/toProgress.ts';
import { type Result, success } from '../result.ts';
import type { ApplicationsTable, Database } from '../store/database.ts';
import { changeCard } from './cards.ts';
import {
  ageOf,
  type Handled,
  type HandlerContext,
  type HandlerInput,
  type Holder,
  isOf,
  type Refusal,
  refuse,
} from './handler.ts';

type ApplicationRow = Selectable<ApplicationsTable>;
/** A card is good for ten years from its day of issue, and is renewed in the last two months of them. */
const CARD_YEARS = 10;

/** 领卡 by the holder: the card came out here, or the counter hands it out against this number. */
export async function collectCard(input: HandlerInput<'collect-card'>): Handled {
  const { body, person } = input;
  const application = await lockReady(input, person, body.acceptanceNumber);
  if (!application.ok) return application;
  return body.dispensedCardNumber === undefined
    ? success({ outcome: 'accepted', number: ticketOf(application.value), applicationStatus: 'ready' })
    : issue(input, application.value, body.dispensedCardNumber);
}

/** 代领. What a chip cannot prove, papers must, and a person looks at papers: the counter hands the card out. */
export async function collectForAnother(input: HandlerInput<'collect-for-another'>): Handled {
  const { body, policy } = input;
  const kinds = new Set(body.documents.map(({ kind }) => kind));
  const age = ageOf(body.holder, policy);
  const guardian = policy.value('guardian');
  const isChild = age !== undefined && age < guardian.actsBelow;
  if (isChild) {
    if (!guardian.proof.some((kind) => kinds.has(kind))) return refuse('documents-missing', 'guardian');
  } else {
    const rule = policy.value('collection.agent');
    if (!rule.allowed) return refuse('agent-not-allowed', 'collection.agent');
    if (rule.authorisation && !kinds.has('authorisation')) return refuse('documents-missing', 'collection.agent');
    if (kinds.has('holder-id-copy') && rule.holderDocument === 'original') {
      return refuse('documents-missing', 'collection.agent');
    }
    const undertaking = rule.relationProof === 'undertaking-suffices' && kinds.has('undertaking');
    const proven = kinds.has('relation-proof') || kinds.has('household-register') || undertaking;
    if (rule.relationProof !== 'none' && !proven) return refuse('documents-missing', 'collection.agent');
  }
  const application = await lockReady(input, body.holder, body.acceptanceNumber);
  if (!application.ok) return application;
  return success({ outcome: 'needs-review', number: ticketOf(application.value), applicationStatus: 'ready' });
}

async function lockReady(
  { trx, policy }: HandlerContext,
  holder: Pick<Holder, 'idNumber' | 'name'>,
  acceptanceNumber: string,
): Promise<Result<ApplicationRow, Refusal>> {
  const row = await trx
    .selectFrom('applications')
    .selectAll()
    .where('acceptance_number', '=', acceptanceNumber)
    .forUpdate()
    .executeTakeFirst();
  if (!row || row.id_number !== holder.idNumber) return refuse('no-such-application');
  if (!isOf(row, holder)) return refuse('name-mismatch');
  const status = statusToday(row, policy);
  return status === 'ready' || status === 'overdue' ? success({ ...row, status }) : refuse('wrong-state');
}

async function issue(input: HandlerContext, row: ApplicationRow, cardNumber: string): Handled {
  const { trx, requestId, now } = input;
  const to = moveApplication(row.status, 'issue');
  if (!to || row.bank_code === null) return refuse('wrong-state');
  await trx.updateTable('applications').set({ status: to }).where('application_id', '=', row.application_id).execute();
  await trx
    .insertInto('application_history')
    .values({
      application_id: row.application_id,
      from_status: row.status,
      to_status: to,
      verification_id: null,
      changed_at: now,
    })
    .execute();
  const issuedOn = dateInChina(now.getTime());
  const cardId = randomUUID();
  const inserted = await trx
    .insertInto('cards')
    .values({
      card_id: cardId,
      card_number: cardNumber,
      status: 'sealed',
      document_kind: row.document_kind,
      id_number: row.id_number,
      name: row.name,
      phone: row.phone,
      bank_code: row.bank_code,
      issued_on: issuedOn,
      valid_until: addDays(
        `${Number(issuedOn.slice(0, 4)) + CARD_YEARS}${issuedOn.slice(4).replace('02-29', '03-01')}`,
        -1,
      ),
      medical_enabled: false,
      lost_until: null,
      lost_until_certain: null,
      before_loss: null,
    })
    .onConflict((conflict) => conflict.column('card_number').doNothing())
    .returning('card_id')
    .executeTakeFirst();
  // A card of this number is in somebody's hand already: what came out here is not what was made for this application.
  if (!inserted) return refuse('wrong-state');
  await trx
    .insertInto('card_history')
    .values({
      card_id: cardId,
      from_status: null,
      to_status: 'sealed',
      event: 'issue',
      request_id: requestId,
      changed_at: now,
    })
    .execute();
  if (row.replaces_card !== null) await replaceOld(trx, row.replaces_card, { requestId, now });
  return success({ outcome: 'accepted', applicationStatus: to, cardStatus: 'sealed' });
}

/** The old card's life ends when the new one is in the holder's hand, and not before. */
async function replaceOld(trx: Database, cardId: string, by: { requestId: string; now: Date }): Promise<void> {
  const old = await trx.selectFrom('cards').selectAll().where('card_id', '=', cardId).forUpdate().executeTakeFirst();
  if (old) await changeCard(trx, old, { event: 'replace', ...by });
}

/** What the counter asks for; the end of the acceptance number, so that two people never hold the same. */
const ticketOf = ({ acceptance_number }: ApplicationRow): string => `L${acceptance_number.slice(-6)}`;
