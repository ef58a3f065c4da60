import { isDeepStrictEqual } from 'node:util';
import type { DeviceStatus } from './device.ts';

/** Holds one device's status and tells of changes, and of changes only. */
export class StatusKeeper<Status extends DeviceStatus> {
  readonly #listeners = new Set<(status: Status) => void>();
  #current: Status;

  constructor(first: Status) {
    this.#current = first;
  }

  get current(): Status {
    return this.#current;
  }

  set(next: Status): void {
    if (isDeepStrictEqual(next, this.#current)) return;
    this.#current = next;
    for (const listener of [...this.#listeners]) listener(next);
  }

  /** Returns the unsubscribe function. */
  onChange(listener: (status: Status) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Nobody is told anything any more. */
  close(): void {
    this.#listeners.clear();
  }
}
