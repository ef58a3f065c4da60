import { failure, type Result, success } from '../core/result.ts';
import {
  associationOf,
  deriveFormerNumber,
  type FieldError,
  readCitizenIdNumber,
  readDate,
  readEthnicGroupCode,
  readForeignIdNumber,
  readName,
  readNationality,
  readSex,
  readText,
  readValidUntil,
  writeDate,
  writeText,
} from './credentialFields.ts';
import type { Credential, CredentialKind } from './types.ts';

/** Bytes of the text block, GA 490. */
export const TEXT_LENGTH = 256;

/** Where a field lies: first byte and number of bytes, more than once when it is continued elsewhere. */
type Slots = readonly (readonly [offset: number, length: number])[];
type Layout<Name extends string> = Readonly<Record<Name, Slots>>;

const MARK: Slots = [[248, 2]];

const RESIDENT = {
  name: [[0, 30]],
  sex: [[30, 2]],
  ethnicGroupCode: [[32, 4]],
  birthDate: [[36, 16]],
  address: [[52, 70]],
  idNumber: [[122, 36]],
  issuingAuthority: [[158, 30]],
  validFrom: [[188, 16]],
  validUntil: [[204, 16]],
} satisfies Layout<string>;

const { ethnicGroupCode: _none, ...COMMON_WITH_RESIDENT } = RESIDENT;
const HK_MO_TW = {
  ...COMMON_WITH_RESIDENT,
  travelPermitNumber: [[220, 18]],
  issueCount: [[238, 4]],
} satisfies Layout<string>;

const FOREIGN_2017 = {
  englishName: [[0, 120]],
  sex: [[120, 2]],
  idNumber: [[122, 30]],
  nationality: [[152, 6]],
  name: [[158, 30]],
  validFrom: [[188, 16]],
  validUntil: [[204, 16]],
  birthDate: [[220, 16]],
  cardVersion: [[236, 4]],
  acceptingAuthorityCode: [[240, 8]],
} satisfies Layout<string>;

const FOREIGN_2023 = {
  name: [[0, 30]],
  sex: [[30, 2]],
  renewalCount: [[32, 4]],
  birthDate: [[36, 16]],
  // A long English name goes on behind the dates.
  englishName: [
    [52, 70],
    [220, 22],
  ],
  idNumber: [[122, 36]],
  validFrom: [[188, 16]],
  validUntil: [[204, 16]],
  nationality: [[242, 6]],
  association: [[250, 6]],
} satisfies Layout<string>;

const MARKS: Readonly<Record<CredentialKind, string>> = {
  'resident-id-card': ' ',
  'hk-mo-tw-residence-permit': 'J',
  'foreign-permanent-resident-2017': 'I',
  'foreign-permanent-resident-2023': 'Y',
};

/**
 * Reads the 256 bytes of text in a card's chip (UTF-16LE, fields of fixed width), in whichever of the four layouts
 * the mark at byte 248 says; any mark but J, I and Y means a resident's card.
 *
 * Fails with the field that is not what the standard says: `text` when it is the length of the whole.
 */
export function decodeCredentialText(text: Uint8Array): Result<Credential, FieldError> {
  if (text.length !== TEXT_LENGTH) {
    return failure({ field: 'text', detail: `${text.length} bytes instead of ${TEXT_LENGTH}` });
  }
  const block = new FieldReader(text);
  try {
    return success(readCredential(block));
  } catch (error) {
    if (error instanceof UnreadableField) return failure(error.why);
    throw error;
  }
}

/** Never leaves this file: lets a layout be written down field after field. */
class UnreadableField extends Error {
  readonly why: FieldError;
  constructor(why: FieldError) {
    super(why.field);
    this.why = why;
  }
}

function get<T>(result: Result<T, FieldError>): T {
  if (result.ok) return result.value;
  throw new UnreadableField(result.error);
}

class FieldReader {
  readonly #text: Uint8Array;

  constructor(text: Uint8Array) {
    this.#text = text;
  }

  text(slots: Slots, field: string): string {
    const parts = slots.map(([offset, length]) => this.#text.subarray(offset, offset + length));
    return get(readText(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts), field));
  }

  /** The mark is only compared: what stands there on a resident's card is reserved, and may be anything. */
  get mark(): string {
    const [[offset, length] = [0, 0]] = MARK;
    return Buffer.from(this.#text.subarray(offset, offset + length)).toString('utf16le');
  }

  date(slots: Slots, field: string): string {
    return get(readDate(this.text(slots, field), field));
  }

  /** What all four layouts have, wherever it lies in them. */
  common(layout: Layout<'sex' | 'birthDate' | 'validFrom' | 'validUntil'>) {
    const validFrom = this.date(layout.validFrom, 'validFrom');
    return {
      sex: get(readSex(this.text(layout.sex, 'sex'))),
      birthDate: this.date(layout.birthDate, 'birthDate'),
      validFrom,
      validUntil: get(readValidUntil(this.text(layout.validUntil, 'validUntil'), validFrom)),
    };
  }
}

function readCredential(block: FieldReader): Credential {
  switch (block.mark) {
    case 'J':
      return {
        kind: 'hk-mo-tw-residence-permit',
        ...readResidentLike(block),
        travelPermitNumber: block.text(HK_MO_TW.travelPermitNumber, 'travelPermitNumber'),
        issueCount: block.text(HK_MO_TW.issueCount, 'issueCount'),
      };
    case 'I':
      return {
        kind: 'foreign-permanent-resident-2017',
        ...readForeignNames(block, FOREIGN_2017),
        ...block.common(FOREIGN_2017),
        idNumber: get(readForeignIdNumber(block.text(FOREIGN_2017.idNumber, 'idNumber'))),
        cardVersion: block.text(FOREIGN_2017.cardVersion, 'cardVersion'),
        acceptingAuthorityCode: block.text(FOREIGN_2017.acceptingAuthorityCode, 'acceptingAuthorityCode'),
      };
    case 'Y':
      return readForeign2023(block);
    default:
      return {
        kind: 'resident-id-card',
        ...readResidentLike(block),
        ethnicGroupCode: get(readEthnicGroupCode(block.text(RESIDENT.ethnicGroupCode, 'ethnicGroupCode'))),
      };
  }
}

function readResidentLike(block: FieldReader) {
  return {
    name: get(readName(block.text(RESIDENT.name, 'name'))),
    ...block.common(RESIDENT),
    idNumber: get(readCitizenIdNumber(block.text(RESIDENT.idNumber, 'idNumber'))),
    address: block.text(RESIDENT.address, 'address'),
    issuingAuthority: block.text(RESIDENT.issuingAuthority, 'issuingAuthority'),
  };
}

/** Not every foreigner has a Chinese name, but nobody has none at all. */
function readForeignNames(block: FieldReader, layout: Layout<'name' | 'englishName' | 'nationality'>) {
  const name = block.text(layout.name, 'name');
  const englishName = block.text(layout.englishName, 'englishName');
  if (name === '') get(readName(englishName));
  return { name, englishName, nationality: get(readNationality(block.text(layout.nationality, 'nationality'))) };
}

function readForeign2023(block: FieldReader): Credential {
  const names = readForeignNames(block, FOREIGN_2023);
  const idNumber = get(readCitizenIdNumber(block.text(FOREIGN_2023.idNumber, 'idNumber')));
  const association = block.text(FOREIGN_2023.association, 'formerNumber');
  const formerNumber = deriveFormerNumber({ idNumber, association, nationality: names.nationality });
  return {
    kind: 'foreign-permanent-resident-2023',
    ...names,
    ...block.common(FOREIGN_2023),
    idNumber,
    renewalCount: block.text(FOREIGN_2023.renewalCount, 'renewalCount'),
    ...(formerNumber === undefined ? {} : { formerNumber }),
  };
}

/**
 * Writes a credential as a chip would hold it: the inverse of `decodeCredentialText`, for simulated cards. Throws
 * `RangeError` when a field is too long for its place, a date is none, or a former number cannot be that card's.
 */
export function encodeCredentialText(credential: Credential): Uint8Array {
  const text = Buffer.from(' '.repeat(TEXT_LENGTH / 2), 'utf16le');
  const put = (slots: Slots, value: string, field: string): void => {
    const room = slots.reduce((sum, [, length]) => sum + length, 0);
    const bytes = writeText(value, room, field);
    let from = 0;
    for (const [offset, length] of slots) {
      text.set(bytes.subarray(from, from + length), offset);
      from += length;
    }
  };
  for (const [field, slots] of Object.entries(layoutOf(credential))) put(slots, fieldOf(credential, field), field);
  put(MARK, MARKS[credential.kind], 'mark');
  return text;
}

function layoutOf({ kind }: Credential): Layout<string> {
  switch (kind) {
    case 'resident-id-card':
      return RESIDENT;
    case 'hk-mo-tw-residence-permit':
      return HK_MO_TW;
    case 'foreign-permanent-resident-2017':
      return FOREIGN_2017;
    case 'foreign-permanent-resident-2023':
      return FOREIGN_2023;
  }
}

const DATES = new Set(['birthDate', 'validFrom', 'validUntil']);

function fieldOf(credential: Credential, field: string): string {
  if (field === 'association') {
    if (credential.kind !== 'foreign-permanent-resident-2023' || credential.formerNumber === undefined) return '';
    return associationOf({ ...credential, formerNumber: credential.formerNumber });
  }
  const value: unknown = new Map(Object.entries(credential)).get(field);
  if (typeof value !== 'string') throw new RangeError(`${field} is missing`);
  return DATES.has(field) ? writeDate(value, field) : value;
}
