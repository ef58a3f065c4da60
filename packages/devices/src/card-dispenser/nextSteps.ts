import type { ChipErrorCode, MoveErrorCode } from './types.ts';

/** What to do about each failure; the device's page says the same with the causes. */
const NEXT_STEPS: Readonly<Record<MoveErrorCode | ChipErrorCode | 'not-taken', string>> = {
  aborted: 'Run the command again.',
  'port-missing': 'Check cable and plug; `ls /dev/serial/by-id/ /dev/tty*` shows the ports there are.',
  'port-busy': 'End the other program that has this port open; `fuser -v <port>` names it.',
  'port-failed':
    'Check that it is a serial port and that you may open it: `sudo usermod -aG dialout $USER`, then log in again.',
  'no-answer': 'Check its power, that it is this port and this dialect, TX/RX not swapped, and its address.',
  'answer-timeout': 'Switch the device off and on; it is searched for by itself.',
  'bad-frame': 'Check cable, ground and shield; try a lower rate.',
  unplugged: 'Plug it in again; where the card is will be read anew.',
  'outcome-unknown': 'Look at the status: it says where the card was found. Keep it, eject it, or take it over.',
  'not-supported': 'Ask for the capabilities first: this make has no such part.',
  'no-card': 'Put a card in, or have one dispensed.',
  'not-taken': 'Keep the card, or wait longer.',
  'card-inside': 'Keep, eject or take over the card that is in the path.',
  'card-jam': 'Open the machine, take the card out, shut it, and initialise.',
  'card-moved-by-hand': 'Look at the status, and leave the card alone while it moves.',
  'wrong-card-length': 'Eject what was put in; it is no card of this size.',
  'contact-failed': 'Eject the card and try another; if it stays, the contacts are worn.',
  'stacker-empty': 'Fill the stacker.',
  'bin-full': 'Empty the bin and set its counter back.',
  'sensor-error': 'Clean the sensors and the path; then ask the maker.',
  'motor-error': 'Look for what blocks the rollers; then ask the maker.',
  'power-fault': 'Measure the supply.',
  'not-initialised': 'Switch the device off and on; if it stays, look for a card in the path.',
  'command-refused': 'Tell the maker the code.',
  'card-not-at-chip': 'Move the card to the chip first.',
  'chip-no-answer': 'Clean the chip; turn the card; try another one.',
  'chip-failed': 'Clean the chip; try another card.',
  'chip-not-powered': 'Power the chip first.',
  'chip-protocol': 'Power the chip again; it speaks another protocol.',
  'bad-apdu': 'Send 4 to 261 bytes.',
};

export const nextStepOf = (code: keyof typeof NEXT_STEPS): string => NEXT_STEPS[code];
