import type { Clock } from './clock.ts';

/**
 * A sensor that sees whether somebody stands at the machine (infrared, radar, a mat), behind the sensor board. A terminal
 * without one has only its camera, and that only while it films.
 */
export interface PresenceSensor {
  /** Undefined while the sensor does not know: just started, or broken. */
  readonly present: boolean | undefined;
}

/** One look of the camera is worth this much presence: frames come several times a second, but not evenly. */
const SIGHTING_MS = 3_000;

/** Whether somebody is at the machine, from all that can tell. */
export class Presence {
  #seenUntil = Number.NEGATIVE_INFINITY;
  readonly #clock: Clock;
  readonly #sensor: PresenceSensor | undefined;

  constructor(clock: Clock, sensor: PresenceSensor | undefined) {
    this.#clock = clock;
    this.#sensor = sensor;
  }

  /** The camera has a face before it. */
  sighted(): void {
    this.#seenUntil = this.#clock.now() + SIGHTING_MS;
  }

  /** The camera no longer looks; what it saw says nothing about the next screen. */
  lookedAway(): void {
    this.#seenUntil = Number.NEGATIVE_INFINITY;
  }

  get somebody(): boolean {
    return this.#sensor?.present === true || this.#clock.now() < this.#seenUntil;
  }
}
