import iconv from 'iconv-lite';

/**
 * Text in the two-byte code every printer with Chinese characters has in its font: GBK, which is GB 18030 without its
 * four-byte part. A character takes as many columns as it has bytes.
 */

/** Lead and trail of the parts that are for everybody's own characters, and of those added after GBK: no font is sure of them. */
function isInEveryFont(lead: number, trail: number): boolean {
  if (lead >= 0xaa && lead <= 0xaf) return trail < 0xa1;
  if (lead >= 0xa1 && lead <= 0xa7) return trail >= 0xa1;
  if (lead === 0xfe) return trail < 0x50;
  if (lead >= 0xf8) return trail < 0xa1;
  return true;
}

/** The bytes of one character, or undefined when the printer's font may lack it. Control characters have none. */
export function encodeCharacter(character: string): Uint8Array | undefined {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint >= 0x20 && codePoint < 0x7f) return Uint8Array.of(codePoint);
  const bytes = iconv.encode(character, 'gbk');
  const [lead, trail] = bytes;
  if (bytes.length !== 2 || lead === undefined || trail === undefined || lead < 0x81) return undefined;
  return isInEveryFont(lead, trail) ? bytes : undefined;
}

/** Columns a character takes. What has to be drawn is as wide as any Chinese character. */
export function columnsOf(character: string): number {
  return encodeCharacter(character)?.length === 1 ? 1 : 2;
}

export function textColumns(text: string): number {
  return [...text].reduce((sum, character) => sum + columnsOf(character), 0);
}

export function isPrintable(text: string): boolean {
  return [...text].every((character) => encodeCharacter(character) !== undefined);
}

/** The bytes of a text that is printable. Throws `RangeError` for one that is not; the message has nothing of it. */
export function encodeText(text: string): Uint8Array {
  return Buffer.concat(
    [...text].map((character) => {
      const bytes = encodeCharacter(character);
      if (!bytes) throw new RangeError('a text with characters the printer lacks was to be sent as text');
      return bytes;
    }),
  );
}

/** Tabs and line ends become spaces, other control characters go: none may be a command to the printer. */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\t\n\r\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '');
}
