import { failure, type Result, success } from '../core/result.ts';
import { type Answer, SW } from './apdu.ts';
import { parseAtr } from './atr.ts';
import type { Chip } from './chip.ts';
import { cardFailure, refusal } from './errors.ts';
import type { SocialCardError } from './types.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

/** "sx1.sh.社会保障" in GBK. */
export const SOCIAL_AID = bytes('73 78 31 2E 73 68 2E C9 E7 BB E1 B1 A3 D5 CF');
/** The directory in which old cards keep the same files. */
export const OLD_DIRECTORY = 0xddf1;
/** "1PAY.SYS.DDF01": every bank card has it. */
export const PAYMENT_DIRECTORY = new TextEncoder().encode('1PAY.SYS.DDF01');

export type ElementaryFile = 0xef05 | 0xef06;

export const selectByName = (chip: Chip, name: Uint8Array): Promise<Result<Answer, SocialCardError>> =>
  chip.send({ cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x00, data: name, le: 256 });

const selectById = (chip: Chip, id: number, p1 = 0x00): Promise<Result<Answer, SocialCardError>> =>
  chip.send({ cla: 0x00, ins: 0xa4, p1, p2: 0x00, data: Uint8Array.of(id >> 8, id & 0xff), le: 256 });

/**
 * Selects the social security application. A card is known by having it and by nothing else: answers to reset do not tell.
 */
export async function selectSocialApplication(chip: Chip): Promise<Result<'selected', SocialCardError>> {
  if (parseAtr(chip.atr)?.contactless) {
    return failure(cardFailure('contactless-card', 'the card answers by its antenna'));
  }
  const named = await selectByName(chip, SOCIAL_AID);
  if (!named.ok) return named;
  if (named.value.sw === SW.ok) return success('selected');
  if (isLocked(named.value.sw)) return failure(locked(named.value.sw));
  if (!isUnknown(named.value.sw)) return failure(refusal('select the social security application', named.value.sw));
  const old = await selectById(chip, OLD_DIRECTORY);
  if (!old.ok) return old;
  if (old.value.sw === SW.ok) return success('selected');
  if (isLocked(old.value.sw) && old.value.sw !== SW.functionNotSupported) return failure(locked(old.value.sw));
  return failure(await whatElse(chip, named.value.sw));
}

/** Files are selected by one of two forms, depending on the card. */
export async function selectFile(chip: Chip, file: ElementaryFile): Promise<Result<'selected', SocialCardError>> {
  const first = await selectById(chip, file);
  if (!first.ok) return first;
  if (first.value.sw === SW.ok) return success('selected');
  if (first.value.sw === SW.fileInvalidated) return failure(locked(first.value.sw));
  const second = await selectById(chip, file, 0x02);
  if (!second.ok) return second;
  if (second.value.sw === SW.ok) return success('selected');
  return failure(refusal(`select ${file.toString(16).toUpperCase()}`, first.value.sw));
}

async function whatElse(chip: Chip, sw: number): Promise<SocialCardError> {
  const bank = await selectByName(chip, PAYMENT_DIRECTORY);
  if (!bank.ok) return bank.error;
  if (bank.value.sw === SW.ok) return cardFailure('bank-card-only', 'a bank card without social security application');
  return refusalAs('not-social-card', sw);
}

/** Selecting says `6A81` for a locked card where reading says it for what a card cannot do. */
const isLocked = (sw: number): boolean =>
  sw === SW.fileInvalidated || sw === SW.functionNotSupported || sw === SW.permanentlyLocked;

/** What cards say that have no such application, some without knowing the command at all. */
const isUnknown = (sw: number): boolean =>
  sw === SW.fileNotFound || sw === SW.wrongP1P2 || sw === SW.unknownInstruction || sw === SW.unknownClass;

const locked = (sw: number): SocialCardError => refusalAs('card-locked', sw);

function refusalAs(code: 'card-locked' | 'not-social-card', sw: number): SocialCardError {
  return { ...refusal('select the social security application', sw), ...pick(code) };
}

const pick = (code: 'card-locked' | 'not-social-card') => {
  const { next } = cardFailure(code, '');
  return { code, next };
};
