/** Why a confirmation is still here after an attempt. */
export type KeptReason =
  | 'unreachable' // no answer
  | 'protocol' // an answer nobody understands: one side is being updated, or a proxy answered
  | 'unauthorised' // the service does not know this terminal (any more)
  | 'store'; // this terminal's own disk

/** The first pause is short: most failures are a single lost packet. Doubles up to five minutes. */
const UNREACHABLE_FIRST_MS = 2_000;
const UNREACHABLE_LONGEST_MS = 5 * 60_000;
/** Sending the same bytes again at once would be misunderstood again. Doubles up to an hour. */
const PROTOCOL_FIRST_MS = 30_000;
const PROTOCOL_LONGEST_MS = 60 * 60_000;
/** Someone has to enrol the terminal or correct its secret; that takes people. */
const UNAUTHORISED_MS = 5 * 60_000;
/** All terminals of a city lose the service at the same moment; they must not come back at the same moment. */
const JITTER = 0.25;

/**
 * Milliseconds until the next attempt after `failures` failures in a row (at least 1): exponential, with ±25 % jitter.
 * `random` gives numbers in [0, 1).
 */
export function retryDelay(reason: KeptReason, failures: number, random: () => number): number {
  return jittered(plainDelay(reason, failures), random);
}

/** The delay, up to 25 % shorter or longer. */
export function jittered(ms: number, random: () => number): number {
  return Math.round(ms * (1 - JITTER + 2 * JITTER * random()));
}

function plainDelay(reason: KeptReason, failures: number): number {
  switch (reason) {
    case 'unreachable':
      return Math.min(UNREACHABLE_FIRST_MS * 2 ** (failures - 1), UNREACHABLE_LONGEST_MS);
    case 'protocol':
    case 'store':
      return Math.min(PROTOCOL_FIRST_MS * 2 ** (failures - 1), PROTOCOL_LONGEST_MS);
    case 'unauthorised':
      return UNAUTHORISED_MS;
  }
}
