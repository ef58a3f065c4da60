/** Contacts bounce, and a sensor beam flickers where somebody's sleeve is: what has not lasted so long has not been. */
export const DEBOUNCE_MS = 50;
/** How often in a row a contact must have been seen alike: one reading may have been spoilt in a way its CRC misses. */
const SAMPLES = 2;

/** What a contact is taken to be, from what it was seen to be. Pure but for what it remembers. */
export class Contact {
  #taken: boolean | undefined;
  #seen: boolean | undefined;
  #since = 0;
  #samples = 0;

  /** Undefined until enough has been seen. */
  get taken(): boolean | undefined {
    return this.#taken;
  }

  /** It was last seen as something it is not taken for yet: worth another look soon. */
  get doubtful(): boolean {
    return this.#seen !== this.#taken;
  }

  see(closed: boolean, now: number): void {
    if (closed === this.#seen) {
      this.#samples += 1;
    } else {
      this.#seen = closed;
      this.#since = now;
      this.#samples = 1;
    }
    if (this.#samples >= SAMPLES && now - this.#since >= DEBOUNCE_MS) this.#taken = closed;
  }

  forget(): void {
    this.#taken = undefined;
    this.#seen = undefined;
    this.#samples = 0;
  }
}
