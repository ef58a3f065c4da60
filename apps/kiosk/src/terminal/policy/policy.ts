import { z } from 'zod';
import { changePreferences, preferencesChangeSchema, standardPreferences } from '../../contract/preferences.ts';

const milliseconds = z.int().positive();

/** A screen that begins with its own warning has no time before it: the citizen would be asked at once, and always. */
function warnsLater<T extends { idle: number; result: number; warning: number }>(
  time: T,
  context: z.RefinementCtx,
): void {
  for (const key of ['idle', 'result'] as const) {
    if (time[key] > time.warning) continue;
    context.addIssue({ code: 'custom', path: [key], message: `must be longer than warning (${time.warning} ms)` });
  }
}

/**
 * What a deployment may decide, as data. Every default says where it comes from; regional rules with dates will be
 * packs of the same shape, never code.
 */
export const policySchema = z.object({
  /** Below this age a guardian has to be there, which this service does not handle: window. */
  minimumAge: z.int().min(0).default(16),
  /** The false match rate the face comparison must have been measured at; an engine that was not is refused. */
  faceFalseMatchRate: z.number().positive().default(1e-4),
  /** Comparisons before the face path ends. */
  faceAttempts: z.int().positive().default(3),
  /** From this age on a citizen is asked whether the elder form is wanted. 60: 老年人权益保障法, article 2. */
  elderFromAge: z.int().positive().default(60),
  /** How citizens are served who have not said otherwise. */
  preferences: preferencesChangeSchema
    .prefault({})
    .transform((change) => changePreferences(standardPreferences, change)),
  time: z
    .object({
      /** A citizen who does nothing on an ordinary screen: warned, then the end. 60 s + 30 s. */
      idle: milliseconds.default(90_000),
      /** On the screen that shows the result. */
      result: milliseconds.default(60_000),
      /** While the terminal itself works; longer than any of its own time-outs. */
      working: milliseconds.default(45_000),
      /** The warning comes this long before the end; at least 20 s (WCAG 2.2.1). */
      warning: milliseconds.min(20_000).default(30_000),
      /** "Thank you" stays this long. */
      goodbye: milliseconds.default(4_000),
      /** The same for citizens in the elder form, and for those who only listen: 120 s + 60 s on an ordinary screen. */
      patient: z
        .object({
          idle: milliseconds.default(180_000),
          result: milliseconds.default(120_000),
          warning: milliseconds.min(20_000).default(60_000),
          goodbye: milliseconds.default(8_000),
        })
        .superRefine(warnsLater)
        .prefault({}),
      /** The citizen's time stands still while somebody is seen at the machine, but on one screen no longer than this. */
      presence: milliseconds.default(180_000),
      /** A card left behind: louder after, loudest after. */
      cardAlarm: milliseconds.default(3_000),
      cardAlarmLoud: milliseconds.default(8_000),
      /** Where the reader cannot see whether a card lies there: the last reminder stands this long, then the end. */
      unwatchedCard: milliseconds.default(20_000),
      /** A camera that delivers no picture for this long counts as missing. */
      cameraSilence: milliseconds.default(8_000),
      /** How long the citizen waits for the central service before the confirmation is kept for later. */
      centralAnswer: milliseconds.default(8_000),
      /** The reader may blink (a loose plug) this long before the attract screen gives way to "out of service". */
      readerGrace: milliseconds.default(3_000),
    })
    .superRefine(warnsLater)
    .prefault({}),
});
export type Policy = z.infer<typeof policySchema>;

export const defaultPolicy: Policy = policySchema.parse({});
