/** What a card says when it is powered: nothing to recognise it by, but its historical bytes are part of its keys. */

/** Of 13 historical bytes, as the national driver API hands them on: 26 hex digits. */
const RESET_INFORMATION_BYTES = 13;
/** PC/SC builds an answer to reset for cards without contacts: `3B 8n 80 01`. */
const CONTACTLESS = [0x80, 0x01] as const;

export interface AtrParts {
  readonly historical: Uint8Array;
  readonly contactless: boolean;
}

/** Undefined when these bytes are no answer to reset. */
export function parseAtr(atr: Uint8Array): AtrParts | undefined {
  const [ts, t0] = atr;
  if ((ts !== 0x3b && ts !== 0x3f) || t0 === undefined) return undefined;
  let at = 2;
  // Every T0 and TDi says in its upper half which of TA, TB, TC, TD follow.
  for (let follows = t0 >> 4; ; ) {
    const here = (follows & 1) + ((follows >> 1) & 1) + ((follows >> 2) & 1);
    if (!(follows & 8)) {
      at += here;
      break;
    }
    const td = atr[at + here];
    if (td === undefined) return undefined;
    at += here + 1;
    follows = td >> 4;
  }
  const historical = Uint8Array.from(atr.subarray(at, at + (t0 & 0x0f)));
  if (historical.length < (t0 & 0x0f)) return undefined;
  const contactless = t0 >> 4 === 8 && CONTACTLESS.every((byte, index) => atr[2 + index] === byte);
  return { historical, contactless };
}

/** 卡复位信息; undefined for a card that has no 13 historical bytes. */
export function resetInformationOf(atr: Uint8Array): string | undefined {
  const historical = parseAtr(atr)?.historical;
  return historical?.length === RESET_INFORMATION_BYTES ? hex(historical) : undefined;
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
