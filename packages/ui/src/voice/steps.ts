/** Steps a citizen can choose, as in the contract's preferences: the pace from -2 to 2, the loudness from 1 to 5. */
export const RATE_STEPS = [-2, -1, 0, 1, 2] as const;
export const VOLUME_STEPS = [1, 2, 3, 4, 5] as const;

/** What the elder form takes off the pace, on top of the step that is chosen. */
const ELDER_PACE = 0.85;

/**
 * How fast a step plays what was rendered at 150 words a minute: 90, 112, 135, 180 and 240. The default is what VVSG
 * gives as easy to follow (125 to 150); the slowest two are at and below the 0.75 that domain E8 asks for.
 */
const rates: Readonly<Record<number, number>> = { [-2]: 0.6, [-1]: 0.75, 0: 0.9, 1: 1.2, 2: 1.6 };

export function rateOf(step: number, form: 'standard' | 'elder' = 'standard'): number {
  return (rates[step] ?? 0.9) * (form === 'elder' ? ELDER_PACE : 1);
}

/** From one step to the next, in dB; the loudest is what the loudspeaker is given at most. */
const DB_PER_STEP = 6;
const LOUDEST = 5;

/**
 * The gain of a loudness step, 1 being full scale. The hall's amplifier is set once so that step 3 is 70 dB(A) where the
 * citizen stands: the steps are then 58, 64, 70, 76 and 82 dB(A), which covers 65 dB and 20 dB above a hall of up to
 * 62 dB (49 CFR 27.71(k)). `louderBy` lifts a warning above the chosen step, never above full scale.
 */
export function gainOf(step: number, louderBy = 0): number {
  return Math.min(1, 10 ** (((step - LOUDEST) * DB_PER_STEP + louderBy) / 20));
}
