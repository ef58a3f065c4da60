import { z } from 'zod';

/**
 * How this citizen wants to be served. It belongs to the session: the terminal keeps it, every page draws from it, and
 * with the citizen it goes back to the deployment's default.
 */
export const preferencesSchema = z.object({
  /**
   * A BCP 47 tag such as `zh-Hans`. Which languages are complete is known to the page's catalogues alone, so the terminal
   * keeps whatever well-formed tag it is given and the page falls back to Chinese for one that it does not have.
   */
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/),
  /** `black`: white on black; `yellow`: yellow on black. Both at 7:1 and more. */
  theme: z.enum(['light', 'black', 'yellow']),
  /** 长辈版: larger, fewer, slower, longer. */
  form: z.enum(['standard', 'elder']),
  /** `low`: every control in the lower 40 % of the screen, for somebody who sits or is small. */
  reach: z.enum(['standard', 'low']),
  voice: z.object({
    on: z.boolean(),
    /** Steps from the pace of the form: below zero slower, above faster. */
    rate: z.int().min(-2).max(2),
    volume: z.int().min(1).max(5),
    /** How Chinese is read out; the written language stays. */
    dialect: z.enum(['mandarin', 'cantonese']),
  }),
  /** Everything is heard and nothing need be seen: for a citizen who cannot see the screen. */
  audioOnly: z.boolean(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

/** Some of the preferences, to be changed; the others stay. */
export const preferencesChangeSchema = preferencesSchema.partial();
export type PreferencesChange = z.infer<typeof preferencesChangeSchema>;

export const standardPreferences: Preferences = {
  language: 'zh-Hans',
  theme: 'light',
  form: 'standard',
  reach: 'standard',
  voice: { on: true, rate: 0, volume: 3, dialect: 'mandarin' },
  audioOnly: false,
};

/** The preferences after a change. Throws for a value that no preference can have. */
export function changePreferences(current: Preferences, change: PreferencesChange): Preferences {
  const named = Object.entries(change).filter(([, value]) => value !== undefined);
  return preferencesSchema.parse({ ...current, ...Object.fromEntries(named) });
}
