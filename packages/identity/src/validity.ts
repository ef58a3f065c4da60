import type { CalendarDate } from './calendarDate.ts';

/** 有效期限 as the chip has it. */
export interface ValidityPeriod {
  readonly validFrom: CalendarDate;
  /** `long-term` is 长期: cards of citizens of 46 and over have no end (居民身份证法 第五条). */
  readonly validUntil: CalendarDate | 'long-term';
}

export type Validity =
  | { readonly state: 'valid' }
  /** `date`: the first day it is valid. */
  | { readonly state: 'not-yet-valid'; readonly date: CalendarDate }
  /** `date`: the last day it was valid. */
  | { readonly state: 'expired'; readonly date: CalendarDate };

/**
 * Whether a document is valid on a day. Both dates printed on the card belong to the period: it may still be used on
 * the whole of its last day.
 */
export function validityOn(period: ValidityPeriod, day: CalendarDate): Validity {
  const { validFrom, validUntil } = period;
  if (validUntil !== 'long-term' && validUntil < day) return { state: 'expired', date: validUntil };
  if (day < validFrom) return { state: 'not-yet-valid', date: validFrom };
  return { state: 'valid' };
}
