import { findLocale, loadMessages, type Messages, zhHans } from '@renshe/ui';
import { useEffect, useLayoutEffect, useState } from 'react';
import type { Preferences } from '../contract/preferences.ts';

/** Fetches the sentences of a language by its tag; replaced only by the page that tests the machinery of languages. */
export type LoadMessages = (language: string, form: Preferences['form']) => Promise<Messages>;

export const loadByTag: LoadMessages = (language, form) => loadMessages(findLocale(language)?.id ?? 'zh-Hans', form);

/**
 * The sentences this citizen wants. While another language is on its way, and for good if it cannot be fetched, the page
 * stays as it is. Chinese is there at once: the next citizen is never greeted in the last one's language.
 */
export function useMessages({ language, form }: Pick<Preferences, 'language' | 'form'>, load: LoadMessages): Messages {
  const [loaded, setLoaded] = useState(zhHans);
  const standard = language === 'zh-Hans' && form === 'standard';
  useEffect(() => {
    let wanted = true;
    load(language, form).then(
      (messages) => {
        if (wanted) setLoaded(messages);
      },
      () => {
        // Not fetched: what is shown already can be read by somebody, an empty page by nobody.
      },
    );
    return () => {
      wanted = false;
    };
  }, [language, form, load]);
  const messages = standard ? zhHans : loaded;

  useLayoutEffect(() => {
    document.documentElement.lang = messages.locale.lang;
    document.documentElement.dir = messages.locale.direction;
  }, [messages]);
  return messages;
}
