import type { ChipErrorCode } from './types.ts';

interface Meaning {
  readonly code: ChipErrorCode;
  readonly meaning: string;
}

/** e1 e0 of a failed command. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  '00': { code: 'command-refused', meaning: 'undefined command' },
  '01': { code: 'command-refused', meaning: 'wrong parameter' },
  '02': { code: 'command-refused', meaning: 'not in this order' },
  '03': { code: 'not-supported', meaning: 'its hardware has no such part' },
  '04': { code: 'command-refused', meaning: 'wrong data' },
  '05': { code: 'contact-failed', meaning: 'the contacts have not lifted off the chip' },
  '10': { code: 'card-jam', meaning: 'card jam' },
  '12': { code: 'sensor-error', meaning: 'a sensor fails' },
  '13': { code: 'wrong-card-length', meaning: 'the card is too long' },
  '14': { code: 'wrong-card-length', meaning: 'the card is too short' },
  '16': { code: 'card-moved-by-hand', meaning: 'the card was moved by hand' },
  '40': { code: 'not-supported', meaning: 'keeping cards is switched off' },
  '41': { code: 'contact-failed', meaning: 'the magnet of the contacts fails' },
  '43': { code: 'contact-failed', meaning: 'the card does not reach the contacts' },
  '45': { code: 'card-moved-by-hand', meaning: 'the card was moved by hand' },
  '50': { code: 'bin-full', meaning: 'the counter of kept cards is at its end' },
  '51': { code: 'motor-error', meaning: 'the motor fails' },
  '60': { code: 'chip-failed', meaning: 'short circuit at the chip' },
  '61': { code: 'chip-no-answer', meaning: 'the chip does not answer to reset' },
  '62': { code: 'chip-protocol', meaning: 'not supported by the card' },
  '63': { code: 'chip-no-answer', meaning: 'the chip fell silent and was switched off' },
  '64': { code: 'chip-failed', meaning: 'protocol error, the chip was switched off' },
  '65': { code: 'chip-not-powered', meaning: 'the chip is not switched on' },
  '66': { code: 'chip-protocol', meaning: 'not supported by the current card' },
  '67': { code: 'chip-failed', meaning: 'transmission error at the chip' },
  '68': { code: 'chip-no-answer', meaning: 'the chip answers too late' },
  '69': { code: 'chip-failed', meaning: 'the answer to reset is not as EMV wants it' },
  A0: { code: 'stacker-empty', meaning: 'the stacker is empty' },
  A1: { code: 'bin-full', meaning: 'the bin is full' },
  B0: { code: 'not-initialised', meaning: 'not initialised' },
};

export const codes591: readonly string[] = Object.keys(MEANINGS);

export function refusal591(error: string): Meaning {
  return MEANINGS[error.toUpperCase()] ?? { code: 'command-refused', meaning: 'a code no table knows' };
}
