import type { CallOptions } from '../core/callQueue.ts';
import type { Device, DeviceError, DeviceStatus, LinkErrorCode } from '../core/device.ts';
import type { Result } from '../core/result.ts';

/** Whose card it is. Only what the chip holds and says in a form the standard knows; the rest is left out. */
export interface SocialCardHolder {
  /** 社会保障号码: 18 characters, 15 on old cards. The check digit is not judged here but by `identity`. */
  readonly citizenNumber: string;
  readonly name: string;
  /** GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated. */
  readonly sex?: '0' | '1' | '2' | '9';
  /** GB/T 3304 code as two digits. */
  readonly ethnicGroupCode?: string;
  /** GB/T 2260 code as six digits. */
  readonly birthPlaceCode?: string;
  /** `YYYY-MM-DD`, known to exist in the calendar. */
  readonly birthDate?: string;
}

/** The account in the card's bank application, fit to be shown and for nothing else. */
export interface BankAccount {
  readonly kind: 'debit' | 'credit';
  /** First six and last four digits. */
  readonly maskedNumber: string;
  /** `YYYY-MM`. */
  readonly expires?: string;
}

export interface SocialCard {
  /** 卡号. */
  readonly cardNumber: string;
  readonly holder: SocialCardHolder;
  readonly generation: 2 | 3;
  /** 规范版本 as the chip says it: `2.0`, `2.00`, `3.00`. */
  readonly version?: string;
  /** 卡识别码: 32 hex digits as the chip holds them, so of the third generation ending in `FFFFFFFF`. */
  readonly identificationCode?: string;
  /** First six digits of the identification code: the issuing region. */
  readonly regionCode?: string;
  readonly cardClass?: string;
  readonly initialisingOrganisation?: string;
  /** `YYYY-MM-DD`, or `YYYY` where the chip says no more. */
  readonly issuedOn?: string;
  readonly validUntil?: string;
  /** 卡复位信息: the 13 historical bytes as 26 hex digits. */
  readonly resetInformation?: string;
  /** When it was asked for and the card has one. */
  readonly bankAccount?: BankAccount;
}

export type SocialCardErrorCode =
  | LinkErrorCode
  | 'no-card'
  | 'card-pulled' // in the middle of something
  | 'card-mute' // the chip does not answer: wrong side up, dirty, broken
  | 'not-social-card'
  | 'bank-card-only' // a bank card without the social security application
  | 'contactless-card' // laid on the antenna: the number needed for its keys is told by the contacts only
  | 'card-locked' // the application was invalidated by its issuer
  | 'needs-authentication' // the card tells nothing before the back office has proved itself
  | 'authentication-failed' // card and back office did not accept each other
  | 'other-card' // not the card whose PIN was being changed
  | 'bad-pin' // not six digits; nothing was sent
  | 'bad-card-data'
  | 'card-refused'; // any other status word

export interface SocialCardError extends DeviceError<SocialCardErrorCode> {
  /** One sentence for whoever stands before the machine or behind it. */
  readonly next: string;
  /** The card's status word as four hex digits, when it was the card that refused. */
  readonly sw?: string;
  /** For `bad-card-data`: which field. */
  readonly field?: string;
}

export type SocialCardResult<Value> = Promise<Result<Value, SocialCardError>>;

/** What a PIN did. A wrong one is no failure of the device. */
export type PinOutcome =
  | { readonly outcome: 'ok' }
  | { readonly outcome: 'wrong'; readonly attemptsLeft: number }
  /** No attempt is left: only the issuer's office can unblock it. */
  | { readonly outcome: 'blocked' };

/** Why nobody knows how a PIN change ended. */
export type InterruptionCause = 'card-pulled' | 'reader-lost' | 'no-answer' | 'bad-answer';

export type PinChangeOutcome =
  | { readonly outcome: 'changed' }
  | Exclude<PinOutcome, { outcome: 'ok' }>
  /**
   * The card (or its reader) went away. With `pin: 'unchanged'` before the new PIN had been sent; with `unknown` after
   * it, and before the card had said what it did: ask `resolvePinChange` when the card is back.
   */
  | {
      readonly outcome: 'interrupted';
      readonly cause: InterruptionCause;
      readonly pin: 'unchanged' | 'unknown';
      readonly next: string;
    };

/** Which PIN an interrupted change has left on the card. */
export type PinResolution =
  | { readonly holds: 'new' }
  | { readonly holds: 'old'; readonly confirmed: true }
  /** The new one does not hold; the old one was not tried, because that could have blocked the card. */
  | { readonly holds: 'old'; readonly confirmed: false; readonly attemptsLeft: number }
  | { readonly holds: 'neither'; readonly attemptsLeft: number }
  | { readonly holds: 'blocked' };

/** `hardwareError`: something lies there, and its chip does not answer. Names follow XFS4IoT's `CardReader.Status`. */
export interface SocialCardReaderStatus extends DeviceStatus {
  readonly media: 'unknown' | 'present' | 'notPresent';
  readonly chipPower: 'unknown' | 'noCard' | 'online' | 'hardwareError';
}

export interface SocialCardReaderCapabilities {
  readonly reads: readonly ['social-security-card'];
  readonly verifiesPin: boolean;
  readonly changesPin: boolean;
  /** Whether cards that want the back office first can be read: an authenticator was given. */
  readonly authenticates: boolean;
}

export interface ReadSocialCardOptions extends CallOptions {
  /** Also reads the masked bank account. A PIN verified before is forgotten by the card. Default false. */
  readonly bankAccount?: boolean;
}

export interface SocialCardReader extends Device<SocialCardReaderStatus> {
  readonly capabilities: SocialCardReaderCapabilities;
  /** Waits until a card is in that answers; fails with `card-mute` at once when one is in that does not. */
  waitForCard(options?: CallOptions): SocialCardResult<'card'>;
  /** Reads the card that is in. */
  readCard(options?: ReadSocialCardOptions): SocialCardResult<SocialCard>;
  /** `pin`: six ASCII digits. The array is zeroed before this returns its promise. */
  verifyPin(pin: Uint8Array, options?: CallOptions): SocialCardResult<PinOutcome>;
  /** Both arrays are zeroed at once. From the moment the new PIN is sent, an abort is no longer listened to. */
  changePin(oldPin: Uint8Array, newPin: Uint8Array, options?: CallOptions): SocialCardResult<PinChangeOutcome>;
  /** After an interrupted change, see `cardPulledDuringPinChange.ts`. Costs at most one attempt, and says so. */
  resolvePinChange(oldPin: Uint8Array, newPin: Uint8Array, options?: CallOptions): SocialCardResult<PinResolution>;
  waitForRemoval(options?: CallOptions): SocialCardResult<'removed'>;
}
