import type { Direction, FrameNamer, SeenFrame } from '../config/deviceKind.ts';
import { ANSWER, COMMAND } from './dialect.ts';
import { type Framing, PadDecoder } from './frame.ts';

/** Names commands and answers, and counts everything else: no key, no account and no block is shown. */
export function namePadFrames(framing: Framing): FrameNamer {
  const lines = { '=>': namer(framing, COMMAND), '<=': namer(framing, ANSWER) };
  return { push: (direction: Direction, bytes: Uint8Array) => lines[direction](bytes) };
}

function namer(framing: Framing, table: Readonly<Record<string, number>>): (bytes: Uint8Array) => SeenFrame[] {
  let seen: SeenFrame[] = [];
  const decoder = new PadDecoder(framing, {
    frame: (head, data) => {
      const name = Object.entries(table).find(([, value]) => value === head)?.[0] ?? `number ${head}`;
      seen.push({ name, hex: data.length === 0 ? '' : `(${data.length} bytes)` });
    },
    key: () => seen.push({ name: 'a key', hex: '' }),
    bad: (fault) => seen.push({ name: `no frame: ${fault}`, hex: '' }),
  });
  return (bytes) => {
    seen = [];
    decoder.push(bytes, performance.now());
    return seen;
  };
}
