import { type Result, success } from '../core/result.ts';
import { SW } from './apdu.ts';
import { hex } from './atr.ts';
import type { Chip } from './chip.ts';
import { PAYMENT_DIRECTORY, selectByName } from './selection.ts';
import { findBer, readBer, readDol } from './tlv.ts';
import type { BankAccount, SocialCardError } from './types.ts';

/** UnionPay's applications of PBOC cards. */
const APPLICATIONS = [
  { kind: 'debit', aid: Uint8Array.from([0xa0, 0, 0, 3, 0x33, 1, 1, 1]) },
  { kind: 'credit', aid: Uint8Array.from([0xa0, 0, 0, 3, 0x33, 1, 1, 2]) },
] as const;

const PDOL = 0x9f38;
const APPLICATION_FILES = 0x94;
const ACCOUNT_NUMBER = 0x5a;
const EXPIRES = 0x5f24;
/** Answer to GET PROCESSING OPTIONS without tags: two bytes of profile, then the files. */
const FORMAT_1 = 0x80;
/** What a card may ask of its terminal: nothing is bought here, so nearly everything is zero. */
const TERMINAL_DATA: ReadonlyMap<number, readonly number[]> = new Map([
  [0x9f1a, [0x01, 0x56]],
  [0x5f2a, [0x01, 0x56]],
  // Terminal type: attended by nobody, offline.
  [0x9f35, [0x26]],
]);
/** No card has more; one that claims to is not followed. */
const MAX_RECORDS = 32;

/**
 * The account of the card's bank application, for showing which card this is; undefined when there is none. The whole number
 * does not leave this function, and track-2 data is wiped unread. Fails only when there is no answer.
 */
export async function readBankAccount(chip: Chip): Promise<Result<BankAccount | undefined, SocialCardError>> {
  // Some cards want the directory selected first; whether they have one does not matter.
  const directory = await selectByName(chip, PAYMENT_DIRECTORY);
  if (!directory.ok) return directory;
  for (const { kind, aid } of APPLICATIONS) {
    const selected = await selectByName(chip, aid);
    if (!selected.ok) return selected;
    if (selected.value.sw !== SW.ok) continue;
    const account = await readAccount(chip, findBer(selected.value.data, PDOL));
    if (!account.ok) return account;
    if (account.value) return success({ kind, ...account.value });
  }
  return success(undefined);
}

type Account = Omit<BankAccount, 'kind'>;

async function readAccount(
  chip: Chip,
  pdol: Uint8Array | undefined,
): Promise<Result<Account | undefined, SocialCardError>> {
  const wanted = buildDolData(pdol ?? new Uint8Array());
  const data = Uint8Array.from([0x83, wanted.length, ...wanted]);
  const options = await chip.send({ cla: 0x80, ins: 0xa8, p1: 0, p2: 0, data, le: 256 });
  if (!options.ok) return options;
  if (options.value.sw !== SW.ok) return success(undefined);
  let expires: string | undefined;
  for (const { number, sfi } of recordsOf(options.value.data)) {
    const record = await chip.send({ cla: 0x00, ins: 0xb2, p1: number, p2: (sfi << 3) | 4, le: 256 });
    if (!record.ok) return record;
    const bytes = record.value.data;
    if (record.value.sw === SW.ok) {
      expires ??= expiryOf(findBer(bytes, EXPIRES));
      const maskedNumber = maskAccountNumber(findBer(bytes, ACCOUNT_NUMBER));
      bytes.fill(0);
      if (maskedNumber) return success({ maskedNumber, ...(expires ? { expires } : {}) });
    }
    bytes.fill(0);
  }
  return success(undefined);
}

/** What the card asks for, in its order and lengths; 252 bytes at most, which is all that fits. */
export function buildDolData(pdol: Uint8Array): Uint8Array {
  const parts = readDol(pdol).map(({ tag, length }) => {
    const value = TERMINAL_DATA.get(tag) ?? [];
    // Numbers are filled up in front, and lose there what does not fit.
    const filled = new Uint8Array(length);
    filled.set(value.slice(-length || value.length).slice(0, length), Math.max(0, length - value.length));
    return filled;
  });
  return Uint8Array.from(Buffer.concat(parts).subarray(0, 252));
}

/** The records the card names for its application, in their order. */
export function recordsOf(options: Uint8Array): readonly { readonly number: number; readonly sfi: number }[] {
  const plain = readBer(options)
    .find(({ tag }) => tag === FORMAT_1)
    ?.value.subarray(2);
  const files = plain ?? findBer(options, APPLICATION_FILES) ?? new Uint8Array();
  const records: { number: number; sfi: number }[] = [];
  for (let at = 0; at + 3 < files.length; at += 4) {
    const [file = 0, first = 0, last = 0] = files.subarray(at, at + 3);
    for (let number = first; number <= last && number > 0; number += 1) {
      if (records.length === MAX_RECORDS) return records;
      records.push({ number, sfi: file >> 3 });
    }
  }
  return records;
}

/** First six and last four digits; undefined for what is no account number. */
export function maskAccountNumber(packed: Uint8Array | undefined): string | undefined {
  if (!packed) return undefined;
  const digits = hex(packed).replace(/F+$/, '');
  if (!/^\d{12,19}$/.test(digits)) return undefined;
  return `${digits.slice(0, 6)}${'*'.repeat(digits.length - 10)}${digits.slice(-4)}`;
}

function expiryOf(packed: Uint8Array | undefined): string | undefined {
  const match = packed && /^(\d\d)(0[1-9]|1[0-2])/.exec(hex(packed));
  return match ? `20${match[1]}-${match[2]}` : undefined;
}
