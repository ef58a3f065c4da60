/** What the page had spoken, as somebody understands it who hears nothing else. */
export interface Heard {
  readonly sentences: readonly string[];
  readonly text: string;
  /** What each key is said to do: the sentence before "press". */
  readonly keys: ReadonlyMap<string, string>;
  /** The same with all that was said since the key before: an option may take more than one sentence. */
  readonly widely: ReadonlyMap<string, string>;
}

/** "Press 3.", in the languages that are tested. */
const press = /^(?:请按|請按|Press) (\d)[。.]$/;
/** "To go back, press star." and "To exit, press 9." */
const fixed: readonly (readonly [RegExp, string])[] = [
  [/星号键。$|星號鍵。$|press star\.$/, '*'],
  [/(?:退出，请按|退出，請按|To exit, press) 9[。.]$/, '9'],
  [/(?:再听一遍，请按|再聽一遍，請按|To hear this again, press) 5[。.]$/, '5'],
];

/** Reads a screen's options out of the sentences alone. */
export function earOf(sentences: readonly string[]): Heard {
  const keys = new Map<string, string>();
  const widely = new Map<string, string>();
  let since = 0;
  for (const [index, sentence] of sentences.entries()) {
    const key = press.exec(sentence)?.[1];
    if (key !== undefined) {
      keys.set(key, sentences[index - 1] ?? '');
      widely.set(key, sentences.slice(since, index).join(''));
      since = index + 1;
      continue;
    }
    const way = fixed.find(([pattern]) => pattern.test(sentence));
    if (way && !keys.has(way[1])) keys.set(way[1], sentence);
  }
  return { sentences, text: sentences.join(''), keys, widely };
}

/** The last sentence of everything that is read out: an invitation to hear it again, to wait, or to walk the options. */
const last =
  /再听一遍，请按 5|再聽一遍，請按 5|hear this again, press 5|不用按键|不用按鍵|No key is needed|别的选项。|別的選項。|other options\.$/;

/** Whether a screen has been read out to its end. */
export function isReadOut(sentences: readonly string[]): boolean {
  return sentences.some((sentence) => last.test(sentence));
}

/** Letters and digits only: a label on a button has no full stop, a spoken one has. */
export function bare(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '');
}
