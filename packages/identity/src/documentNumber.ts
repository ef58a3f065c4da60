import { type CalendarDate, dateFromDigits } from './calendarDate.ts';
import { checkCharacterOf, checkDigitOf2017 } from './checkDigits.ts';
import { failure, type Result, success } from './result.ts';

/** The identity documents of the house; the layouts of the chip and the central service use the same names. */
export type DocumentKind =
  | 'resident-id-card'
  | 'hk-mo-tw-residence-permit'
  | 'foreign-permanent-resident-2017'
  | 'foreign-permanent-resident-2023';

/** What a document's number says by itself. */
export interface DocumentNumber {
  /** Without blanks around it, letters in capitals. */
  readonly number: string;
  /** `YYYYMMDD`; only `YYMMDD` in the foreigners' number of 2017, which leaves the century open. */
  readonly birthDigits: string;
  /** GB/T 2261.1, male or female; absent where the number does not tell (foreigners' cards). */
  readonly sex?: '1' | '2';
  /**
   * Only on the foreigners' number of 2017. The rule is known from programs that derive such a number from a card of
   * 2023 (protocols A.8), not from a text about the number itself: unconfirmed, so a difference is told and is no
   * failure. An honest person turned away for a rule we have only inferred is worse than a number let through, which
   * the central service looks up anyway.
   */
  readonly checkDigitFits?: boolean;
}

/** Why a number cannot be one of its kind. Never carries the number. */
export type DocumentNumberError =
  | { readonly code: 'wrong-length'; readonly expected: number; readonly actual: number }
  | { readonly code: 'wrong-characters' }
  | { readonly code: 'no-such-date' }
  | { readonly code: 'date-in-future' }
  | { readonly code: 'wrong-check-digit' }
  /** A good number, but not one of this kind: these begin otherwise. */
  | { readonly code: 'wrong-prefix' };

export type ParsedNumber = Result<DocumentNumber, DocumentNumberError>;

/**
 * Reads the number of one kind of document; `today` is a day in China (`dateInChina`). Small letters and blanks around
 * the number are accepted and evened out.
 */
export function parseDocumentNumber(kind: DocumentKind, text: string, today: CalendarDate): ParsedNumber {
  switch (kind) {
    case 'resident-id-card':
      return parseIdNumber(text, today);
    case 'hk-mo-tw-residence-permit':
      return parseHkMoTwNumber(text, today);
    case 'foreign-permanent-resident-2017':
      return parseForeignNumber2017(text);
    case 'foreign-permanent-resident-2023':
      return parseForeignNumber2023(text, today);
  }
}

/** The number as it is stored, compared and sent: no blanks around it, letters in capitals (`…x` is `…X`). */
export function normaliseDocumentNumber(text: string): string {
  return text.trim().toUpperCase();
}

/**
 * GB 11643-1999, 公民身份号码: area (6) · birth date (8) · sequence (3, odd for men) · check character.
 * The area is not looked up: numbers keep the code of a district that has long been abolished, and no complete table of
 * all of GB/T 2260's editions is public.
 */
export function parseIdNumber(text: string, today: CalendarDate): ParsedNumber {
  const number = normaliseDocumentNumber(text);
  return parse18(number, /^[1-9]\d{16}[\dX]$/, today, (found) => success({ ...found, sex: sexOf(number) }));
}

/**
 * 港澳台居民居住证: a citizen's number whose area is 810000 (Hong Kong), 820000 (Macau) or 830000 (Taiwan). Structure
 * and sex as GB 11643 (our domain notes, C.1 [S]: from secondary sources).
 */
export function parseHkMoTwNumber(text: string, today: CalendarDate): ParsedNumber {
  const parsed = parseIdNumber(text, today);
  if (!parsed.ok) return parsed;
  return /^8[123]0000/.test(parsed.value.number) ? parsed : failure({ code: 'wrong-prefix' });
}

/**
 * 外国人永久居留身份证, version 2017: country (3 letters, GB/T 2659) and 12 digits. That these are region (4) · birth
 * date `YYMMDD` · sequence (1) · check digit follows from how such a number is derived from a card of 2023
 * (our protocol notes, A.8 [C2+]: two programs).
 */
export function parseForeignNumber2017(text: string): ParsedNumber {
  const number = normaliseDocumentNumber(text);
  if (number.length !== 15) return failure({ code: 'wrong-length', expected: 15, actual: number.length });
  if (!/^[A-Z]{3}\d{12}$/.test(number)) return failure({ code: 'wrong-characters' });
  const birthDigits = number.slice(7, 13);
  // 2000 was a leap year and 1900 was not: a day that exists in either century may be meant.
  if (!dateFromDigits(`19${birthDigits}`) && !dateFromDigits(`20${birthDigits}`)) {
    return failure({ code: 'no-such-date' });
  }
  return success({ number, birthDigits, checkDigitFits: checkDigitOf2017(number.slice(0, 14)) === number.charAt(14) });
}

/**
 * 外国人永久居留身份证, version 2023-12-01: `9` · region (2) · nationality (3 digits) · birth date (8) · sequence (3) ·
 * check character as GB 11643 (our protocol notes, A.8 [C2+]). Unconfirmed, and therefore not looked at: the table of the
 * nationalities' digits, and whether the sequence tells the sex.
 */
export function parseForeignNumber2023(text: string, today: CalendarDate): ParsedNumber {
  const number = normaliseDocumentNumber(text);
  return parse18(number, /^\d{17}[\dX]$/, today, (found) =>
    number.startsWith('9') ? success(found) : failure({ code: 'wrong-prefix' }),
  );
}

/** What all numbers of 18 characters share. One fault is told: the first of those in `DocumentNumberError`. */
function parse18(
  number: string,
  shape: RegExp,
  today: CalendarDate,
  finish: (found: DocumentNumber) => ParsedNumber,
): ParsedNumber {
  if (number.length !== 18) return failure({ code: 'wrong-length', expected: 18, actual: number.length });
  if (!shape.test(number)) return failure({ code: 'wrong-characters' });
  const birthDigits = number.slice(6, 14);
  const birthDate = dateFromDigits(birthDigits);
  if (!birthDate) return failure({ code: 'no-such-date' });
  if (birthDate > today) return failure({ code: 'date-in-future' });
  if (checkCharacterOf(number) !== number.charAt(17)) return failure({ code: 'wrong-check-digit' });
  return finish({ number, birthDigits });
}

function sexOf(number: string): '1' | '2' {
  return Number(number.charAt(16)) % 2 === 1 ? '1' : '2';
}

/**
 * What of a card's own text its number contradicts, or undefined when they agree. A sex the card does not state
 * (GB/T 2261.1: `0` unknown, `9` not stated) contradicts nothing.
 */
export function findContradiction(
  parsed: DocumentNumber,
  card: { readonly birthDate: CalendarDate; readonly sex: '0' | '1' | '2' | '9' },
): 'birth-date' | 'sex' | undefined {
  if (!card.birthDate.replaceAll('-', '').endsWith(parsed.birthDigits)) return 'birth-date';
  const stated = card.sex === '1' || card.sex === '2';
  if (stated && parsed.sex !== undefined && parsed.sex !== card.sex) return 'sex';
  return undefined;
}
