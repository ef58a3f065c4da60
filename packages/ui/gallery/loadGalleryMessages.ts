import type { Messages } from '../src/messages/buildMessages.ts';
import { loadMessages } from '../src/messages/loadMessages.ts';
import { type Form, type LocaleId, locales } from '../src/messages/locales.ts';
import { buildPseudoMessages } from '../src/messages/pseudo.ts';

/** A language's sentences; `long` and `rtl` are nobody's languages and show whether a layout would hold one. */
export async function loadGalleryMessages(language: string, form: Form): Promise<Messages> {
  if (language === 'long' || language === 'rtl') {
    const { standard } = await import('../src/messages/languages/en/index.ts');
    return buildPseudoMessages(language, standard);
  }
  const known = locales.find(({ id }) => id === language);
  const id: LocaleId = known?.id ?? 'zh-Hans';
  return loadMessages(id, form);
}
