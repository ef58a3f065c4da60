export type LocaleId = 'zh-Hans' | 'zh-Hant' | 'en' | 'ug' | 'bo' | 'mn' | 'kk' | 'ko' | 'za';

/** `elder`: fewer and plainer words for those who asked for them. */
export type Form = 'standard' | 'elder';

export interface LocaleInfo {
  readonly id: LocaleId;
  /** As its own readers write it: for the button that chooses it. */
  readonly name: string;
  /** For `lang`, for hyphenation, fonts and screen readers. The script is named where China writes it its own way. */
  readonly lang: string;
  readonly direction: 'ltr' | 'rtl';
  /** The espeak-ng voice that reads this script, or undefined: then the terminal is silent in this language. */
  readonly voice?: string;
  /**
   * `complete`: every sentence, written as a translation. `draft-by-machine`: converted, its terms reviewed, and not yet
   * read by a native reader: offered only where the deployment's configuration names it. `awaiting-translator`: not offered to citizens; see the README of this package.
   */
  readonly status: 'complete' | 'draft-by-machine' | 'awaiting-translator';
}

/**
 * In the order they are offered. In China Kazakh is written in Arabic script and Mongolian in the vertical one, whose
 * columns run left to right: the latter needs a layout of its own before it can be offered.
 */
export const locales: readonly LocaleInfo[] = [
  {
    id: 'zh-Hans',
    name: '简体中文',
    lang: 'zh-Hans',
    direction: 'ltr',
    voice: 'cmn-latn-pinyin',
    status: 'complete',
  },
  // espeak-ng knows the traditional characters through the same dictionary.
  {
    id: 'zh-Hant',
    name: '繁體中文',
    lang: 'zh-Hant',
    direction: 'ltr',
    voice: 'cmn-latn-pinyin',
    status: 'draft-by-machine',
  },
  { id: 'en', name: 'English', lang: 'en', direction: 'ltr', voice: 'en-gb', status: 'complete' },
  { id: 'ug', name: 'ئۇيغۇرچە', lang: 'ug-Arab', direction: 'rtl', voice: 'ug', status: 'awaiting-translator' },
  { id: 'bo', name: 'བོད་ཡིག', lang: 'bo', direction: 'ltr', status: 'awaiting-translator' },
  { id: 'mn', name: 'ᠮᠣᠩᠭᠣᠯ', lang: 'mn-Mong', direction: 'ltr', status: 'awaiting-translator' },
  { id: 'kk', name: 'قازاقشا', lang: 'kk-Arab', direction: 'rtl', status: 'awaiting-translator' },
  { id: 'ko', name: '한국어', lang: 'ko', direction: 'ltr', voice: 'ko', status: 'awaiting-translator' },
  { id: 'za', name: 'Vahcuengh', lang: 'za', direction: 'ltr', status: 'awaiting-translator' },
];

/** Every language that has sentences, whoever has read them: what the tests walk through. */
export const writtenLocales = locales.filter(({ status }) => status !== 'awaiting-translator');

/**
 * What a citizen may choose from: the complete languages, and of the drafts those the deployment answers for by naming them.
 */
export function offeredLocales(drafts: readonly string[] = []): readonly LocaleInfo[] {
  return locales.filter(
    ({ id, status }) => status === 'complete' || (status === 'draft-by-machine' && drafts.includes(id)),
  );
}

export function getLocale(id: LocaleId): LocaleInfo {
  const found = locales.find((one) => one.id === id);
  if (!found) throw new Error(`no locale ${id}`);
  return found;
}

/** The locale of a tag such as `zh-Hans`, whatever its case; undefined for a language that is not ours. */
export function findLocale(tag: string): LocaleInfo | undefined {
  return locales.find(({ id, lang }) => [id, lang].some((one) => one.toLowerCase() === tag.toLowerCase()));
}
