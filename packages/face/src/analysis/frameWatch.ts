import { createHash } from 'node:crypto';
import type { RgbImage } from '../types.ts';

/** Identical frames in a row after which the camera counts as frozen: over a second at the rate frames are asked for. */
export const FROZEN_AFTER = 15;
/** No pixel brighter than this (0…255): even an unlit hall leaves more in a working camera, if only noise. */
const BLACK = 14;
/** Pixels looked at for blackness, one in so many. */
const STRIDE = 97;

/**
 * Knows a camera that delivers, but sees nothing. The noise of a real sensor never gives the same bytes twice, so a
 * repeated frame is no new evidence, and many of them are a camera, or a program in its place, that has stopped.
 */
export class FrameWatch {
  #last = '';
  #repeats = 0;

  /** `encoded`: the frame as it came. Keeps a hash of it and nothing else. */
  see(encoded: Uint8Array): 'new' | 'repeated' | 'frozen' {
    const hash = createHash('sha256').update(encoded).digest('base64');
    this.#repeats = hash === this.#last ? this.#repeats + 1 : 0;
    this.#last = hash;
    if (this.#repeats === 0) return 'new';
    return this.#repeats + 1 >= FROZEN_AFTER ? 'frozen' : 'repeated';
  }

  forget(): void {
    this.#last = '';
    this.#repeats = 0;
  }
}

/** A lens that is covered, or a sensor that is switched off. */
export function isBlack({ data }: RgbImage): boolean {
  for (let at = 0; at < data.length; at += STRIDE) if ((data[at] ?? 0) > BLACK) return false;
  return true;
}
