import type { Preferences } from '../../src/contract/preferences.ts';

export interface Mode {
  readonly name: string;
  readonly preferences: Pick<Preferences, 'form' | 'reach'>;
  /** What the mode promises, in millimetres. */
  readonly targetMm: number;
  readonly glyphMm: number;
  readonly low: boolean;
}

const STANDARD = { targetMm: 20, glyphMm: 4.8 };
const ELDER = { targetMm: 25, glyphMm: 7 };

/** Every arrangement of a screen; colours and languages come on top. */
export const modes: readonly Mode[] = [
  { name: 'standard', preferences: { form: 'standard', reach: 'standard' }, ...STANDARD, low: false },
  { name: 'elder', preferences: { form: 'elder', reach: 'standard' }, ...ELDER, low: false },
  { name: 'low', preferences: { form: 'standard', reach: 'low' }, ...STANDARD, low: true },
  { name: 'elder-low', preferences: { form: 'elder', reach: 'low' }, ...ELDER, low: true },
];

export const themes: readonly Preferences['theme'][] = ['light', 'black', 'yellow'];
