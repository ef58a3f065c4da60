import type { Direction, FrameNamer, SeenFrame } from '../config/deviceKind.ts';
import { LineFinder } from './megatec.ts';

/** The lines to and from a UPS, as they are: nothing in them is anybody's. */
export function nameUpsLines(): FrameNamer {
  const lines = { '=>': new LineFinder(), '<=': new LineFinder() };
  return {
    push: (direction: Direction, bytes: Uint8Array): readonly SeenFrame[] =>
      // Whatever a garbled line holds, a terminal shall not obey it.
      lines[direction].push(bytes).map((text) => ({ name: text.replace(/[^\x20-\x7e]/g, '?'), hex: '' })),
  };
}
