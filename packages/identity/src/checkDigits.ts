/** GB 11643-1999: ISO 7064 MOD 11-2 with the weights and the mapping written out as in the standard. */
const GB_11643_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const GB_11643_CHARACTERS = '10X98765432';

/** The 18th character that belongs to 17 digits: `0`–`9` or `X`. */
export function checkCharacterOf(body: string): string {
  const sum = GB_11643_WEIGHTS.reduce((total, weight, index) => total + weight * Number(body.charAt(index)), 0);
  return GB_11643_CHARACTERS.charAt(sum % 11);
}

/**
 * The digit after the first 14 characters of a foreigner's number of 2017: the 7-3-1 sum of machine readable documents
 * (ICAO 9303), letters counting A = 10 … Z = 35.
 */
export function checkDigitOf2017(body: string): string {
  const sum = [...body].reduce((total, character, index) => {
    return total + Number.parseInt(character, 36) * ([7, 3, 1][index % 3] ?? 0);
  }, 0);
  return String(sum % 10);
}
