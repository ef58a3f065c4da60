import { sentence, text } from './kinds.ts';

/** What is said to somebody who works the terminal by ear, with the tactile keypad. No sentence here needs sight. */
export const keypad = {
  /** To somebody who has not started yet. */
  invite: text,
  /** What the first screen is to somebody who does not see it. */
  greeting: text,
  start: text,
  /** Said once, when listening begins. */
  welcome: text,
  /** The whole map of the keys. */
  help: text,
  choose: sentence({ key: 'text' }),
  back: text,
  leave: text,
  /** At the end of everything that is read out. */
  again: text,
  wait: text,
  enter: text,
  /** Options where the digits are taken by a code. */
  others: text,
  more: text,
  /** The option the arrow keys have come to. */
  onOption: sentence({ label: 'text' }),
  chosen: sentence({ label: 'text' }),
  chooseFirst: text,
  notHere: text,
  notTaken: text,
  typed: sentence({ count: 'number' }),
  missing: sentence({ count: 'number' }),
  complete: text,
  cleared: text,
  volume: sentence({ step: 'number' }),
  rate: sentence({ step: 'number' }),
  stillThere: text,
  timeGiven: text,
  headsetOut: text,
  cantonese: text,
  mandarin: text,
  stopListening: text,
  /** On the darkened screen. */
  curtain: { label: text, detail: text },
} as const;
