const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** What belongs to the word before it: particles, and what ends the name of a place. */
const TRAILING = /^[的了着过吗呢吧们地得省市区县路街号厅局所站处院校店日]$/;
const OPENING = /[“‘「『（《〔([]$/;

const HAN = /^\p{Script=Han}$/u;

/** A name is in no dictionary and comes in single characters; those stay together, and so do its parts around a dot. */
const inName = (before: string) => /·\p{Script=Han}*$|^\p{Script=Han}$/u.test(before);

/** A Chinese text in words, each with the marks that stand at it; one piece where it is none. */
export function wordsOf(text: string): string[] {
  if (!/\p{Script=Han}{2}/u.test(text)) return [text];
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    const before = words.at(-1);
    const joins =
      before !== undefined &&
      (!isWordLike || TRAILING.test(segment) || OPENING.test(before) || (HAN.test(segment) && inName(before)));
    const opens = OPENING.test(segment);
    if (joins && !opens) words[words.length - 1] = before + segment;
    else words.push(segment);
  }
  return words;
}
