/** Letters cut into syllables. `open`: the last one is only begun (`zhongg` → zhong + g…). */
export interface PinyinSplit {
  readonly syllables: readonly string[];
  readonly open: boolean;
}

/** More ways to cut a text than these are never looked at; `xianxianxian` alone has eight. */
const MOST_SPLITS = 24;

/**
 * All ways to read the letters as syllables, the likeliest first: few long syllables before many short ones
 * (`xian` is 先 before it is 西安). An apostrophe is a border that the citizen has set.
 *
 * @param letters a to z, v for ü, and apostrophes
 * @param syllables every whole syllable there is
 */
export function splitPinyin(letters: string, syllables: ReadonlySet<string>): PinyinSplit[] {
  const found: PinyinSplit[] = [];
  const beginnings = beginningsOf(syllables);
  const walk = (rest: string, taken: readonly string[]): void => {
    if (found.length >= MOST_SPLITS) return;
    const text = rest.startsWith("'") ? rest.slice(1) : rest;
    if (text === '') {
      if (taken.length > 0) found.push({ syllables: taken, open: false });
      return;
    }
    const border = text.indexOf("'");
    const reach = Math.min(6, border < 0 ? text.length : border);
    for (let length = reach; length > 0; length -= 1) {
      const piece = text.slice(0, length);
      if (syllables.has(piece)) walk(text.slice(length), [...taken, piece]);
      else if (length === text.length && beginnings.has(piece))
        found.push({ syllables: [...taken, piece], open: true });
    }
  };
  walk(letters, []);
  // `zhang` is whole, so nobody means zhan g….
  const whole = found.filter(({ open }) => !open);
  return (whole.length > 0 ? whole : found).sort((one, other) => one.syllables.length - other.syllables.length);
}

const known = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

function beginningsOf(syllables: ReadonlySet<string>): ReadonlySet<string> {
  const before = known.get(syllables);
  if (before) return before;
  const beginnings = new Set<string>();
  for (const one of syllables)
    for (let length = 1; length < one.length; length += 1) beginnings.add(one.slice(0, length));
  known.set(syllables, beginnings);
  return beginnings;
}
