import { failure, type Result, success } from '../core/result.ts';

/** Why one field of a text block is not what the standard says. `detail` never carries the field's content. */
export interface FieldError {
  readonly field: string;
  readonly detail: string;
}

type Field = Result<string, FieldError>;

const LONG_TERM_MARK = '长期';
/** The last two code points of every plane, and a block of their own: never characters, by definition. */
const NONCHARACTER = /[\uFDD0-\uFDEF]|\p{Noncharacter_Code_Point}/u;
const CONTROL = /\p{Cc}/u;
const FOREIGN_ID_NUMBER = /^[A-Z]{3}\d{12}$/;
const CITIZEN_ID_NUMBER = /^\d{17}[\dX]$/;

const bad = (field: string, detail: string): { ok: false; error: FieldError } => failure({ field, detail });

/**
 * Text of a chip: UTF-16LE, padded with spaces on the right, which are taken off. Fails on what no UTF-16 text can hold:
 * half a surrogate pair, a noncharacter; and on control characters, which nobody's name has. Code points our tables do
 * not know yet pass, as does the private use area: rare names live in both.
 */
export function readText(bytes: Uint8Array, field: string): Field {
  if (bytes.length % 2 !== 0) return bad(field, `${bytes.length} bytes are no UTF-16 text`);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf16le');
  if (!text.isWellFormed()) return bad(field, 'half of a surrogate pair');
  if (CONTROL.test(text)) return bad(field, 'a control character');
  if (NONCHARACTER.test(text)) return bad(field, 'a code point that is no character');
  return success(text.replace(/[ \u3000]+$/u, ''));
}

/** UTF-16LE in exactly `length` bytes. Throws `RangeError` when the text does not fit. */
export function writeText(text: string, length: number, field: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le');
  if (bytes.length > length) throw new RangeError(`${field} has room for ${length / 2} characters`);
  return Buffer.concat([bytes, Buffer.from(' '.repeat((length - bytes.length) / 2), 'utf16le')]);
}

/** `YYYYMMDD` as an ISO date that exists in the calendar. */
export function readDate(text: string, field: string): Field {
  if (!/^\d{8}$/.test(text)) return bad(field, 'not eight digits');
  const iso = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  return isCalendarDate(iso) ? success(iso) : bad(field, 'a date that does not exist');
}

function isCalendarDate(iso: string): boolean {
  const date = new Date(`${iso}T00:00:00Z`);
  // A day that does not exist rolls over into the next month, or makes no date at all; there was no year 0.
  return !iso.startsWith('0000') && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
}

/** A date, or `长期`. */
export function readValidUntil(text: string, validFrom: string): Field {
  if (text === LONG_TERM_MARK) return success('long-term');
  const date = readDate(text, 'validUntil');
  // ISO dates sort as text.
  if (date.ok && date.value < validFrom) return bad('validUntil', 'before the first day of validity');
  return date;
}

/** The inverse of `readDate` and `readValidUntil`. Throws `RangeError` for anything that is neither. */
export function writeDate(iso: string, field: string): string {
  if (iso === 'long-term') return LONG_TERM_MARK;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso) || !isCalendarDate(iso)) throw new RangeError(`${field} is no ISO date`);
  return iso.replaceAll('-', '');
}

export function readSex(text: string): Result<'0' | '1' | '2' | '9', FieldError> {
  switch (text) {
    case '0':
    case '1':
    case '2':
    case '9':
      return success(text);
    default:
      return bad('sex', 'not 0, 1, 2 or 9');
  }
}

/** 18 characters; the check character may come as a small x. */
export function readCitizenIdNumber(text: string): Field {
  const number = text.toUpperCase();
  return CITIZEN_ID_NUMBER.test(number) ? success(number) : bad('idNumber', 'not 17 digits and a digit or X');
}

/** Number of the foreigner's card of 2017. */
export function readForeignIdNumber(text: string): Field {
  const number = text.toUpperCase();
  return FOREIGN_ID_NUMBER.test(number) ? success(number) : bad('idNumber', 'not three letters and twelve digits');
}

export function readNationality(text: string): Field {
  const code = text.toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? success(code) : bad('nationality', 'not three letters');
}

export function readEthnicGroupCode(text: string): Field {
  return /^\d{2}$/.test(text) ? success(text) : bad('ethnicGroupCode', 'not two digits');
}

export function readName(text: string): Field {
  return text === '' ? bad('name', 'blank') : success(text);
}

/**
 * The number of the card of 2017 from the number of 2023, the association item and the country, or undefined when the
 * item is blank: `country + N[1..2] + A[0..1] + N[8..13] + A[2] + check`, check digit by weights 7 3 1.
 */
export function deriveFormerNumber(options: {
  idNumber: string;
  association: string;
  nationality: string;
}): string | undefined {
  const { idNumber, association, nationality } = options;
  if (!/^\d{3}$/.test(association)) return undefined;
  const body = `${nationality}${idNumber.slice(1, 3)}${association.slice(0, 2)}${idNumber.slice(8, 14)}${association.slice(2)}`;
  return `${body}${checkDigitOf(body)}`;
}

/** The inverse: what has to stand in the association item. Throws `RangeError` when no item leads to that number. */
export function associationOf(options: { idNumber: string; formerNumber: string; nationality: string }): string {
  const { formerNumber, ...number } = options;
  const association = `${formerNumber.slice(5, 7)}${formerNumber.slice(13, 14)}`;
  if (deriveFormerNumber({ ...number, association }) === formerNumber) return association;
  throw new RangeError('formerNumber does not belong to idNumber and nationality');
}

const WEIGHTS = [7, 3, 1];

/** Digits count as themselves, A to Z as 10 to 35. */
function checkDigitOf(text: string): number {
  const sum = [...text].reduce((sum, char, index) => sum + Number.parseInt(char, 36) * (WEIGHTS[index % 3] ?? 0), 0);
  return sum % 10;
}
