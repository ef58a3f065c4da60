import { cleanText, columnsOf, textColumns } from './gbkText.ts';

/** Breaks texts into lines of so many columns. Pure. */

/** These do not begin a line. */
const NOT_FIRST = /^[，。、；：！？）》】」』”’〉〕,.;:!?)\]}%]/u;
/** These do not end one. */
const NOT_LAST = /[（《【「『“‘〈〔([{]$/u;

/** Lines that are never wider than `columns`; none for a text without a character. Words of ASCII stay whole where they fit. */
export function breakLines(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(cleanText(text))) {
    for (const part of textColumns(piece) > columns ? [...piece] : [piece]) {
      if (textColumns(line) + textColumns(part) <= columns) {
        line += part;
        continue;
      }
      const [kept, carried] = splitForNext(line, part);
      if (kept.trim() !== '') lines.push(kept.trimEnd());
      line = (carried + part).trimStart();
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

/** A word of ASCII, or one character. */
function piecesOf(text: string): string[] {
  return text.match(/[\x21-\x7e]+|./gsu) ?? [];
}

/** What goes to the next line with `part`, so that neither line breaks a rule of typesetting; at most one character. */
function splitForNext(line: string, part: string): [kept: string, carried: string] {
  const characters = [...line];
  const last = characters.at(-1);
  if (last === undefined || characters.length < 2) return [line, ''];
  const carry = NOT_FIRST.test(part) || NOT_LAST.test(last);
  return carry && last !== ' ' && columnsOf(last) + textColumns(part) <= textColumns(line)
    ? [characters.slice(0, -1).join(''), last]
    : [line, ''];
}

/** A title that does not fit on one line is broken where its words end. */
export function breakTitle(text: string, columns: number): string[] {
  if (textColumns(cleanText(text)) <= columns) return breakLines(text, columns);
  return text.split(' ').flatMap((word) => breakLines(word, columns));
}

/** Spaces before a text of one line, so that it stands in the middle or at the right. */
export function aligned(line: string, columns: number, align: 'left' | 'centre' | 'right'): string {
  const free = Math.max(0, columns - textColumns(line));
  if (align === 'left') return line;
  return ' '.repeat(align === 'right' ? free : Math.floor(free / 2)) + line;
}

/** `label  value`, values under each other at `valueAt`; a value that does not fit beside its label has the lines below. */
export function layOutPairs(
  rows: readonly { readonly label: string; readonly value: string }[],
  columns: number,
): string[] {
  const labels = rows.map(({ label }) => textColumns(cleanText(label)));
  // A label as long as a sentence must not push every value to the edge.
  const valueAt = Math.min(Math.max(0, ...labels) + 2, Math.floor(columns / 2));
  return rows.flatMap(({ label, value }) => {
    const name = cleanText(label);
    // A number that is read out on the telephone stays whole, on a line of its own if need be.
    const longest = Math.max(0, ...cleanText(value).split(' ').map(longestWord));
    if (longest > columns - valueAt && longest <= columns)
      return [...breakLines(name, columns), ...breakLines(value, columns)];
    const beside = breakLines(value, columns - valueAt);
    if (textColumns(name) + 2 > valueAt) return [...breakLines(name, columns), ...indent(beside, valueAt)];
    const [first = '', ...rest] = beside;
    const gap = ' '.repeat(valueAt - textColumns(name));
    return [`${name}${gap}${first}`.trimEnd(), ...indent(rest, valueAt)];
  });
}

const longestWord = (text: string): number =>
  Math.max(0, ...(text.match(/[\x21-\x7e]+/g) ?? []).map((word) => word.length));

export const indent = (lines: readonly string[], by: number): string[] => lines.map((line) => ' '.repeat(by) + line);
