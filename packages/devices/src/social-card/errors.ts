import type { CardError } from '../transports/pcsc.ts';
import { describeWord, hexWord, SW } from './apdu.ts';
import type { SocialCardError, SocialCardErrorCode } from './types.ts';

/** What to do about each failure; the table in docs/social-card.md says the same with the causes. */
const NEXT_STEPS: Readonly<Record<SocialCardErrorCode, string>> = {
  aborted: 'Run the command again.',
  'port-missing': 'Plug the reader in; `lsusb` shows it. A part of its name is set by `reader`.',
  'port-busy': 'End the other program that uses the card, for example another driver of this reader.',
  'port-failed': 'Start the PC/SC service: `sudo systemctl start pcscd.socket`; it is in the package pcscd.',
  'no-answer': 'Unplug the reader, plug it in again, and repeat.',
  'answer-timeout': 'Take the card out, unplug the reader and plug it in again; then `sudo systemctl restart pcscd`.',
  'bad-frame': 'Take the card out, wipe the chip with a dry cloth, and insert it again.',
  unplugged: 'Plug the reader in again and repeat; the driver finds it by itself.',
  'no-card': 'Insert the social security card, chip first and upwards.',
  'card-pulled': 'Insert the card again and leave it in until the screen says so.',
  'card-mute': 'Turn the card over, chip first and upwards; wipe the chip if it stays.',
  'not-social-card': 'Insert a social security card instead.',
  'bank-card-only': 'Insert the social security card instead of the bank card.',
  'contactless-card': 'Insert the card into the slot, chip first, instead of laying it on the reader.',
  'card-locked': 'The issuer has locked the card: go to a social security office with an ID card.',
  'needs-authentication': 'Give the driver an authenticator: this card answers to its back office only.',
  'authentication-failed':
    'Repeat once; if it stays, key ids or algorithm of the configuration do not fit this region.',
  'other-card': 'Insert the card whose PIN was being changed.',
  'bad-pin': 'Enter exactly six digits.',
  'bad-card-data': 'Insert the card again; if it stays, a social security office has to replace it.',
  'card-refused': 'Insert the card again; if it stays, report the status word.',
};

export const nextStepOf = (code: SocialCardErrorCode): string => NEXT_STEPS[code];

export function cardFailure(
  code: SocialCardErrorCode,
  detail: string,
  more: { sw?: string; field?: string } = {},
): SocialCardError {
  return { code, detail, next: NEXT_STEPS[code], ...more };
}

/** What the reader or the service came to, with what to do about it. */
export function linkFailure({ code, detail }: CardError): SocialCardError {
  return cardFailure(code === 'card-reset' ? 'port-busy' : code, detail);
}

/** What a card means by refusing `what`. */
export function refusal(what: string, sw: number): SocialCardError {
  return cardFailure(refusalCode(sw), `${what}: ${describeWord(sw)}`, { sw: hexWord(sw) });
}

function refusalCode(sw: number): SocialCardErrorCode {
  switch (sw) {
    case SW.fileInvalidated:
    case SW.permanentlyLocked:
      return 'card-locked';
    case SW.securityStatus:
      return 'needs-authentication';
    default:
      return 'card-refused';
  }
}
