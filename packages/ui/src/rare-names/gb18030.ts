/**
 * The Han characters of GB 18030-2022 that implementation level 3 asks for, as pairs of first and last code point: 87,887
 * of them. Systems that hold the names of citizens must be able to show every one.
 */
export const GB18030_LEVEL_3: readonly (readonly [first: number, last: number])[] = [
  [0x3400, 0x4db5], // Extension A
  [0x4e00, 0x9fef], // the Unified Repertoire and Ordering
  // Compatibility characters that are none: they stand once in all of Unicode.
  [0xfa0e, 0xfa0f],
  [0xfa11, 0xfa11],
  [0xfa13, 0xfa14],
  [0xfa1f, 0xfa1f],
  [0xfa21, 0xfa21],
  [0xfa23, 0xfa24],
  [0xfa27, 0xfa29],
  [0x20000, 0x2a6d6], // Extension B
  [0x2a700, 0x2b734], // C
  [0x2b740, 0x2b81d], // D
  [0x2b820, 0x2cea1], // E
  [0x2ceb0, 0x2ebe0], // F
];

/** Those beyond the Basic Multilingual Plane, which no ordinary Chinese font has. */
export const SUPPLEMENTARY = GB18030_LEVEL_3.filter(([first]) => first > 0xffff);
