/** Debian's fonts-hanazono, which scripts/setup brings: the one free font with all of Extensions B to F. */
export const HANAZONO = '/usr/share/fonts/truetype/hanazono/HanaMinB.ttf';
