import type { Preferences } from '../../contract/preferences.ts';
import type { Policy } from '../policy/policy.ts';

/** The times that depend on whom the terminal serves, in milliseconds. */
export type Pace = Policy['time']['patient'];

/** Whoever needs larger letters, or hears what others read, also needs longer for it. */
export function paceFor(preferences: Preferences, { time }: Policy): Pace {
  return preferences.form === 'elder' || preferences.audioOnly ? time.patient : time;
}
