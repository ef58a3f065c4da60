/** The longest text the terminal renders at once; a longer sentence is cut at its commas. */
export const LONGEST_SENTENCE = 120;

/** Ends of sentences, with the closing marks that belong to them. A full stop counts only before a space or the end. */
const sentence = /[^。！？!?；;\n]*?(?:[。！？!?；;]+[”’」』）)"]*|\.(?=\s|$)|\n|$)/gu;

/**
 * Cuts a text into what is rendered and played one after the other. Both sides use it: the page for what it says, the
 * build for what it renders beforehand. So a fixed sentence is found again wherever it stands, the first words of a long
 * receipt are heard at once, and an interruption wastes one sentence at most.
 */
export function splitSentences(text: string): string[] {
  return (text.normalize('NFC').match(sentence) ?? [])
    .map((one) => one.trim())
    .filter((one) => /[\p{L}\p{N}]/u.test(one))
    .flatMap(cutLong);
}

function cutLong(text: string): string[] {
  if (text.length <= LONGEST_SENTENCE) return [text];
  const window = text.slice(0, LONGEST_SENTENCE);
  const comma = Math.max(...['，', '、', '：', ', ', ': ', ' '].map((mark) => window.lastIndexOf(mark)));
  // No cut between the halves of a character outside the common set.
  const end = comma > 0 ? comma + 1 : /[\uD800-\uDBFF]$/.test(window) ? LONGEST_SENTENCE - 1 : LONGEST_SENTENCE;
  return [text.slice(0, end).trim(), ...cutLong(text.slice(end).trim())].filter((one) => one !== '');
}
