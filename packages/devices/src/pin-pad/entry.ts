import { KEY } from './dialect.ts';
import type { KeyEvent } from './types.ts';

export type EntryEnd = 'confirmed' | 'cancelled' | 'timed-out' | 'clear-digit';

/**
 * What the keys of one entry come to. With `digits` the pad is one that sends them in clear, and they are written there;
 * without, a digit in clear ends the entry at once, for then the pad does not do what it was told.
 */
export class Entry {
  readonly #maxDigits: number;
  readonly #digits: Uint8Array | undefined;
  readonly #onKey: ((event: KeyEvent) => void) | undefined;
  #entered = 0;
  #end: EntryEnd | undefined;

  constructor(options: { maxDigits: number; digits?: Uint8Array; onKey?: ((event: KeyEvent) => void) | undefined }) {
    this.#maxDigits = options.maxDigits;
    this.#digits = options.digits;
    this.#onKey = options.onKey;
  }

  get entered(): number {
    return this.#entered;
  }

  get end(): EntryEnd | undefined {
    return this.#end;
  }

  /** Bytes that are no key are noise. */
  take(byte: number): void {
    if (this.#end) return;
    const isDigit = byte >= KEY.zero && byte <= KEY.nine;
    if (isDigit && !this.#digits) this.#end = 'clear-digit';
    else if (isDigit || (byte === KEY.star && !this.#digits)) this.#add(byte);
    else if (byte === KEY.clear) this.#erase();
    else if (byte === KEY.confirm) this.#finish('confirmed', 'confirm');
    else if (byte === KEY.cancel) this.#finish('cancelled', 'cancel');
    else if (byte === KEY.timeOut) this.#end = 'timed-out';
  }

  #add(byte: number): void {
    if (this.#entered === this.#maxDigits) return;
    this.#digits?.fill(byte, this.#entered, this.#entered + 1);
    this.#entered += 1;
    this.#onKey?.({ key: 'digit', entered: this.#entered });
  }

  #erase(): void {
    if (this.#entered > 0) this.#entered -= 1;
    this.#digits?.fill(0, this.#entered);
    this.#onKey?.({ key: 'clear', entered: this.#entered });
  }

  #finish(end: EntryEnd, key: 'confirm' | 'cancel'): void {
    this.#end = end;
    this.#onKey?.({ key, entered: this.#entered });
  }
}
