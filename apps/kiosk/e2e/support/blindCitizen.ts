import type { Page } from '@playwright/test';
import { earOf, type Heard } from './earOf.ts';

/** What the citizen does with the hands, having heard that it is asked for. */
export interface Hands {
  /** Lays the ID card where it is asked for. */
  layCard(): Promise<void>;
  takeCard(): Promise<void>;
  /** The code in the message on the own phone. */
  readonly code: () => string;
}

export interface BlindCitizenOptions {
  readonly page: Page;
  /** Everything that has been spoken since the last call; resolves when there is silence. */
  readonly listen: () => Promise<readonly string[]>;
  readonly hands: Hands;
  /** Which service, counted as they are read out. */
  readonly service?: number;
  /** Words of options that are avoided where there is another. */
  readonly avoid?: readonly RegExp[];
  /** Words of the option that is wanted before any other. */
  readonly prefer?: readonly RegExp[];
}

/** More screens than any service has; a robot that goes round in circles is caught. */
const MOST_SCREENS = 40;

/**
 * Somebody who sees nothing: knows the sentences and the keypad, and nothing of screens, controls or intents. Does what is
 * said with the hands, else presses the key of the first option that is not avoided, until goodbye is said. Returns
 * everything that was heard, screen by screen.
 */
export async function goBlind(options: BlindCitizenOptions): Promise<readonly Heard[]> {
  const { page, listen, hands, service = 0, avoid = [], prefer = [] } = options;
  const story: Heard[] = [];
  // A screen that passes by, or one of which only half has been said: it is listened to further.
  let unfinished: readonly string[] = [];
  for (let screen = 0; screen < MOST_SCREENS; screen += 1) {
    const heard = earOf([...unfinished, ...(await listen())]);
    unfinished = [];
    story.push(heard);
    const { text, keys } = heard;
    if (/慢走|欢迎再来/.test(text)) return story;
    if (/请拿走您的身份证|身份证还在机器上|别忘了身份证/.test(text)) {
      await hands.takeCard();
    } else if (/请把身份证平放/.test(text)) {
      await hands.layCard();
    } else if (/请在键盘上输入数字/.test(text)) {
      for (const digit of hands.code()) await page.keyboard.press(digit);
      await page.keyboard.press('#');
    } else {
      const choices = [...keys].filter(([key]) => '1234678'.includes(key));
      const liked = choices.filter(([, words]) => !avoid.some((word) => word.test(words)));
      const wanted = prefer.flatMap((word) => liked.filter(([, words]) => word.test(words)));
      const [key] = (/今天要办什么/.test(text) ? choices[service] : (wanted[0] ?? liked[0])) ?? [];
      if (key === undefined) unfinished = story.pop()?.sentences ?? [];
      else await page.keyboard.press(key);
    }
  }
  throw new Error(`never came to an end; heard last: ${story.at(-1)?.text}`);
}
