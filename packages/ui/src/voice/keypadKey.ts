/** A key of the tactile keypad, by what it means. See "Voice" in the README of this package for the whole map. */
export type KeypadKey =
  | { readonly kind: 'digit'; readonly digit: string }
  /** `#` or Enter. */
  | { readonly kind: 'confirm' }
  /** `*` or Backspace. */
  | { readonly kind: 'back' }
  /** `.` or Delete: everything that was typed. */
  | { readonly kind: 'clear' }
  /** `/`: where am I? Like 5, and also where 5 is typed as a digit. */
  | { readonly kind: 'where' }
  | { readonly kind: 'louder' | 'quieter' | 'faster' | 'slower' | 'next' | 'previous' };

const byName: Readonly<Record<string, KeypadKey>> = {
  Enter: { kind: 'confirm' },
  '#': { kind: 'confirm' },
  Backspace: { kind: 'back' },
  '*': { kind: 'back' },
  Delete: { kind: 'clear' },
  '.': { kind: 'clear' },
  '/': { kind: 'where' },
  '+': { kind: 'louder' },
  '=': { kind: 'louder' },
  '-': { kind: 'quieter' },
  ArrowRight: { kind: 'faster' },
  ArrowLeft: { kind: 'slower' },
  ArrowDown: { kind: 'next' },
  ArrowUp: { kind: 'previous' },
};

/**
 * The meaning of a key of any USB keypad or keyboard; undefined for one that means nothing here. On the numeric block the
 * place counts and not the letter: with Num Lock off a 7 would otherwise be "Home". A key held down is one key: older
 * hands press long. Nothing with Ctrl, Alt or Meta, which belong to technicians.
 */
export function readKeypadKey(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'repeat' | 'ctrlKey' | 'altKey' | 'metaKey'>,
): KeypadKey | undefined {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return undefined;
  const digit = /^Numpad(\d)$/.exec(event.code)?.[1] ?? /^\d$/.exec(event.key)?.[0];
  if (digit !== undefined) return { kind: 'digit', digit };
  return byName[event.code === 'NumpadDecimal' ? 'Delete' : event.key];
}
