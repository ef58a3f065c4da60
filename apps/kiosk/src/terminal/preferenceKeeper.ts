import { ageOn, dateInChina } from '@renshe/identity';
import { changePreferences, type Preferences, type PreferencesChange } from '../contract/preferences.ts';
import type { ScreenName } from '../contract/snapshot.ts';
import type { Clock } from './clock.ts';
import type { Policy } from './policy/policy.ts';
import type { Session } from './session.ts';
import { dwells, waitsForCitizen } from './workflow/dwell.ts';
import { paceFor } from './workflow/pace.ts';

export interface PreferenceKeeperOptions {
  readonly session: Session;
  readonly policy: Policy;
  readonly clock: Clock;
  /** The preferences have gone back to the default by themselves. */
  readonly onForgotten: () => void;
}

/**
 * Keeps the citizen's preferences for as long as the citizen stays, and no longer: they go when the session ends, and also
 * when somebody has set them on the first screen and then walked away.
 */
export class PreferenceKeeper {
  /** The question whether the elder form is wanted has been answered, one way or the other. */
  #answered = false;
  #screen: ScreenName = 'starting';
  #forget: unknown;
  readonly #options: PreferenceKeeperOptions;

  constructor(options: PreferenceKeeperOptions) {
    this.#options = options;
  }

  get current(): Preferences {
    return this.#options.session.preferences;
  }

  change(change: PreferencesChange): void {
    const { session } = this.#options;
    session.preferences = changePreferences(session.preferences, change);
    if (change.form !== undefined) this.#answered = true;
    this.#watchForLeaving();
  }

  /** Call with every screen that is shown. */
  see(screen: ScreenName): void {
    if (screen === this.#screen) return;
    this.#screen = screen;
    // Whoever comes to the first screen, from wherever, is somebody new to the terminal.
    if (screen === 'attract') this.#reset();
    this.#watchForLeaving();
  }

  /** The elder form is offered once the card has told the age, on screens that wait for the citizen anyway. */
  offerOn(screen: ScreenName): 'elder' | undefined {
    const { session, policy, clock } = this.#options;
    const birthDate = session.reading?.credential.birthDate;
    if (birthDate === undefined || this.#answered || session.preferences.form === 'elder') return undefined;
    if (!waitsForCitizen(screen)) return undefined;
    return ageOn(birthDate, dateInChina(clock.now())) >= policy.elderFromAge ? 'elder' : undefined;
  }

  stop(): void {
    this.#options.clock.clearTimeout(this.#forget);
  }

  #reset(): void {
    this.#options.session.preferences = this.#options.policy.preferences;
    this.#answered = false;
  }

  /** On a screen that belongs to nobody there is no other clock that could tell that the citizen has gone. */
  #watchForLeaving(): void {
    this.stop();
    const { session, policy, clock, onForgotten } = this.#options;
    if (dwells[this.#screen] !== 'resting' || session.preferences === policy.preferences) return;
    if (this.#screen === 'take-card' || this.#screen === 'goodbye') return;
    this.#forget = clock.setTimeout(() => {
      this.#reset();
      onForgotten();
    }, paceFor(session.preferences, policy).idle);
  }
}
