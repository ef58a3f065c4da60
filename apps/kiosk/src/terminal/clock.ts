/** Time as the workflow sees it; xstate takes the same shape, so one fake moves both. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  // The handle is the runtime's own business: Node's is an object, a fake's a number.
  setTimeout(callback: (...args: unknown[]) => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};
