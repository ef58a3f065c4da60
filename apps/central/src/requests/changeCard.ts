import { dateInChina } from '@renshe/identity';

import { statusOn } from '../registry/toCard.ts';
import { success } from '../result.ts';
import { changeCard, lockCard } from './cards.ts';
import { ageOf, type Handled, type HandlerInput, holderOf, isOf, refuse } from './handler.ts';

/** 社保卡启用: the social-security account, and the medical one with it where the region says so. */
export async function activateCard(input: HandlerInput<'activate-card'>): Handled {
  const { trx, body, person, policy, requestId, now } = input;
  const rule = policy.value('activation.social');
  if (rule.way === 'with-bank-account') return refuse('at-bank-only', 'activation.social');
  const holder = holderOf(person, body.holder);
  const guardian = policy.value('guardian');
  const age = ageOf(holder, policy);
  const acting = body.holder !== undefined;
  if (!acting && age !== undefined && age < guardian.actsBelow) return refuse('guardian-needed', 'guardian');
  if (acting && (age === undefined || age >= guardian.actsBelow)) return refuse('agent-not-allowed', 'guardian');
  const card = await lockCard(trx, body.cardId, { holder, policy });
  if (!card.ok) return card;
  // Whether this is the child's guardian no chip can say: a person looks before the card is enabled.
  if (acting) return success({ outcome: 'needs-review', cardStatus: card.value.status });
  const set = { medical_enabled: rule.medicalToo };
  const status = await changeCard(trx, card.value, { event: 'activate', requestId, now, set });
  return status ? success({ outcome: 'accepted', cardStatus: status }) : refuse('wrong-state');
}

/** 临时挂失: ends by itself; the bank's side is not touched by it. */
export async function reportLoss(input: HandlerInput<'report-loss'>): Handled {
  const { trx, body, person, policy, requestId, now } = input;
  if (body.holder && policy.value('loss.agent') === 'holder-only') return refuse('agent-not-allowed', 'loss.agent');
  const card = await lockCard(trx, body.cardId, { holder: holderOf(person, body.holder), policy });
  if (!card.ok) return card;
  const before = card.value.status;
  if (before !== 'normal' && before !== 'sealed') return refuse('wrong-state');
  const day = policy.endOf(dateInChina(now.getTime()), policy.value('loss.temporary'));
  const set = { lost_until: day.day, lost_until_certain: day.certain, before_loss: before } as const;
  const status = await changeCard(trx, card.value, { event: 'report-loss', requestId, now, set });
  return status ? success({ outcome: 'accepted', cardStatus: status, day }) : refuse('wrong-state');
}

/** 解挂. */
export async function releaseLoss(input: HandlerInput<'release-loss'>): Handled {
  const { trx, body, person, policy, requestId, now } = input;
  const card = await lockCard(trx, body.cardId, { holder: person, policy });
  if (!card.ok) return card;
  const status = await changeCard(trx, card.value, { event: 'release-loss', requestId, now });
  return status ? success({ outcome: 'accepted', cardStatus: status }) : refuse('wrong-state');
}

/** 正式挂失: the card is void for good, and a replacement is the next step. */
export async function reportFormalLoss(input: HandlerInput<'report-formal-loss'>): Handled {
  const { trx, body, person, policy, requestId, now } = input;
  if (policy.value('loss.formal') === 'at-window') return refuse('at-window-only', 'loss.formal');
  const card = await lockCard(trx, body.cardId, { holder: person, policy });
  if (!card.ok) return card;
  const status = await changeCard(trx, card.value, { event: 'report-formal-loss', requestId, now });
  return status ? success({ outcome: 'accepted', cardStatus: status }) : refuse('wrong-state');
}

/** The chip has a new PIN. Only that it happened is written down. */
export async function recordPinChange({ trx, body, person, policy }: HandlerInput<'pin-changed'>): Handled {
  const card = await trx
    .selectFrom('cards')
    .select(['id_number', 'name', 'status', 'lost_until', 'before_loss'])
    .where('card_number', '=', body.cardNumber)
    .executeTakeFirst();
  if (!card || !isOf(card, person)) return refuse('no-such-card');
  return success({ outcome: 'accepted', cardStatus: statusOn(card, policy.day) });
}
