/** A place an address can name. */
export interface Division {
  /** GB/T 2260, six digits; a street has nine. */
  readonly code: string;
  readonly name: string;
}

export interface DivisionNode extends Division {
  readonly children: readonly DivisionNode[];
}

interface GrowingNode extends Division {
  readonly children: GrowingNode[];
}

/** Reads divisions.txt (see scripts/makeDivisions.mjs): provinces, each with its cities, counties and streets. */
export function parseDivisions(text: string): readonly DivisionNode[] {
  const provinces: GrowingNode[] = [];
  const above: GrowingNode[] = [];
  for (const line of text.split('\n')) {
    const [own, ...streets] = line.trimStart().split(' ');
    const found = own?.match(/^(\d{6})(.+)$/);
    if (!found) continue;
    const [, code = '', name = ''] = found;
    const depth = line.length - line.trimStart().length;
    const children = streets.map((street) => ({
      code: `${code}${street.slice(0, 3)}`,
      name: street.slice(3),
      children: [],
    }));
    const node: GrowingNode = { code, name, children };
    (depth === 0 ? provinces : (above[depth - 1]?.children ?? provinces)).push(node);
    above.length = depth;
    above.push(node);
  }
  return provinces;
}

let loading: Promise<readonly DivisionNode[]> | undefined;

/** The divisions, 700 kB of them: fetched when the first address is asked for, and kept. */
export function loadDivisions(): Promise<readonly DivisionNode[]> {
  loading ??= import('./divisions.txt?raw').then(({ default: text }) => parseDivisions(text));
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}
