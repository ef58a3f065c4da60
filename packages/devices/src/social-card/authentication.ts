import { randomBytes, timingSafeEqual } from 'node:crypto';
import { failure, type Result, success } from '../core/result.ts';
import { SW } from './apdu.ts';
import { hex, resetInformationOf } from './atr.ts';
import type { Chip } from './chip.ts';
import { cardFailure, refusal } from './errors.ts';
import type { SocialCardError } from './types.ts';

/**
 * Card and back office prove themselves to each other, the kiosk in between: it carries random numbers one way and
 * ciphertext the other, and never has a key. This is the path of two steps of the national driver API (`…_HSM_Step1`,
 * `…_Step2`). Key ids, algorithm and lengths differ by region and are the deployment's to configure: none is confirmed.
 */
export interface AuthenticationSettings {
  readonly algorithm: 'sm4' | '3des' | 'ssf33';
  /** Key id of EXTERNAL AUTHENTICATE before the card number and EF06. Seen: `0A`. */
  readonly externalKey: number;
  /** Key id of INTERNAL AUTHENTICATE; without it the card is not made to prove itself. */
  readonly internalKey?: number;
  /** Bytes of a challenge: 8, or 16 with some cards of the third generation. Default 8. */
  readonly challengeLength?: 8 | 16;
}

/** What one side of an authentication is made of: a factor for the key, and what is enciphered under it. */
export interface AuthenticationInput {
  readonly factor: Uint8Array;
  readonly original: Uint8Array;
}

/** Step 1: what the back office's HSM needs. */
export interface AuthenticationFactors {
  readonly regionCode: string;
  readonly resetInformation: string;
  /** As the driver API writes it: 01 3DES, 02 SSF33, 03 SM4. */
  readonly algorithm: '01' | '02' | '03';
  readonly identificationCode: string;
  readonly internal?: AuthenticationInput;
  readonly external: AuthenticationInput;
}

/** Step 2: what it gives back. */
export interface AuthenticationCiphertexts {
  /** What a genuine card must have answered; demanded when `internal` was sent. */
  readonly internal?: Uint8Array;
  readonly external: Uint8Array;
}

/** The back office. `detail` of a failure carries no personal data. */
export interface CardAuthenticator {
  encipher(
    factors: AuthenticationFactors,
    signal: AbortSignal,
  ): Promise<Result<AuthenticationCiphertexts, { readonly detail: string }>>;
}

const ALGORITHMS = { '3des': '01', ssf33: '02', sm4: '03' } as const;
const RANDOM_BYTES = 8;

/** Authenticates to the application that is selected. `identificationCode` is what EF05 says freely. */
export async function authenticate(
  chip: Chip,
  options: {
    readonly authenticator: CardAuthenticator;
    readonly settings: AuthenticationSettings;
    readonly identificationCode: string;
    readonly signal: AbortSignal;
  },
): Promise<Result<'authenticated', SocialCardError>> {
  const { authenticator, settings, identificationCode, signal } = options;
  const own = settings.internalKey === undefined ? undefined : await proveCard(chip, settings.internalKey);
  if (own && !own.ok) return own;
  // Last before the network: a challenge is good until the next command.
  const challenge = await askChallenge(chip, settings.challengeLength ?? 8);
  if (!challenge.ok) return challenge;
  const external = { factor: randomBytes(RANDOM_BYTES), original: challenge.value };
  const enciphered = await authenticator.encipher(
    {
      regionCode: identificationCode.slice(0, 6),
      resetInformation: resetInformationOf(chip.atr) ?? '',
      algorithm: ALGORITHMS[settings.algorithm],
      identificationCode,
      ...(own ? { internal: own.value.input } : {}),
      external,
    },
    signal,
  );
  if (!enciphered.ok) {
    return failure(cardFailure('authentication-failed', `the back office: ${enciphered.error.detail}`));
  }
  const { internal } = enciphered.value;
  if (own && !(internal && isSame(internal, own.value.answer))) {
    return failure(cardFailure('authentication-failed', 'the card did not prove to be genuine'));
  }
  const data = Uint8Array.from([...enciphered.value.external, ...external.factor]);
  const answer = await chip.send({ cla: 0x00, ins: 0x82, p1: 0x00, p2: settings.externalKey, data });
  if (!answer.ok) return answer;
  if (answer.value.sw === SW.ok) return success('authenticated');
  return failure({ ...refusal('external authentication', answer.value.sw), ...refused });
}

const refused = { code: 'authentication-failed', next: cardFailure('authentication-failed', '').next } as const;

async function proveCard(
  chip: Chip,
  key: number,
): Promise<Result<{ input: AuthenticationInput; answer: Uint8Array }, SocialCardError>> {
  const input = { factor: randomBytes(RANDOM_BYTES), original: randomBytes(RANDOM_BYTES) };
  const data = Uint8Array.from([...input.factor, ...input.original]);
  const answer = await chip.send({ cla: 0x00, ins: 0x88, p1: 0x00, p2: key, data, le: RANDOM_BYTES });
  if (!answer.ok) return answer;
  if (answer.value.sw !== SW.ok) {
    return failure({ ...refusal('internal authentication', answer.value.sw), ...refused });
  }
  return success({ input, answer: answer.value.data });
}

async function askChallenge(chip: Chip, length: number): Promise<Result<Uint8Array, SocialCardError>> {
  const answer = await chip.send({ cla: 0x00, ins: 0x84, p1: 0x00, p2: 0x00, le: length });
  if (!answer.ok) return answer;
  if (answer.value.sw !== SW.ok) return failure({ ...refusal('get challenge', answer.value.sw), ...refused });
  return success(answer.value.data);
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

/** Step 1 as the national driver API hands it to back offices: eight items, each with a bar behind it. */
export function formatStep1(factors: AuthenticationFactors): string {
  const { regionCode, resetInformation, algorithm, identificationCode, internal, external } = factors;
  const side = (input: AuthenticationInput | undefined): string[] =>
    input ? [hex(input.factor), hex(input.original)] : ['', ''];
  const items = [regionCode, resetInformation, algorithm, identificationCode, ...side(internal), ...side(external)];
  return items.map((item) => `${item}|`).join('');
}
