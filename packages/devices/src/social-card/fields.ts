import { failure, type Result, success } from '../core/result.ts';
import { hex } from './atr.ts';
import { cardFailure } from './errors.ts';
import { type Items, TAG } from './records.ts';
import type { SocialCard, SocialCardError, SocialCardHolder } from './types.ts';

/**
 * What the items of a card mean. Tolerant of everything seen in the field: years in place of dates, text padded with zeros
 * or blanks at either end, numbers of 15 digits, missing records. Only what a terminal cannot do without is demanded.
 */
export function decodeSocialCard(items: Items): Result<SocialCard, SocialCardError> {
  const cardNumber = asciiOf(items.get(TAG.cardNumber));
  if (!cardNumber || !/^[0-9A-Z]{1,9}$/i.test(cardNumber)) return bad('cardNumber', items.has(TAG.cardNumber));
  const citizenNumber = asciiOf(items.get(TAG.citizenNumber))?.toUpperCase();
  if (!citizenNumber || !/^(\d{17}[\dX]|\d{15})$/.test(citizenNumber)) {
    return bad('citizenNumber', items.has(TAG.citizenNumber));
  }
  const name = nameOf(items.get(TAG.name), items.get(TAG.nameContinued));
  if (!name) return bad('name', items.has(TAG.name));

  const identificationCode = identificationCodeOf(items.get(TAG.identificationCode));
  const version = versionOf(items.get(TAG.version));
  return success({
    cardNumber,
    holder: holderOf(items, citizenNumber, name),
    generation: generationOf(version, identificationCode),
    ...given({
      version,
      identificationCode,
      regionCode: identificationCode && /^\d{6}/.exec(identificationCode)?.[0],
      cardClass: asciiOf(items.get(TAG.cardClass)),
      initialisingOrganisation: packedOf(items.get(TAG.initialisingOrganisation)),
      issuedOn: dateOf(items.get(TAG.issuedOn)),
      validUntil: dateOf(items.get(TAG.validUntil)),
    }),
  });
}

function holderOf(items: Items, citizenNumber: string, name: string): SocialCardHolder {
  const sex = asciiOf(items.get(TAG.sex));
  const birthDate = dateOf(items.get(TAG.birthDate));
  const ethnic = hexOf(items.get(TAG.ethnicGroup));
  const place = hexOf(items.get(TAG.birthPlace));
  return {
    citizenNumber,
    name,
    ...(sex === '0' || sex === '1' || sex === '2' || sex === '9' ? { sex } : {}),
    ...given({
      ethnicGroupCode: ethnic && /^\d{2}$/.test(ethnic) && ethnic !== '00' ? ethnic : undefined,
      birthPlaceCode: place && /^\d{6}$/.test(place) && place !== '000000' ? place : undefined,
      birthDate: birthDate && birthDate.length > 4 ? birthDate : undefined,
    }),
  };
}

/** Leaves out what is not there. */
function given<T extends Record<string, string | undefined>>(fields: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) as { [K in keyof T]?: string };
}

function bad(field: string, isThere: boolean): Result<never, SocialCardError> {
  const detail = isThere ? 'not in a form the standard knows' : 'the card does not hold it';
  return failure(cardFailure('bad-card-data', `${field}: ${detail}`, { field }));
}

/** Zeros and blanks at either end are filling. */
function trimmed(value: Uint8Array | undefined): Uint8Array {
  if (!value) return new Uint8Array();
  const filling = (byte: number | undefined): boolean => byte === 0x00 || byte === 0x20 || byte === 0xff;
  let begin = 0;
  let end = value.length;
  while (begin < end && filling(value[begin])) begin += 1;
  while (end > begin && filling(value[end - 1])) end -= 1;
  return value.subarray(begin, end);
}

/** Undefined when there is nothing, or something that is no plain text. */
function asciiOf(value: Uint8Array | undefined): string | undefined {
  const bytes = trimmed(value);
  if (bytes.length === 0 || bytes.some((byte) => byte < 0x20 || byte > 0x7e)) return undefined;
  return Buffer.from(bytes).toString('latin1');
}

/** GBK on paper; what GBK does not have is written as GB 18030, which contains it. */
const decodeChinese = new TextDecoder('gb18030');

/** A long name goes on in a second item, where the first may have cut a character in two. */
function nameOf(first: Uint8Array | undefined, continued: Uint8Array | undefined): string | undefined {
  const isFull = first !== undefined && first.length === FULL_NAME && first.at(-1) !== 0x00 && first.at(-1) !== 0x20;
  const head = isFull ? first : trimmed(first);
  const whole = Buffer.concat([head, trimmed(continued)]);
  const name = decodeChinese.decode(whole).replace(/^[\s\0]+|[\s\0]+$/gu, '');
  whole.fill(0);
  return name === '' || name.includes('\uFFFD') || /\p{Cc}/u.test(name) ? undefined : name;
}
const FULL_NAME = 0x1e;

const hexOf = (value: Uint8Array | undefined): string | undefined => (value ? hex(value) : undefined);

function identificationCodeOf(value: Uint8Array | undefined): string | undefined {
  return value?.length === 16 && value.some((byte) => byte !== 0x00 && byte !== 0xff) ? hex(value) : undefined;
}

/** Packed digits, filled up with F. */
function packedOf(value: Uint8Array | undefined): string | undefined {
  return hexOf(value)?.replace(/F+$/, '') || undefined;
}

function versionOf(value: Uint8Array | undefined): string | undefined {
  const version = asciiOf(value);
  return version && /^\d(\.\d{1,2})?$/.test(version) ? version : undefined;
}

/** By the version; where there is none, by how the identification code is filled up. */
function generationOf(version: string | undefined, identificationCode: string | undefined): 2 | 3 {
  if (version) return version.startsWith('3') ? 3 : 2;
  return identificationCode?.endsWith('FFFFFFFF') ? 3 : 2;
}

/** Eight packed digits, or four characters that are a year. Undefined for a day that is not in the calendar. */
function dateOf(value: Uint8Array | undefined): string | undefined {
  if (value?.length !== 4) return undefined;
  const year = asciiOf(value);
  if (year && /^(19|20)\d\d$/.test(year)) return year;
  const match = /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(hex(value));
  if (!match) return undefined;
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  const known = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(known.getTime()) && known.toISOString().startsWith(date) ? date : undefined;
}
