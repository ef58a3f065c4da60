/** A picture whose brightest pixel is below this (of 255) shows nothing: lens covered, or a dead sensor. */
const BLACK_LEVEL = 14;
/** How long a dark or stuck picture may last before the camera counts as failed. */
export const DEAD_PICTURE_MS = 4_000;

export type CameraTrouble = 'black' | 'frozen';

/** The brightest red, green or blue of an RGBA picture. */
export function brightest(rgba: Uint8ClampedArray): number {
  let most = 0;
  for (let index = 0; index < rgba.length; index += 4) {
    most = Math.max(most, rgba[index] ?? 0, rgba[index + 1] ?? 0, rgba[index + 2] ?? 0);
  }
  return most;
}

/**
 * Watches whether the camera still shows anything. "Frozen" is judged by the frames the browser presents, not by their
 * pixels: somebody holding still is not a broken camera.
 */
export class FrameHealth {
  readonly #now: () => number;
  #frames = -1;
  #lastNewFrameAt: number;
  #darkSince: number | undefined;

  constructor(now: () => number) {
    this.#now = now;
    this.#lastNewFrameAt = now();
  }

  /** `frames`: how many the browser has presented so far. `level`: see `brightest`; absent when no picture was taken. */
  check(frames: number, level: number | undefined): CameraTrouble | undefined {
    const now = this.#now();
    if (frames !== this.#frames) {
      this.#frames = frames;
      this.#lastNewFrameAt = now;
    }
    if (now - this.#lastNewFrameAt >= DEAD_PICTURE_MS) return 'frozen';
    if (level === undefined) return undefined;
    if (level > BLACK_LEVEL) this.#darkSince = undefined;
    else this.#darkSince ??= now;
    return this.#darkSince !== undefined && now - this.#darkSince >= DEAD_PICTURE_MS ? 'black' : undefined;
  }
}
