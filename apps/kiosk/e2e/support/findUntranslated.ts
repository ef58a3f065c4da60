import type { Page } from '@playwright/test';
import { locales } from '@renshe/ui/locales';
import type { Settings } from '../../src/contract/contract.ts';
import type { Screen } from '../../src/contract/snapshot.ts';

/** What was seen, or read out by a screen reader, on a page in a pseudo-locale that did not come whole from a catalogue. */
export async function findUntranslated(page: Page, view: Screen, settings: Settings): Promise<string[]> {
  return (await readTexts(page)).filter(
    (text) => /\p{L}/u.test(withoutData(text, view, settings)) && !isOneSentence(text),
  );
}

/** Latin or Chinese letters in what was said: a pseudo-locale has neither, and sentences are said in pieces. */
export function isSpokenInIt(said: string, view: Screen, settings: Settings): boolean {
  return !/[a-z\p{Script=Han}]/iu.test(withoutData(said, view, settings));
}

/** Chinese characters on a page in another language that are no data of this citizen. */
export async function findChinese(page: Page, view: Screen, settings: Settings): Promise<string[]> {
  return (await readTexts(page)).filter((text) => /\p{Script=Han}/u.test(withoutData(text, view, settings)));
}

/** Days are written by Intl, which knows no pseudo-locale. */
const INTL_DAY = /\p{Lu}\p{Ll}+ \d{1,2}, \d{4}/gu;
/** The way to other languages is found by those who cannot read this one. */
const inEveryLanguage = ['语言', ...locales.map(({ name }) => name)];

function withoutData(text: string, view: Screen, settings: Settings): string {
  return [...stringsIn(view), settings.place, settings.hotline, ...inEveryLanguage]
    .toSorted((one, other) => other.length - one.length)
    .reduce((left, one) => (one === '' ? left : left.replaceAll(one, '')), text)
    .replaceAll(INTL_DAY, '');
}

/** One message between its brackets; two of them side by side were stuck together by a screen. */
export function isOneSentence(text: string): boolean {
  let depth = 0;
  for (const [index, character] of [...text].entries()) {
    if (character === '⟦') depth += 1;
    if (character === '⟧') depth -= 1;
    if (depth <= 0 && index < [...text].length - 1) return false;
  }
  return depth === 0;
}

function readTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node instanceof Element) {
        for (const name of ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'alt', 'placeholder']) {
          texts.push(node.getAttribute(name) ?? '');
        }
        // Marked where its lines may end, it is still one sentence.
        if (node.matches('.rs-words')) texts.push(node.textContent ?? '');
        continue;
      }
      if (!node.parentElement?.closest('script, style, .rs-words')) texts.push(node.textContent ?? '');
    }
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  });
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(stringsIn);
  return [];
}
