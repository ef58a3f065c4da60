/** What a language's files hold: ICU messages by key, in lists where there are several of a kind. */
export type Catalogue = string | readonly Catalogue[] | { readonly [key: string]: Catalogue };

export function isBranch(node: Catalogue | undefined): node is { readonly [key: string]: Catalogue } {
  return typeof node === 'object' && !Array.isArray(node);
}

/** The catalogue with a part of it said otherwise. A list is replaced whole: the elder form may have fewer lines. */
export function overlay(base: Catalogue, over: Catalogue | undefined): Catalogue {
  if (over === undefined) return base;
  if (!isBranch(base) || !isBranch(over)) return over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, overlay(base[key] ?? {}, over[key])]));
}

export interface Entry {
  /** `screens.attract.needs.0.label` */
  readonly path: string;
  readonly icu: string;
}

/** Every message of a catalogue, in the order of its files. */
export function entriesOf(node: Catalogue, path = ''): readonly Entry[] {
  if (typeof node === 'string') return [{ path, icu: node }];
  return Object.entries(node).flatMap(([key, child]) => entriesOf(child, path === '' ? key : `${path}.${key}`));
}

/** The same catalogue with every message changed. */
export function mapCatalogue(node: Catalogue, change: (icu: string) => string): Catalogue {
  if (typeof node === 'string') return change(node);
  if (isBranch(node)) {
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, mapCatalogue(child, change)]));
  }
  return node.map((child) => mapCatalogue(child, change));
}
