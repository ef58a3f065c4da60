import { randomInt, randomUUID } from 'node:crypto';
import type { RequestBody } from '@renshe/central-api';
import { dateInChina } from '@renshe/identity';
import { addDays, type PolicyOnDay } from '@renshe/policy';
import { sql } from 'kysely';
import { takePayment } from '../payments/takePayment.ts';
import { photoOnFile } from '../registry/findFile.ts';
import { isHeld, isUnderWay } from '../registry/lifecycle.ts';
import { promisedDay } from '../registry/promisedDay.ts';
import { statusOn } from '../registry/toCard.ts';
import { statusToday } from '../registry/toProgress.ts';
import { type Result, success } from '../result.ts';
import type { Database } from '../store/database.ts';
import { lockCard } from './cards.ts';
import {
  ageOf,
  type Handled,
  type HandlerContext,
  type HandlerInput,
  type Holder,
  holderOf,
  isOf,
  type Refusal,
  refuse,
} from './handler.ts';

type CardApplication = Extract<RequestBody, { kind: 'new-card' | 'replacement-card' }>;

/** 新办卡. */
export async function applyForNewCard(input: HandlerInput<'new-card'>): Handled {
  const { trx, body, person, policy } = input;
  const holder = holderOf(person, body.holder);
  const cards = await trx.selectFrom('cards').selectAll().where('id_number', '=', holder.idNumber).execute();
  if (cards.some((row) => isOf(row, holder) && isHeld(statusOn(row, policy.day)))) {
    return refuse('card-already-held', 'new-card.already-held');
  }
  return apply(input, holder, null);
}

/** 补换卡. The old card keeps working until the new one is handed out, unless it was lost. */
export async function applyForReplacement(input: HandlerInput<'replacement-card'>): Handled {
  const { trx, body, person, policy, requestId } = input;
  const holder = holderOf(person, body.holder);
  const card = await lockCard(trx, body.cardId, { holder, policy });
  if (!card.ok) return card;
  const { status, valid_until } = card.value;
  if (status === 'replaced' || status === 'cancelled') return refuse('wrong-state');
  const renewableFrom = addDays(valid_until, -policy.value('renewal.window').days);
  if (body.reason === 'expired' && policy.day < renewableFrom) return refuse('not-yet-renewable', 'renewal.window');
  const paid = await takePayment(trx, { ...body, requestId, policy });
  if (!paid.ok) return paid;
  return apply(input, holder, body.cardId);
}

async function apply(
  { trx, body, policy, requestId, now }: HandlerContext & { readonly body: CardApplication },
  holder: Holder,
  replacesCard: string | null,
): Handled {
  const acting = judgeActing(body, holder, policy);
  if (!acting.ok) return acting;
  // There may be no row yet to lock: two terminals asking at once for the same holder must come one after the other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${holder.idNumber}, 0))`.execute(trx);
  const rows = await trx
    .selectFrom('applications')
    .select(['id_number', 'name', 'status', 'ready_at'])
    .where('id_number', '=', holder.idNumber)
    .forUpdate()
    .execute();
  if (rows.some((row) => isOf(row, holder) && isUnderWay(statusToday(row, policy)))) {
    return refuse('application-under-way');
  }
  const place = await collectionPlace(trx, body, policy);
  if (!place.ok) return place;
  const bank = policy.value('banks').find(({ code }) => code === body.bankCode);
  if (!bank) return refuse('no-such-bank', 'banks');
  const photo = await keepPhoto(trx, body.photo, { holder, policy, now });
  if (!photo.ok) return photo;

  const day = promisedDay(policy);
  const status = acting.value === 'accepted' ? 'verified' : 'submitted';
  const applicationId = randomUUID();
  const number = await freeNumber(trx, now);
  await trx
    .insertInto('applications')
    .values({
      application_id: applicationId,
      acceptance_number: number,
      kind: body.kind,
      status,
      document_kind: holder.documentKind,
      id_number: holder.idNumber,
      name: holder.name,
      phone: body.phone,
      bank_code: bank.code,
      bank_name: bank.name,
      collection: body.collection.way,
      collection_place: place.value,
      submitted_at: now,
      verified_at: status === 'verified' ? now : null,
      due_day: status === 'verified' ? day.day : null,
      due_certain: status === 'verified' ? day.certain : null,
      replaces_card: replacesCard,
      request_id: requestId,
    })
    .execute();
  await trx
    .insertInto('application_history')
    .values({
      application_id: applicationId,
      from_status: null,
      to_status: status,
      verification_id: null,
      changed_at: now,
    })
    .execute();
  const promised = status === 'verified' ? { day } : {};
  return success({ outcome: acting.value, number, applicationStatus: status, ...promised });
}

/** Whether this person may apply for this holder, and whether somebody has to look at papers first. */
function judgeActing(
  body: CardApplication,
  holder: Holder,
  policy: PolicyOnDay,
): Result<'accepted' | 'needs-review', Refusal> {
  const rule = policy.value('guardian');
  const age = ageOf(holder, policy);
  const isChild = age !== undefined && age < rule.actsBelow;
  if (body.holder === undefined) return isChild ? refuse('guardian-needed', 'guardian') : success('accepted');
  if (!isChild) return refuse('agent-not-allowed', 'guardian');
  const kinds = new Set(body.documents.map(({ kind }) => kind));
  if (!rule.proof.some((kind) => kinds.has(kind))) return refuse('documents-missing', 'guardian');
  const isParent = body.relation === 'parent' || body.relation === 'guardian';
  if (!isParent && rule.relativesNeedAuthorisation && !kinds.has('guardian-authorisation')) {
    return refuse('documents-missing', 'guardian');
  }
  return success('needs-review');
}

async function collectionPlace(
  trx: Database,
  { collection, bankCode }: CardApplication,
  policy: PolicyOnDay,
): Promise<Result<string, Refusal>> {
  if (!policy.value('collection.ways').includes(collection.way)) return refuse('way-not-offered', 'collection.ways');
  if (collection.way === 'mail') return success(collection.address);
  const branch = await trx
    .selectFrom('branches')
    .select(['name', 'bank_code'])
    .where('branch_id', '=', collection.branchId)
    .executeTakeFirst();
  if (!branch || (collection.way === 'branch' && branch.bank_code !== bankCode)) return refuse('no-such-branch');
  return success(branch.name);
}

async function keepPhoto(
  trx: Database,
  photo: CardApplication['photo'],
  { holder, policy, now }: { holder: Holder; policy: PolicyOnDay; now: Date },
): Promise<Result<undefined, Refusal>> {
  switch (photo.from) {
    case 'none': {
      const age = ageOf(holder, policy);
      const needed = age === undefined || age >= policy.value('photo.required-from').age;
      return needed ? refuse('photo-missing', 'photo.required-from') : success(undefined);
    }
    case 'file': {
      const onFile = await photoOnFile(trx, holder, policy);
      return onFile?.usable ? success(undefined) : refuse('photo-missing', 'photo.on-file');
    }
    case 'terminal': {
      const jpeg = Buffer.from(photo.jpeg, 'base64');
      const taken_on = dateInChina(now.getTime());
      await trx
        .insertInto('photos')
        .values({ id_number: holder.idNumber, jpeg, taken_on })
        .onConflict((conflict) => conflict.column('id_number').doUpdateSet({ jpeg, taken_on }))
        .execute();
      return success(undefined);
    }
  }
}

/** 受理编号: the day, and six digits nobody can count on from another slip. */
async function freeNumber(trx: Database, now: Date): Promise<string> {
  for (;;) {
    const number = `SQ${dateInChina(now.getTime()).replaceAll('-', '')}${String(randomInt(1_000_000)).padStart(6, '0')}`;
    const taken = await trx
      .selectFrom('applications')
      .select('application_id')
      .where('acceptance_number', '=', number)
      .executeTakeFirst();
    if (!taken) return number;
  }
}
