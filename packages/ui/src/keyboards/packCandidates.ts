/**
 * Lays candidates out in pages of rows, so that paging is by buttons and nothing ever has to be dragged or scrolled. A
 * single character takes one cell, a word as many as its characters need at the same size of type.
 */
export function packCandidates<One extends { readonly text: string }>(
  candidates: readonly One[],
  { cells, rows }: { readonly cells: number; readonly rows: number },
): readonly (readonly (readonly One[])[])[] {
  const packed: One[][] = [];
  let free = 0;
  for (const one of candidates) {
    const width = cellsOf(one.text);
    const row = packed.at(-1);
    if (row && width <= free) {
      row.push(one);
      free -= width;
    } else {
      packed.push([one]);
      free = cells - width;
    }
  }
  const pages: One[][][] = [];
  for (let at = 0; at < packed.length; at += rows) pages.push(packed.slice(at, at + rows));
  return pages;
}

/** One character 1, two 2, three and four 3. */
export function cellsOf(text: string): number {
  return Math.min(3, [...text].length);
}
