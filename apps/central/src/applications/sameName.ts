/**
 * The name in the form names are compared in. Only what the same person's papers really differ by is evened out:
 * Unicode composition, blanks around and between, letter case of foreign names, and the separating dot of ethnic
 * names, which input methods type as any of a dozen characters (GB 11643 cards carry U+00B7).
 */
export function comparableName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[•‧∙⋅・･．●]/gu, '·')
    .replace(/\s*·\s*/gu, '·')
    .replace(/\s+/gu, ' ')
    .trim()
    .toUpperCase();
}

export const isSameName = (a: string, b: string): boolean => comparableName(a) === comparableName(b);
