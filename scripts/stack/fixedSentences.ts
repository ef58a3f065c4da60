import { loadMessages } from '../../packages/ui/src/messages/loadMessages.ts';
import type { Form, LocaleId } from '../../packages/ui/src/messages/locales.ts';
import { splitSentences } from '../../packages/ui/src/voice/sentences.ts';

/** Keys that choose an option; said with "press". */
const KEYS = ['1', '2', '3', '4', '6', '7', '8'];
/** The remaining seconds that are said under a warning, and the steps of pace and loudness. */
const SECONDS = [40, 20, 10, 5];
const STEPS = [1, 2, 3, 4, 5];
const DIGITS = [0, 1, 2, 3, 4, 5];

/**
 * Everything that is said word for word the same to every citizen, cut as the page cuts it: all sentences of the catalogue
 * without values, and those whose few values are known beforehand.
 */
export async function fixedSentences(locale: LocaleId, form: Form): Promise<ReadonlySet<string>> {
  const messages = await loadMessages(locale, form);
  const { keypad, timeWarning } = messages;
  const counted = [
    ...KEYS.map((key) => keypad.choose({ key })),
    ...SECONDS.map((seconds) => timeWarning.spokenSeconds({ seconds })),
    ...STEPS.flatMap((step) => [
      keypad.volume({ step }),
      keypad.rate({ step }),
      messages.stepOf({ current: step, total: 5 }),
    ]),
    ...DIGITS.flatMap((count) => [keypad.typed({ count }), keypad.missing({ count: count + 1 })]),
  ];
  return new Set([...stringsIn(messages), ...counted].flatMap(splitSentences));
}

/** Every string below, not what functions would make. */
function stringsIn(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  if (typeof node !== 'object' || node === null) return [];
  return Object.values(node).flatMap(stringsIn);
}
