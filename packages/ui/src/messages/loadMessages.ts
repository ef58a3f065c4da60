import { buildMessages, type Messages } from './buildMessages.ts';
import { type Catalogue, overlay } from './catalogue.ts';
import { standard as chinese } from './languages/zh-Hans/index.ts';
import { type Form, getLocale, type LocaleId } from './locales.ts';
import { zhHans } from './zhHans.ts';

interface Language {
  readonly standard: () => Promise<Catalogue>;
  /** What the elder form says otherwise. */
  readonly elder: () => Promise<Catalogue>;
}

const languages: Partial<Record<LocaleId, Language>> = {
  'zh-Hans': {
    standard: async () => chinese,
    elder: async () => (await import('./languages/zh-Hans/elder.json', { with: { type: 'json' } })).default,
  },
  'zh-Hant': {
    standard: async () => (await import('./languages/zh-Hant/index.ts')).standard,
    elder: async () => (await import('./languages/zh-Hant/elder.json', { with: { type: 'json' } })).default,
  },
  en: {
    standard: async () => (await import('./languages/en/index.ts')).standard,
    elder: async () => (await import('./languages/en/elder.json', { with: { type: 'json' } })).default,
  },
};

/**
 * The sentences of a language, fetched when it is first chosen; `zhHans` is there without waiting. A language that still
 * awaits its translator is answered with Chinese, whole: never a mixture. `messages.locale` says what it is in.
 * Rejects when the file cannot be fetched: the page stays in the language it has.
 */
export async function loadMessages(locale: LocaleId, form: Form): Promise<Messages> {
  const language = languages[locale];
  if (!language) return loadMessages('zh-Hans', form);
  if (locale === 'zh-Hans' && form === 'standard') return zhHans;
  const standard = await language.standard();
  const catalogue = form === 'elder' ? overlay(standard, await language.elder()) : standard;
  return buildMessages(catalogue, getLocale(locale), form);
}
