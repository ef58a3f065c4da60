import type { PictureMemory } from '../analysis/pictureMemory.ts';

/** A network that turns an aligned face into values. What they mean is for the manifest to say. */
export interface Embedder {
  /**
   * `chip`: the aligned face, `size × size × 3` values 0…255, RGB, row by row; left as it is. Resolves with whatever the
   * network answers. Copies made on the way go into `memory`.
   */
  embed(chip: Float32Array, memory: PictureMemory): Promise<Float32Array>;
  /** Overwrites what the runtime may have kept of the last face. */
  forget(): Promise<void>;
  close(): Promise<void>;
}
