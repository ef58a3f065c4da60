import type { Page } from '@playwright/test';
import type { Settings } from '../../src/contract/contract.ts';
import type { Screen } from '../../src/contract/snapshot.ts';

/** What was seen, or read out by a screen reader, on a page in a pseudo-locale that did not come whole from a catalogue. */
export async function findUntranslated(page: Page, view: Screen, settings: Settings): Promise<string[]> {
  const data = new Set([...stringsIn(view), settings.place, settings.hotline, settings.terminalId]);
  return (await readTexts(page)).filter((text) => !data.has(text) && /\p{L}/u.test(text) && !isOneSentence(text));
}

/** Chinese characters on a page in another language that are no data of this citizen. */
export async function findChinese(page: Page, view: Screen, settings: Settings): Promise<string[]> {
  const data = [...stringsIn(view), settings.place, settings.hotline];
  const rest = (text: string) => data.reduce((left, one) => left.replaceAll(one, ''), text);
  return (await readTexts(page)).filter((text) => /\p{Script=Han}/u.test(rest(text)));
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
        continue;
      }
      if (!node.parentElement?.closest('script, style')) texts.push(node.textContent ?? '');
    }
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  });
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(stringsIn);
  return [];
}
