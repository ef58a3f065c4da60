import type { Stroke } from './strokes.ts';

/**
 * An engine that reads handwritten characters. None comes with this project: a good one is a product with a licence
 * of its own, and names must not be sent over a network to be read. An integrator gives one to `HandwritingPad`;
 * without it the pad is not shown, and pinyin and the numeric keypad do all there is to do.
 */
export interface HandwritingPort {
  /**
   * Reads one character, on this machine.
   *
   * @param strokes in the order they were drawn; coordinates in thousandths of the surface's width
   * @param limit how many candidates can be shown
   * @returns the likeliest first; empty when the strokes look like nothing. Never rejects: an engine that has broken
   *   down reads nothing.
   */
  recognise(strokes: readonly Stroke[], limit: number): Promise<readonly string[]>;
}
