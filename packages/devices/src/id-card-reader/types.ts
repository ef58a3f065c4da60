import type { Device, DeviceError, LinkErrorCode } from '../core/device.ts';
import type { Result } from '../core/result.ts';

/** Which of the four layouts of the 256-byte text block the card carries (the mark at byte 248). */
export type CredentialKind =
  | 'resident-id-card'
  | 'hk-mo-tw-residence-permit'
  | 'foreign-permanent-resident-2017'
  | 'foreign-permanent-resident-2023';

/** Fields every layout has. Dates are ISO `YYYY-MM-DD` and are known to exist in the calendar. */
interface CredentialBase {
  /** Name as printed in Chinese; may be empty on foreigners' cards, may hold rare characters and `·`. */
  readonly name: string;
  /** GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated. */
  readonly sex: '0' | '1' | '2' | '9';
  readonly birthDate: string;
  /** 18 characters, or 15 on the foreign card of 2017. The check digit is not judged here but by `identity`. */
  readonly idNumber: string;
  readonly validFrom: string;
  /** ISO date, or `long-term` (长期). */
  readonly validUntil: string;
}

export interface ResidentIdCard extends CredentialBase {
  readonly kind: 'resident-id-card';
  /** GB/T 3304 code as two digits. */
  readonly ethnicGroupCode: string;
  readonly address: string;
  readonly issuingAuthority: string;
}

export interface HkMoTwResidencePermit extends CredentialBase {
  readonly kind: 'hk-mo-tw-residence-permit';
  readonly address: string;
  readonly issuingAuthority: string;
  readonly travelPermitNumber: string;
  readonly issueCount: string;
}

export interface ForeignPermanentResident2017 extends CredentialBase {
  readonly kind: 'foreign-permanent-resident-2017';
  readonly englishName: string;
  /** Three letters, GB/T 2659. */
  readonly nationality: string;
  readonly cardVersion: string;
  readonly acceptingAuthorityCode: string;
}

export interface ForeignPermanentResident2023 extends CredentialBase {
  readonly kind: 'foreign-permanent-resident-2023';
  readonly englishName: string;
  readonly nationality: string;
  readonly renewalCount: string;
  /** The number of the card of 2017 this one replaces, derived from the association item; absent when there is none. */
  readonly formerNumber?: string;
}

export type Credential =
  | ResidentIdCard
  | HkMoTwResidencePermit
  | ForeignPermanentResident2017
  | ForeignPermanentResident2023;

/** Where the milliseconds of one read went. */
export interface ReadTimings {
  /** From the find command that saw the card to the last byte of the photo. */
  readonly totalMs: number;
  /** Bytes of all frames in both directions × 10 bits ÷ baud rate: the floor the wire itself sets. */
  readonly wireMs: number;
  /** Bytes that crossed the wire in both directions. */
  readonly bytes: number;
  readonly baudRate: number;
}

export interface CardReading {
  readonly credential: Credential;
  /** The chip's photo block exactly as read: 1024 bytes, usually WLT. Never decoded here. */
  readonly photo: Uint8Array;
  /** Newest additional address (追加住址), when the chip holds one. */
  readonly newestAddress?: string;
  /** `aa.bb-cccccccc-dddddddddd-eeeeeeeeee`; empty when the module does not tell: that is no reason to turn a citizen away. */
  readonly samId: string;
  readonly timings: ReadTimings;
}

/** Everything that can stop a reading, beside what can happen on any line. */
export type ReadCardErrorCode =
  | LinkErrorCode
  | 'no-card' // nobody laid a card down within the time given
  | 'sam-self-test-failed' // SW3 60
  | 'sam-not-authorised' // SW3 66
  | 'card-read-failed' // SW3 41, 47, 81: lift the card and lay it down again
  | 'card-rejected' // SW3 31, 32, 33: card and module did not accept each other
  | 'wrong-card-type' // SW3 40: something is there, but not a card of this kind
  | 'bad-card-data' // the chip's text is not what the standard says: length, UTF-16, digits, a date that does not exist
  | 'command-refused'; // any other SW3

export interface ReadCardError extends DeviceError<ReadCardErrorCode> {
  /** For `bad-card-data`: which field. */
  readonly field?: string;
  /** For refusals: the module's SW3 as two hex digits. */
  readonly sw3?: string;
}

/**
 * - `removed`: the reader saw the card go.
 * - `unknown`: this module hides a card once it has been read (A.11-7 of our protocol notes), so nobody can say.
 */
export type CardRemoval = 'removed' | 'unknown';

export type ReadProgress = 'card-found' | 'reading' | 'retrying';

export interface ReadCardOptions {
  readonly signal?: AbortSignal;
  /** How long to wait for a card. Default: until aborted. */
  readonly timeoutMs?: number;
  /** Called as the reading moves on, so that the screen can say so at once. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

export interface IdCardReader extends Device {
  /** Waits for a card and reads it. A lost port is reported, and looked for again in the background. */
  readCard(options?: ReadCardOptions): Promise<Result<CardReading, ReadCardError>>;
  /** Waits until the card that was read has been taken away. */
  waitForRemoval(options?: { signal?: AbortSignal; timeoutMs?: number }): Promise<Result<CardRemoval, ReadCardError>>;
}
