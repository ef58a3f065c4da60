/** Second taps of a double tap, which older hands make without wanting to, come within this time (domain E3). */
export const DOUBLE_TAP_MS = 300;

/** A double tap lands about where the first one did: offsets of older hands are 3.4 mm on average. */
const SAME_PLACE_MM = 20;

export interface Tap {
  /** Which control; a second tap on the same one is always a double tap. */
  readonly control: string;
  /** Where on the screen, in pixels, or absent for a tap from a keyboard. */
  readonly x?: number;
  readonly y?: number;
}

export interface TapGuard {
  /** False for the second tap of a double tap, also when another control has meanwhile moved under the finger. */
  accepts(tap: Tap): boolean;
}

export interface TapGuardOptions {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly pixelsPerMm: () => number;
}

/** One for the whole page: the second tap often hits the next screen's button. */
export function createTapGuard({ now, pixelsPerMm }: TapGuardOptions): TapGuard {
  let last: (Tap & { at: number }) | undefined;
  return {
    accepts(tap) {
      const at = now();
      if (last && at - last.at < DOUBLE_TAP_MS && (last.control === tap.control || isSamePlace(last, tap)))
        return false;
      last = { ...tap, at };
      return true;
    },
  };

  function isSamePlace(one: Tap, other: Tap): boolean {
    if (one.x === undefined || one.y === undefined || other.x === undefined || other.y === undefined) return false;
    return Math.hypot(one.x - other.x, one.y - other.y) < SAME_PLACE_MM * pixelsPerMm();
  }
}
