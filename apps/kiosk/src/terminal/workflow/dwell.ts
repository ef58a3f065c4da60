import type { ScreenName } from '../../contract/snapshot.ts';
import type { Policy } from '../policy/policy.ts';
import type { Pace } from './pace.ts';

/**
 * How long a screen may stay without a sign of life. `idle` and `result` wait for the citizen; `working` waits for the
 * terminal itself, whose own time-outs are shorter; `resting` screens belong to nobody and have no end.
 */
export type Dwell = 'idle' | 'result' | 'working' | 'resting';

/** Every screen has an entry: a new one without a time-out does not compile. */
export const dwells: Record<ScreenName, Dwell> = {
  starting: 'resting',
  attract: 'resting',
  'out-of-service': 'resting',
  services: 'idle',
  consent: 'idle',
  'place-card': 'idle',
  'reading-card': 'working',
  'card-problem': 'idle',
  'card-refused': 'result',
  'reader-lost': 'idle',
  capture: 'idle',
  comparing: 'working',
  'face-mismatch': 'idle',
  'face-ended': 'idle',
  'sms-sending': 'working',
  'sms-code': 'idle',
  'sms-ended': 'idle',
  finding: 'working',
  'choose-application': 'idle',
  confirm: 'idle',
  'confirm-offline': 'idle',
  'no-application': 'result',
  submitting: 'working',
  'submit-refused': 'result',
  printing: 'working',
  receipt: 'result',
  'take-card': 'resting',
  goodbye: 'resting',
};

/** Milliseconds the screen lasts, or undefined for a screen without an end. */
export function dwellMs(screen: ScreenName, pace: Pace, policy: Policy): number | undefined {
  const dwell = dwells[screen];
  switch (dwell) {
    case 'idle':
      return pace.idle;
    case 'result':
      return pace.result;
    case 'working':
      return policy.time.working;
    case 'resting':
      return undefined;
  }
}

/** Screens on which the terminal has nothing to do until the citizen does something. */
export function waitsForCitizen(screen: ScreenName): boolean {
  const dwell = dwells[screen];
  return dwell === 'idle' || dwell === 'result';
}
