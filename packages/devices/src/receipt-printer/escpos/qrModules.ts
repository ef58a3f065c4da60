/**
 * How big a QR code becomes. The printer chooses the version itself; this is the smallest that holds the bytes at level M
 * (ISO/IEC 18004, table 7), and no printer chooses a larger one.
 */
const BYTES_AT_M = [
  14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779, 857, 911,
  997,
];
/** White on each side, or scanners do not find it. */
export const QUIET_ZONE = 4;
/** 0.4 mm: a telephone of ten years ago still reads it. */
const SMALLEST_MODULE = 3;
const LARGEST_MODULE = 8;
/** Of the paper's width; wider, it only costs paper. */
const SHARE = 0.7;

/** Modules on an edge, without the quiet zone; undefined for more than a strip of paper should carry. */
export function modulesFor(bytes: number): number | undefined {
  const index = BYTES_AT_M.findIndex((capacity) => bytes <= capacity);
  return index < 0 ? undefined : 21 + 4 * index;
}

/** Dots to a module, or undefined when the code does not fit on paper of this width. */
export function moduleDots(bytes: number, paperDots: number): number | undefined {
  const modules = modulesFor(bytes);
  if (modules === undefined) return undefined;
  const edge = modules + 2 * QUIET_ZONE;
  const wanted = Math.floor((paperDots * SHARE) / edge);
  const dots = Math.min(LARGEST_MODULE, Math.max(SMALLEST_MODULE, wanted));
  return dots * edge <= paperDots ? dots : undefined;
}
