import type { Trouble } from './types.ts';

/** One trouble; what is spoken is what is read, in the same order. */
export function trouble(title: string, meaning: string, here: string, help: string): Trouble {
  return { title, meaning, here, help, spoken: `${title}。${meaning}${here}${help}` };
}
