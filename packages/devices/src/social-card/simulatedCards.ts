import iconv from 'iconv-lite';
import { TAG } from './records.ts';
import { OLD_DIRECTORY, SOCIAL_AID } from './selection.ts';
import { encodeBer, encodeRecordItem } from './tlv.ts';

/** Whose card it is; made of a synthetic citizen. */
export interface SimulatedHolder {
  readonly citizenNumber: string;
  readonly name: string;
  readonly sex: string;
  readonly ethnicGroupCode: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
}

export interface CardOptions {
  readonly generation: 2 | 3;
  /** Cards of the third generation tell number and person to their back office only. */
  readonly authentication: 'free' | 'demanded';
  readonly withBankAccount: boolean;
}

/** What is in a chip. Files by id, each a list of records from number 1. */
export interface ChipContent {
  readonly atr: Uint8Array;
  /** Names and ids of its applications, and their files. */
  readonly applications: readonly ChipApplication[];
}

export interface ChipApplication {
  readonly name?: Uint8Array;
  readonly id?: number;
  /** What selecting it answers. */
  readonly control: Uint8Array;
  readonly files: ReadonlyMap<number, readonly Uint8Array[]>;
  /** Files (and for EF05 the record) that are told after external authentication only. */
  readonly guarded: ReadonlySet<number>;
  readonly hasPin: boolean;
}

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Chinese text as the chip keeps it: GBK, and GB 18030 for what GBK lacks. */
const chinese = (text: string): Uint8Array => iconv.encode(text, 'gb18030');

function filled(value: Uint8Array, length: number, filling = 0x00): Uint8Array {
  const field = new Uint8Array(length).fill(filling);
  field.set(value.subarray(0, length));
  return field;
}

/** Where a name is longer than its field, the rest is in a second one. */
const NAME_BYTES = 0x1e;
const CONTINUED_BYTES = 0x14;

export function socialCard(holder: SimulatedHolder, options: CardOptions): ChipContent {
  const { generation } = options;
  const serial = serialOf(`${holder.citizenNumber}/${generation}`);
  const region = holder.citizenNumber.slice(0, 4);
  const code =
    generation === 3
      ? bytes(`${region}00 D1560000 0599 ${serial.slice(0, 6)} FFFFFFFF`)
      : bytes(`${region}00 D1560000 0500 0000 00 ${serial.slice(0, 8)}`);
  const name = chinese(holder.name);
  const ef05 = [
    encodeRecordItem(TAG.identificationCode, filled(code, 16)),
    encodeRecordItem(TAG.cardClass, ascii('3')),
    encodeRecordItem(TAG.version, ascii(generation === 3 ? '3.00' : '2.00')),
    encodeRecordItem(TAG.initialisingOrganisation, bytes('9156000002430200430100D5')),
    encodeRecordItem(TAG.issuedOn, bytes(generation === 3 ? '20210601' : '20150601')),
    encodeRecordItem(TAG.validUntil, bytes(generation === 3 ? '20310601' : '20350601')),
    encodeRecordItem(TAG.cardNumber, filled(ascii(`S${serial.slice(0, 8)}`), 9)),
  ];
  const ef06 = [
    encodeRecordItem(TAG.citizenNumber, filled(ascii(holder.citizenNumber), 18)),
    encodeRecordItem(TAG.name, filled(name, NAME_BYTES)),
    encodeRecordItem(TAG.nameContinued, filled(name.subarray(NAME_BYTES), CONTINUED_BYTES)),
    encodeRecordItem(TAG.sex, ascii(holder.sex)),
    encodeRecordItem(TAG.ethnicGroup, bytes(holder.ethnicGroupCode)),
    encodeRecordItem(TAG.birthPlace, bytes(holder.citizenNumber.slice(0, 6))),
    encodeRecordItem(TAG.birthDate, bytes(holder.birthDate.replaceAll('-', ''))),
  ];
  const social: ChipApplication = {
    name: SOCIAL_AID,
    id: OLD_DIRECTORY,
    control: encodeBer(0x6f, Uint8Array.from([...encodeBer(0x84, SOCIAL_AID), ...bytes('A503 88011E')])),
    files: new Map([
      [0xef05, ef05],
      [0xef06, ef06],
    ]),
    guarded: new Set(options.authentication === 'demanded' ? [0xef06, TAG.cardNumber] : []),
    hasPin: true,
  };
  return {
    atr: bytes(`3B6D0000 0081 543100 8660 ${generation === 3 ? '210601' : '150601'} ${serial.slice(0, 6)}`),
    applications: options.withBankAccount ? [social, ...bankApplications(serial)] : [social],
  };
}

/** A bank card of no social security use. */
export function bankCard(): ChipContent {
  return { atr: bytes('3B6D0000 0080 318065 B0 8701 0C 8300'), applications: bankApplications('12345678') };
}

/** A chip that knows nothing of all this: a transit card, a key. */
export function unknownCard(): ChipContent {
  return { atr: bytes('3B 02 14 50'), applications: [] };
}

/** What PC/SC makes of a card on the antenna. */
export function contactlessCard(content: ChipContent): ChipContent {
  return { ...content, atr: bytes('3B 84 80 01 4B 5A 54 31 81') };
}

function bankApplications(serial: string): readonly ChipApplication[] {
  const debit = bytes('A0 00 00 03 33 01 01 01');
  const number = withCheckDigit(`62280000${serial.slice(0, 8)}00`);
  const directory = ascii('1PAY.SYS.DDF01');
  const plain = { guarded: new Set<number>(), hasPin: false };
  return [
    { ...plain, name: directory, control: encodeBer(0x6f, encodeBer(0x84, directory)), files: new Map() },
    {
      ...plain,
      name: debit,
      control: encodeBer(
        0x6f,
        Uint8Array.from([
          ...encodeBer(0x84, debit),
          ...encodeBer(0xa5, encodeBer(0x9f38, bytes('9F7A01 9F0206 5F2A02'))),
        ]),
      ),
      // Short file 1: track-2 data, as real cards put it first; short file 3: the number.
      files: new Map([
        [1, [encodeBer(0x70, encodeBer(0x57, bytes(`${number}D3106220000000F`)))]],
        [
          3,
          [
            encodeBer(
              0x70,
              Uint8Array.from([...encodeBer(0x5f24, bytes('310630')), ...encodeBer(0x5a, bytes(`${number}F`))]),
            ),
          ],
        ],
      ]),
    },
  ];
}

/** Eight digits that are always the same for the same text. */
function serialOf(text: string): string {
  let sum = 7;
  for (const char of text) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 99_999_989;
  return String(sum).padStart(8, '0');
}

/** Luhn's. */
function withCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
