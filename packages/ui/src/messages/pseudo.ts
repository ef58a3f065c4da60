import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { printAST } from '@formatjs/icu-messageformat-parser/printer.js';
import { buildMessages, type Messages, type SpokenLocale } from './buildMessages.ts';
import { type Catalogue, mapCatalogue } from './catalogue.ts';

/**
 * Languages that nobody speaks, made from English, for the tests of the machinery: `long` is written left to right with
 * accents and is 40 % longer, `rtl` right to left in Uyghur letters. Each sentence stands between ⟦ and ⟧: text without
 * them on the screen was not translated, and text with only one of them was cut or stuck together.
 */
export type PseudoLocale = 'long' | 'rtl';

export const pseudoLocales: Readonly<Record<PseudoLocale, SpokenLocale>> = {
  long: { lang: 'en-XA', direction: 'ltr' },
  rtl: { lang: 'ug-XB', direction: 'rtl' },
};

/** By how much German, Uyghur or Zhuang may be longer than English in a sentence of a few words. */
const LONGER = 0.4;

const accents = 'ȧƀçđęƒğħıĵķŀɱñøþɋřşŧŭṽŵẋẏž';
const capitals = 'ȦƁÇĐĘƑĞĦİĴĶĿⱮÑØÞɊŘŞŦŬṼŴẊẎŽ';
/** Letters of the Uyghur alphabet, each for one Latin letter. */
const uyghur = 'ابجدېفگھىژكلمنوپقرستۇۋۈخيز';

export async function loadPseudoMessages(pseudo: PseudoLocale): Promise<Messages> {
  return buildPseudoMessages(pseudo, (await import('./languages/en/index.ts')).standard);
}

export function buildPseudoMessages(pseudo: PseudoLocale, english: Catalogue): Messages {
  return buildMessages(
    mapCatalogue(english, (icu) => pseudoMessage(icu, pseudo)),
    pseudoLocales[pseudo],
  );
}

/** An ICU message with its words changed and its arguments left alone. */
export function pseudoMessage(icu: string, pseudo: PseudoLocale): string {
  const elements = parse(icu, { ignoreTag: true });
  const letters = elements.reduce((sum, element) => sum + lengthOf(element), 0);
  const padding = pseudo === 'long' ? pad(Math.ceil(letters * LONGER)) : '';
  return `⟦${printAST(elements.map((element) => change(element, pseudo)))}${padding}⟧`;
}

function change(element: MessageFormatElement, pseudo: PseudoLocale): MessageFormatElement {
  switch (element.type) {
    case TYPE.literal:
      return { ...element, value: disguise(element.value, pseudo) };
    case TYPE.plural:
    case TYPE.select: {
      const options = Object.fromEntries(
        Object.entries(element.options).map(([name, option]) => [
          name,
          { ...option, value: option.value.map((inner) => change(inner, pseudo)) },
        ]),
      );
      return { ...element, options } as MessageFormatElement;
    }
    default:
      return element;
  }
}

function lengthOf(element: MessageFormatElement): number {
  switch (element.type) {
    case TYPE.literal:
      return element.value.length;
    case TYPE.plural:
    case TYPE.select:
      return Math.max(
        ...Object.values(element.options).map(({ value }) => value.reduce((sum, inner) => sum + lengthOf(inner), 0)),
      );
    default:
      return 0;
  }
}

function disguise(text: string, pseudo: PseudoLocale): string {
  return text.replaceAll(/[a-z]/gi, (letter) => {
    const index = letter.toLowerCase().charCodeAt(0) - 97;
    if (pseudo === 'rtl') return uyghur.charAt(index);
    return [...(letter < 'a' ? capitals : accents)][index] ?? letter;
  });
}

/** Words, as a language has them: a single long row of letters could not be broken over lines. */
function pad(length: number): string {
  return length === 0
    ? ''
    : ` ${'ẋẏž ǿñę ŧẇø '.repeat(Math.ceil(length / 12)).slice(0, Math.max(1, length - 1))}`.trimEnd();
}
