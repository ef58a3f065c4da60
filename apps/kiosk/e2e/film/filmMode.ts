import { z } from 'zod';
import { type PreferencesChange, preferencesSchema } from '../../src/contract/preferences.ts';
import type { Orientation } from '../support/sampleSnapshots.ts';

/** How the page is shown while it is filmed. */
export interface FilmMode {
  readonly orientation: Orientation;
  readonly preferences: PreferencesChange;
}

/** What design review looks at when nothing in particular is asked for. */
export const reviewModes: readonly FilmMode[] = [
  { orientation: 'portrait', preferences: {} },
  { orientation: 'landscape', preferences: {} },
  { orientation: 'portrait', preferences: { form: 'elder' } },
  { orientation: 'portrait', preferences: { theme: 'black' } },
  { orientation: 'portrait', preferences: { language: 'en' } },
];

/** `portrait`, `portrait-elder-black`: what a mode is called in the names of files. */
export function nameOf({ orientation, preferences }: FilmMode): string {
  const { language, theme, form, reach } = preferences;
  return [orientation, form, theme, reach === undefined ? undefined : `reach-${reach}`, language]
    .filter((part) => part !== undefined)
    .join('-');
}

/** The flags that choose one mode; throws with a sentence for the user when one has no such value. */
export function modeOf(flags: Record<string, string | undefined>): FilmMode | undefined {
  const { orientation, ...chosen } = flags;
  const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
  if (orientation === undefined && Object.keys(given).length === 0) return undefined;
  const result = z
    .object({
      orientation: z.enum(['portrait', 'landscape']).default('portrait'),
      preferences: preferencesSchema.pick({ language: true, theme: true, form: true, reach: true }).partial(),
    })
    .safeParse({ orientation, preferences: given });
  if (result.success) return result.data as FilmMode;
  const [issue] = result.error.issues;
  throw new Error(`--${String(issue?.path.at(-1) ?? '')}: ${issue?.message ?? 'no such value'}`);
}
