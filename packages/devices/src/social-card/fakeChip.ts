import { success } from '../core/result.ts';

import { type Chip, chipOn } from './chip.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
export const ATR = bytes('3B6D0000 0081 543100 8660 110816 000001');

/** For tests without PC/SC: a chip that answers as written, in hex, and `6D00` to everything else. */
export function fakeChip(script: Readonly<Record<string, string | undefined>>, atr: Uint8Array = ATR) {
  const heard: string[] = [];
  /** What was sent, in the very buffers it was sent in. */
  const buffers: Uint8Array[] = [];
  const chip = chipOn({
    atr,
    protocol: 't0',
    transmit: async (command) => {
      const hex = Buffer.from(command).toString('hex').toUpperCase();
      heard.push(hex);
      buffers.push(command);
      return success(bytes(script[hex] ?? '6D00'));
    },
    transaction: async (work) => success(await work()),
    close: async () => {},
  });
  return { chip, heard, buffers };
}

/** A chip made of a function over commands, as a simulated one offers. */
export function chipOf(answer: (command: Uint8Array) => Uint8Array, atr: Uint8Array = ATR): Chip {
  return chipOn({
    atr,
    protocol: 't0',
    transmit: async (command) => success(answer(Uint8Array.from(command))),
    transaction: async (work) => success(await work()),
    close: async () => {},
  });
}

export const asBytes = bytes;
