import type { Wiring } from './types.ts';

/**
 * How the boards of our own machines are wired. Every machine may differ: the wiring is configuration, and this one is
 * only what stands in it to begin with.
 */
export const DEFAULT_WIRING: Wiring = {
  sensors: {
    frontDoor: { input: 0, active: 'open' },
    backDoor: { input: 1, active: 'open' },
    tamper: { input: 2, active: 'open' },
    presence: { input: 3, active: 'closed' },
    callButton: { input: 4, active: 'closed' },
  },
  lights: { idReader: 0, cardSlot: 1, printer: 2, scanner: 3, fillLight: 4 },
};

/** How many inputs have to be read to see all that are wired; one where none is, to see that the board is there. */
export function inputCount({ sensors }: Wiring): number {
  return 1 + Math.max(0, ...Object.values(sensors).map(({ input }) => input));
}

/** How many coils have to be read to see all that are wired. */
export function coilCount({ lights }: Wiring): number {
  return 1 + Math.max(0, ...Object.values(lights));
}
