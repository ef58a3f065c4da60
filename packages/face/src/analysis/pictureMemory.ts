type PictureArray = Uint8Array | Int32Array | Float32Array;

/**
 * Remembers every buffer that holds a citizen's picture while one call is answered, to overwrite them all at its end,
 * whether it ended well or not. What it cannot reach is stated in the package's README.
 */
export class PictureMemory {
  readonly #held: PictureArray[] = [];

  /** Takes the array over: it will be zeroed by `wipe`. */
  hold<T extends PictureArray>(array: T): T {
    this.#held.push(array);
    return array;
  }

  /** Overwrites everything held. Returns the arrays, so that a test can look into them. */
  wipe(): readonly PictureArray[] {
    const wiped = this.#held.splice(0);
    for (const array of wiped) array.fill(0);
    return wiped;
  }
}
