/**
 * Tag, length and value, as cards write them. Records of the social security application have one byte of each; those of
 * bank applications follow BER. Pure; whatever comes, what can be read of it is returned and the rest left aside.
 */

/** Adds what is found to `items`; the first of a tag counts. Values are copies. */
export function readRecordItems(bytes: Uint8Array, items: Map<number, Uint8Array>): void {
  for (let at = 0; at + 1 < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    // Filling between and behind records; no item has this tag.
    if (tag === 0x00 || tag === 0xff) {
      at += 1;
      continue;
    }
    const length = bytes[at + 1] ?? 0;
    const value = Uint8Array.from(bytes.subarray(at + 2, at + 2 + length));
    // Cut off: half a value says nothing.
    if (value.length < length) return;
    if (!items.has(tag)) items.set(tag, value);
    else value.fill(0);
    at += 2 + length;
  }
}

export function encodeRecordItem(tag: number, value: Uint8Array): Uint8Array {
  if (tag === 0x00 || tag === 0xff || tag > 0xff) throw new RangeError(`0x${tag.toString(16)} is no tag of a record`);
  if (value.length > 0xff) throw new RangeError('a record holds 255 bytes at most');
  return Uint8Array.from([tag, value.length, ...value]);
}

export interface BerItem {
  readonly tag: number;
  readonly constructed: boolean;
  /** A view of what it was read from. */
  readonly value: Uint8Array;
}

/** As deep as any template of a card, and an end to what is none. */
const MAX_DEPTH = 6;

/** The items side by side in `bytes`, up to the first that is none. */
export function readBer(bytes: Uint8Array): readonly BerItem[] {
  const items: BerItem[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] === 0x00 || bytes[at] === 0xff) {
      at += 1;
      continue;
    }
    const item = readOne(bytes, at);
    if (!item) break;
    items.push({ tag: item.tag, constructed: item.constructed, value: item.value });
    at = item.end;
  }
  return items;
}

/** The first item of this tag, wherever it is. */
export function findBer(bytes: Uint8Array, tag: number, depth = 0): Uint8Array | undefined {
  for (const item of readBer(bytes)) {
    if (item.tag === tag) return item.value;
    const inside = item.constructed && depth < MAX_DEPTH ? findBer(item.value, tag, depth + 1) : undefined;
    if (inside) return inside;
  }
  return undefined;
}

export function encodeBer(tag: number, value: Uint8Array): Uint8Array {
  if (value.length > 0xffff) throw new RangeError('no card has items that long');
  const { length } = value;
  const lengths = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([...tagBytes(tag), ...lengths, ...value]);
}

export const tagBytes = (tag: number): readonly number[] => (tag > 0xff ? [tag >> 8, tag & 0xff] : [tag]);

/** A list of tags and lengths without values, as a card asks for data by it. */
export function readDol(bytes: Uint8Array): readonly { readonly tag: number; readonly length: number }[] {
  const wanted: { tag: number; length: number }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = readTag(bytes, at);
    const length = tag && bytes[tag.end];
    if (!tag || length === undefined) break;
    wanted.push({ tag: tag.tag, length });
    at = tag.end + 1;
  }
  return wanted;
}

function readTag(bytes: Uint8Array, at: number): { tag: number; end: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if ((first & 0x1f) !== 0x1f) return { tag: first, end: at + 1 };
  const second = bytes[at + 1];
  // Tags of three bytes are in no card of these.
  return second === undefined || second & 0x80 ? undefined : { tag: (first << 8) | second, end: at + 2 };
}

function readOne(bytes: Uint8Array, at: number): (BerItem & { end: number }) | undefined {
  const tag = readTag(bytes, at);
  const first = tag && bytes[tag.end];
  if (!tag || first === undefined) return undefined;
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || more > 2) return undefined;
  const begin = tag.end + 1 + more;
  const long = bytes.subarray(tag.end + 1, begin);
  if (long.length < more) return undefined;
  const length = more === 0 ? first : long.reduce((sum, byte) => sum * 256 + byte, 0);
  const value = bytes.subarray(begin, begin + length);
  if (value.length < length) return undefined;
  return { tag: tag.tag, constructed: ((bytes[at] ?? 0) & 0x20) !== 0, value, end: begin + length };
}
