import { failure, type Result, success } from '../core/result.ts';
import type { Chip } from './chip.ts';
import { type PinSecret, sendPinChange, verifyPin } from './pin.ts';
import type {
  InterruptionCause,
  PinChangeOutcome,
  PinResolution,
  SocialCardError,
  SocialCardErrorCode,
} from './types.ts';

/**
 * The card is pulled during a PIN change. What happens then, in one place:
 *
 * 1. The old PIN is verified first, by a command of its own. A card pulled up to here has its old PIN:
 *    `interrupted`, `pin: 'unchanged'`.
 * 2. Then the change is sent. The card does it at once or not at all, but a card pulled before its answer has arrived has
 *    not told which: `interrupted`, `pin: 'unknown'`. Nothing is retried, and nobody is told that the PIN is the new one.
 * 3. When the card is back, `resolvePinChange` finds out, and asks for the new PIN first:
 *    - accepted: the new PIN holds. No attempt is spent.
 *    - refused: one attempt is spent, and the new PIN does not hold. The old one does, for the card had accepted it in
 *      step 1; it is verified to be sure, which gives the spent attempt back. That is done only when step 1 was seen by
 *      this driver on this very card, and at least two attempts are left: the last one is the citizen's to spend.
 *
 * So it costs at most one attempt, which comes back when the old PIN is confirmed. Only a card whose PIN somebody has changed
 * elsewhere in the meantime can refuse both; the answer then is `neither`, with the attempts left.
 */

export interface ChangeSteps {
  /** The card has accepted the old PIN. */
  readonly onOldAccepted: () => void;
  /** From now on the outcome is unknown until the card has answered. */
  readonly onSending: () => void;
}

export async function changePin(
  chip: Chip,
  oldPin: PinSecret,
  newPin: PinSecret,
  steps: ChangeSteps,
): Promise<Result<PinChangeOutcome, SocialCardError>> {
  const verified = await verifyPin(chip, oldPin);
  if (!verified.ok) return interruptedBy(verified.error, 'unchanged');
  if (verified.value.outcome !== 'ok') return success(verified.value);
  steps.onOldAccepted();
  steps.onSending();
  const changed = await sendPinChange(chip, oldPin, newPin);
  if (!changed.ok) return interruptedBy(changed.error, 'unknown');
  return success(changed.value.outcome === 'ok' ? { outcome: 'changed' } : changed.value);
}

/** An interruption as an outcome; what is none stays the error it is. */
export function interruptedBy(
  error: SocialCardError,
  pin: 'unchanged' | 'unknown',
): Result<PinChangeOutcome, SocialCardError> {
  const cause = CAUSES[error.code];
  return cause ? success({ outcome: 'interrupted', cause, pin, next: NEXT[pin] }) : failure(error);
}

const NEXT = {
  unchanged: 'The old PIN still holds. Insert the card again and repeat the change.',
  unknown: 'Outcome unknown: insert the same card again, and verify which PIN holds before anything else is done.',
} as const;

const CAUSES: Partial<Record<SocialCardErrorCode, InterruptionCause>> = {
  'card-pulled': 'card-pulled',
  'no-card': 'card-pulled',
  unplugged: 'reader-lost',
  'answer-timeout': 'no-answer',
  'bad-frame': 'bad-answer',
  'card-mute': 'bad-answer',
  'port-busy': 'bad-answer',
};

/** The old PIN is tried only with at least so many attempts left. */
const ATTEMPTS_FOR_OLD = 2;

/** `oldWasAccepted`: this driver has seen this very card accept the old PIN just before the change. */
export async function resolvePinChange(
  chip: Chip,
  oldPin: PinSecret,
  newPin: PinSecret,
  oldWasAccepted: boolean,
): Promise<Result<PinResolution, SocialCardError>> {
  const first = await verifyPin(chip, newPin);
  if (!first.ok) return first;
  if (first.value.outcome === 'ok') return success({ holds: 'new' });
  if (first.value.outcome === 'blocked') return success({ holds: 'blocked' });
  const { attemptsLeft } = first.value;
  if (!oldWasAccepted || attemptsLeft < ATTEMPTS_FOR_OLD) {
    return success({ holds: 'old', confirmed: false, attemptsLeft });
  }
  const second = await verifyPin(chip, oldPin);
  if (!second.ok) return second;
  switch (second.value.outcome) {
    case 'ok':
      return success({ holds: 'old', confirmed: true });
    case 'wrong':
      return success({ holds: 'neither', attemptsLeft: second.value.attemptsLeft });
    case 'blocked':
      return success({ holds: 'blocked' });
  }
}
