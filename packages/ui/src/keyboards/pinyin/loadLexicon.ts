import { PinyinLexicon } from './PinyinLexicon.ts';

let loading: Promise<PinyinLexicon> | undefined;

/** The dictionary, over a megabyte of it: fetched when the first keyboard that needs it is shown, and kept. */
export function loadLexicon(): Promise<PinyinLexicon> {
  loading ??= import('./lexicon.txt?raw').then(({ default: text }) => new PinyinLexicon(text));
  // A chunk that failed to load may be there the next time.
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}
