import { type PinyinSplit, splitPinyin } from './splitPinyin.ts';

/** Something that the typed letters may stand for, and how many of them it uses up. */
export interface Candidate {
  readonly text: string;
  readonly letters: number;
}

interface Word {
  readonly text: string;
  /** a (rarest) to z. */
  readonly step: string;
}

/** Words that begin with what was typed but go on: more would only push the characters out of sight. */
const MOST_OPEN_WORDS = 40;

/** Looks up what letters may mean, in the dictionary of scripts/makePinyinLexicon.mjs. */
export class PinyinLexicon {
  /** Syllable → its characters, the commonest first. */
  readonly #characters = new Map<string, readonly string[]>();
  /** `zhong guo` → its words, the commonest first. */
  readonly #words = new Map<string, readonly Word[]>();
  /** The keys of `#words` in order, to find those that begin alike. */
  readonly #keys: readonly string[];
  readonly #syllables: ReadonlySet<string>;

  /** @param text lines of `key TAB entries`, as lexicon.txt has them */
  constructor(text: string) {
    for (const line of text.split('\n')) {
      const [key, entries] = line.split('\t');
      if (key === undefined || entries === undefined) continue;
      if (key.includes(' ')) {
        const words = [...entries.matchAll(/([^a-z]+)([a-z])/g)];
        this.#words.set(
          key,
          words.map(([, word = '', step = 'a']) => ({ text: word, step })),
        );
      } else {
        this.#characters.set(key, [...entries]);
      }
    }
    this.#keys = [...this.#words.keys()].sort();
    this.#syllables = new Set(this.#characters.keys());
  }

  /** Characters that can be typed at all. */
  get size(): number {
    return new Set([...this.#characters.values()].flat()).size;
  }

  /** The likeliest way to read the letters, for showing them: `zhongguo` → zhong, guo. Empty if they are no pinyin. */
  split(letters: string): readonly string[] {
    return splitPinyin(letters, this.#syllables)[0]?.syllables ?? [];
  }

  /** Whether another letter can still make sense: keys that cannot are not offered. */
  accepts(letters: string): boolean {
    return letters === '' || splitPinyin(letters, this.#syllables).length > 0;
  }

  /** Everything the letters may begin with: words for all of them first, then shorter words, then single characters. */
  candidates(letters: string): Candidate[] {
    const splits = splitPinyin(letters, this.#syllables);
    const found = new Map<string, Candidate>();
    const add = (text: string, used: readonly string[]) => {
      if (!found.has(text)) found.set(text, { text, letters: lettersOf(letters, used) });
    };
    const longest = Math.max(0, ...splits.map(({ syllables }) => syllables.length));
    for (let length = longest; length >= 2; length -= 1) {
      const words = splits.flatMap((split) => this.#wordsOf(split, length));
      for (const { word, used } of words.sort((one, other) => (one.word.step < other.word.step ? 1 : -1)))
        add(word.text, used);
    }
    for (const split of splits) for (const { text, used } of this.#charactersOf(split)) add(text, used);
    return [...found.values()];
  }

  #wordsOf({ syllables, open }: PinyinSplit, length: number): { word: Word; used: readonly string[] }[] {
    if (syllables.length < length) return [];
    const used = syllables.slice(0, length);
    const key = used.join(' ');
    if (open && syllables.length === length) {
      return this.#keysFrom(key)
        .flatMap((one) => this.#words.get(one) ?? [])
        .sort((one, other) => (one.step < other.step ? 1 : -1))
        .slice(0, MOST_OPEN_WORDS)
        .map((word) => ({ word, used }));
    }
    return (this.#words.get(key) ?? []).map((word) => ({ word, used }));
  }

  #charactersOf({ syllables, open }: PinyinSplit): { text: string; used: readonly string[] }[] {
    const [first] = syllables;
    if (first === undefined) return [];
    const used = [first];
    if (!open || syllables.length > 1) return (this.#characters.get(first) ?? []).map((text) => ({ text, used }));
    // `zh`: the commonest character of every sound that begins so, then the second of each, and so on.
    const lists = [...this.#characters].filter(([syllable]) => syllable.startsWith(first)).map(([, list]) => list);
    const depth = Math.max(0, ...lists.map((list) => list.length));
    return Array.from({ length: depth }, (_, index) => lists.flatMap((list) => list[index] ?? []))
      .flat()
      .map((text) => ({ text, used }));
  }

  /** Keys that begin with this one and have no further syllable. */
  #keysFrom(start: string): string[] {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] ?? '') < start) low = middle + 1;
      else high = middle;
    }
    const found: string[] = [];
    for (let index = low; this.#keys[index]?.startsWith(start); index += 1) {
      const key = this.#keys[index] ?? '';
      if (!key.slice(start.length).includes(' ')) found.push(key);
    }
    return found;
  }
}

/** How many of the typed letters, apostrophes among them, the syllables use up. */
function lettersOf(typed: string, used: readonly string[]): number {
  let at = 0;
  for (const syllable of used) {
    while (typed[at] === "'") at += 1;
    at += syllable.length;
  }
  while (typed[at] === "'") at += 1;
  return at;
}
