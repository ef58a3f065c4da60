import type { Card, CardStatus } from '@renshe/central-api';
import type { Day, PolicyOnDay } from '@renshe/policy';
import type { Selectable } from 'kysely';
import type { CardsTable } from '../store/database.ts';

type CardRow = Selectable<CardsTable>;

/** What a card is today: a temporary loss ends by itself with its last day. */
export function statusOn(row: Pick<CardRow, 'status' | 'lost_until' | 'before_loss'>, day: Day): CardStatus {
  const over = row.status === 'temporarily-lost' && row.lost_until !== null && row.lost_until < day;
  return over && row.before_loss !== null ? row.before_loss : row.status;
}

/** A card as a terminal may show it: without the person, and with its number masked. */
export function toCard(row: CardRow, policy: PolicyOnDay, replacementUnderWay: string | undefined): Card {
  const status = statusOn(row, policy.day);
  const bank = policy.value('banks').find(({ code }) => code === row.bank_code);
  return {
    cardId: row.card_id,
    cardNumberMasked: maskCardNumber(row.card_number),
    status,
    issuedOn: row.issued_on,
    validUntil: row.valid_until,
    bankCode: row.bank_code,
    bankName: bank?.name ?? row.bank_code,
    bankHotline: bank?.hotline ?? policy.value('hotline'),
    medicalEnabled: row.medical_enabled && status === 'normal',
    ...(status === 'temporarily-lost' && row.lost_until !== null
      ? { lostUntil: { day: row.lost_until, certain: row.lost_until_certain ?? false } }
      : {}),
    ...(replacementUnderWay === undefined ? {} : { replacementUnderWay }),
  };
}

/** `A12345678` → `A******78`. */
function maskCardNumber(cardNumber: string): string {
  return cardNumber.slice(0, 1) + '*'.repeat(Math.max(0, cardNumber.length - 3)) + cardNumber.slice(-2);
}
