import { createHash } from 'node:crypto';
import { failure, type Result, success } from '../core/result.ts';
import { SW } from './apdu.ts';
import { hex, resetInformationOf } from './atr.ts';
import { type AuthenticationSettings, authenticate, type CardAuthenticator } from './authentication.ts';
import { readBankAccount } from './bankApplication.ts';
import type { Chip } from './chip.ts';
import { cardFailure } from './errors.ts';
import { decodeSocialCard } from './fields.ts';
import { type Items, readFile, TAG, wipeItems } from './records.ts';
import { type ElementaryFile, selectFile, selectSocialApplication } from './selection.ts';
import type { SocialCard, SocialCardError } from './types.ts';

export interface Authentication {
  readonly authenticator: CardAuthenticator;
  readonly settings: AuthenticationSettings;
}

/** Reads the card; what was read on the way is wiped. */
export async function readSocialCard(
  chip: Chip,
  options: { readonly bankAccount: boolean; readonly authentication: Authentication | undefined; signal: AbortSignal },
): Promise<Result<SocialCard, SocialCardError>> {
  const selected = await selectSocialApplication(chip);
  if (!selected.ok) return selected;
  const items: Items = new Map();
  try {
    for (const file of [0xef05, 0xef06] as const) {
      const read = await readOpening(chip, file, items, options);
      if (!read.ok) return read;
    }
    const decoded = decodeSocialCard(items);
    if (!decoded.ok) return decoded;
    const resetInformation = resetInformationOf(chip.atr);
    const card = { ...decoded.value, ...(resetInformation ? { resetInformation } : {}) };
    if (!options.bankAccount) return success(card);
    const bankAccount = await readBankAccount(chip);
    if (!bankAccount.ok) return bankAccount;
    return success({ ...card, ...(bankAccount.value ? { bankAccount: bankAccount.value } : {}) });
  } finally {
    wipeItems(items);
  }
}

/** Reads a file, and where the card demands it lets the back office prove itself first. */
async function readOpening(
  chip: Chip,
  file: ElementaryFile,
  items: Items,
  { authentication, signal }: { authentication: Authentication | undefined; signal: AbortSignal },
): Promise<Result<'read', SocialCardError>> {
  const read = await readFile(chip, file, items);
  if (read.ok || read.error.code !== 'needs-authentication' || !authentication) return read;
  const code = items.get(TAG.identificationCode);
  if (!code)
    return failure(cardFailure('bad-card-data', 'the card does not say who it is', { field: 'identificationCode' }));
  const proved = await authenticate(chip, { ...authentication, identificationCode: hex(code), signal });
  if (!proved.ok) return proved;
  return readFile(chip, file, items);
}

/**
 * Tells one card from another, and nobody whose card it is: a hash of what the chip says when it is powered and of its
 * identification code, where it tells that freely. The social security application must be selected.
 */
export async function fingerprint(chip: Chip): Promise<Result<string, SocialCardError>> {
  const hash = createHash('sha256').update(chip.atr);
  const selected = await selectFile(chip, 0xef05);
  if (!selected.ok) return selected.error.code === 'card-refused' ? success(hash.digest('hex')) : selected;
  const code = await chip.send({ cla: 0x00, ins: 0xb2, p1: 0x01, p2: 0x04, le: 0x12 });
  if (!code.ok) return code;
  if (code.value.sw === SW.ok) hash.update(code.value.data);
  return success(hash.digest('hex'));
}
