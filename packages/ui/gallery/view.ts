import { writtenLocales } from '../src/messages/locales.ts';
import { screenSizes } from './screenSizes.ts';

/** Everything that can be chosen, and the order it is offered in. The address of a frame is made of these. */
export const choices = {
  theme: ['light', 'black', 'yellow'],
  form: ['standard', 'elder'],
  language: [...writtenLocales.map(({ id }) => id as string), 'long', 'rtl'],
  size: screenSizes.map(({ id }) => id as string),
  reach: ['standard', 'low'],
  motion: ['moving', 'still'],
} as const satisfies Record<string, readonly string[]>;

export type ChoiceName = keyof typeof choices;

export const choiceNames = Object.keys(choices) as readonly ChoiceName[];

export type View = Readonly<Record<ChoiceName, string>> & { readonly entry: string };

/** Reads what an address asks for; whatever it does not say, or says wrongly, is the first choice. */
export function readView(search: string, fallbackEntry: string): View {
  const asked = new URLSearchParams(search);
  const one = (name: ChoiceName) => {
    const value = asked.get(name);
    const known: readonly string[] = choices[name];
    return value !== null && known.includes(value) ? value : (known[0] ?? '');
  };
  return {
    entry: asked.get('entry') ?? fallbackEntry,
    theme: one('theme'),
    form: one('form'),
    language: one('language'),
    size: one('size'),
    reach: one('reach'),
    motion: one('motion'),
  };
}

export const writeView = (view: View) => new URLSearchParams({ ...view }).toString();
