import { failure, type Result, success } from '../core/result.ts';
import { type FieldError, readText } from './credentialFields.ts';
import { TEXT_LENGTH } from './credentialText.ts';

/** What the data of the module's answers holds. */

export const PHOTO_LENGTH = 1_024;
const ADDRESS_LENGTH = 70;

export interface BaseData {
  readonly text: Uint8Array;
  readonly photo: Uint8Array;
}

/**
 * Data of "read base": lengths of text and photo as u16be, then both. Some modules put a third length there, of a
 * fingerprint, and the fingerprint behind; it is not taken out. Fails when the lengths are not those of the standard
 * or do not make up the whole.
 */
export function parseBaseData(data: Uint8Array): Result<BaseData, FieldError> {
  const lengthAt = (offset: number): number => ((data[offset] ?? 0) << 8) | (data[offset + 1] ?? 0);
  const text = lengthAt(0);
  const photo = lengthAt(2);
  const bad = (field: string, detail: string) => failure({ field, detail });
  const start = [
    { start: 4, total: 4 + text + photo },
    { start: 6, total: 6 + text + photo + lengthAt(4) },
  ].find(({ total }) => total === data.length)?.start;
  if (data.length < 4 || start === undefined) {
    return bad('text', `${data.length} bytes that announce ${text} of text and ${photo} of photo`);
  }
  if (text !== TEXT_LENGTH) return bad('text', `${text} bytes instead of ${TEXT_LENGTH}`);
  if (photo !== PHOTO_LENGTH) return bad('photo', `${photo} bytes instead of ${PHOTO_LENGTH}`);
  return success({
    text: data.slice(start, start + text),
    photo: data.slice(start + text, start + text + photo),
  });
}

/** 16 bytes as `aa.bb-cccccccc-dddddddddd-eeeeeeeeee`, all numbers little-endian; undefined when they are not 16. */
export function formatSamId(data: Uint8Array): string | undefined {
  if (data.length !== 16) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const decimal = (value: number, digits: number): string => String(value).padStart(digits, '0');
  const makers = `${decimal(view.getUint16(0, true), 2)}.${decimal(view.getUint16(2, true), 2)}`;
  return [
    makers,
    decimal(view.getUint32(4, true), 8),
    decimal(view.getUint32(8, true), 10),
    decimal(view.getUint32(12, true), 10),
  ].join('-');
}

/**
 * The additional address, or undefined when there is none or it is unreadable: a reading does not fail for it. Which
 * of several is the newest, where a module hands out more than one, is unconfirmed; the last one written is taken.
 */
export function readNewestAddress(data: Uint8Array): string | undefined {
  const addresses: string[] = [];
  for (let start = 0; start < data.length; start += ADDRESS_LENGTH) {
    const address = readText(data.subarray(start, start + ADDRESS_LENGTH), 'newestAddress');
    if (address.ok && address.value !== '') addresses.push(address.value);
  }
  return addresses.at(-1);
}
