import type { Credential } from '@renshe/devices';
import { ageOn, dateInChina, findContradiction, parseDocumentNumber, validityOn } from '@renshe/identity';
import type { ScreenOf } from '../../contract/snapshot.ts';
import type { Policy } from '../policy/policy.ts';

/** Why a card that was read cannot be used here today, as the screen `card-refused` tells it. */
export type CardRefusal = Omit<ScreenOf<'card-refused'>, 'screen'>;

/**
 * Judges a card by its own text on the day it is in China at `now` (milliseconds since the epoch); undefined: it may be
 * used. A number that cannot be right comes first: nothing else on such a card can be believed. Then validity, without
 * which the card proves no age.
 */
export function checkCard(
  credential: Credential,
  now: number,
  policy: Pick<Policy, 'minimumAge'>,
): CardRefusal | undefined {
  const today = dateInChina(now);
  const number = parseDocumentNumber(credential.kind, credential.idNumber, today);
  if (!number.ok || findContradiction(number.value, credential)) return { reason: 'number-invalid' };
  const validity = validityOn(credential, today);
  if (validity.state !== 'valid') return { reason: validity.state, date: validity.date };
  const { minimumAge } = policy;
  if (ageOn(credential.birthDate, today) < minimumAge) return { reason: 'under-age', minimumAge };
  return undefined;
}
