import { failure, type Result, success } from '../core/result.ts';
import { attemptsIn, SW } from './apdu.ts';
import type { Chip } from './chip.ts';
import { cardFailure, refusal } from './errors.ts';
import type { PinOutcome, SocialCardError } from './types.ts';

const DIGITS = 6;

/**
 * A PIN between the hand that typed it and the card: three bytes in one buffer, until they are wiped. Nothing here makes a
 * string of it.
 */
export class PinSecret {
  /** Two digits a byte. */
  readonly packed: Uint8Array;

  private constructor(packed: Uint8Array) {
    this.packed = packed;
  }

  /** Takes the digits over: they are zeroed, also when they are no PIN. */
  static take(digits: Uint8Array): Result<PinSecret, SocialCardError> {
    const isPin = digits.length === DIGITS && digits.every((digit) => digit >= 0x30 && digit <= 0x39);
    const packed = new Uint8Array(DIGITS / 2);
    if (isPin) {
      for (let at = 0; at < DIGITS; at += 1) {
        const digit = (digits[at] ?? 0) & 0x0f;
        packed[at >> 1] = (packed[at >> 1] ?? 0) | (at % 2 === 0 ? digit << 4 : digit);
      }
    }
    digits.fill(0);
    if (!isPin) return failure(cardFailure('bad-pin', 'a PIN has six digits; nothing was sent to the card'));
    return success(new PinSecret(packed));
  }

  wipe(): void {
    this.packed.fill(0);
  }
}

/** Costs one attempt when it is wrong; a right one gives all attempts back. */
export async function verifyPin(chip: Chip, pin: PinSecret): Promise<Result<PinOutcome, SocialCardError>> {
  const answer = await chip.send({ cla: 0x00, ins: 0x20, p1: 0x00, p2: 0x00, data: pin.packed });
  if (!answer.ok) return answer;
  return pinOutcome('verify the PIN', answer.value.sw);
}

/** `old FF new`, which the card does at once or not at all. */
export async function sendPinChange(
  chip: Chip,
  oldPin: PinSecret,
  newPin: PinSecret,
): Promise<Result<PinOutcome, SocialCardError>> {
  const data = Uint8Array.from([...oldPin.packed, 0xff, ...newPin.packed]);
  const answer = await chip.send({ cla: 0x80, ins: 0x5e, p1: 0x01, p2: 0x00, data });
  data.fill(0);
  if (!answer.ok) return answer;
  return pinOutcome('change the PIN', answer.value.sw);
}

function pinOutcome(what: string, sw: number): Result<PinOutcome, SocialCardError> {
  if (sw === SW.ok) return success({ outcome: 'ok' });
  const attemptsLeft = attemptsIn(sw);
  if (sw === SW.pinBlocked || attemptsLeft === 0) return success({ outcome: 'blocked' });
  if (attemptsLeft !== undefined) return success({ outcome: 'wrong', attemptsLeft });
  return failure(refusal(what, sw));
}
