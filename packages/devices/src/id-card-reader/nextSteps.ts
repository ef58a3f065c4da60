import type { ReadCardErrorCode } from './types.ts';

/** What to do about each failure; the README's table says the same with the causes. */
const NEXT_STEPS: Readonly<Record<ReadCardErrorCode, string>> = {
  aborted: 'Run the command again.',
  'no-card': 'Lay a card flat on the reader, or give --timeout more seconds.',
  'port-missing': 'Check cable and plug; `ls /dev/serial/by-id/ /dev/tty*` shows the ports there are.',
  'port-busy': 'End the other program that has this port open; `fuser -v <port>` names it.',
  'port-failed':
    'Check that it is a serial port and that you may open it: `sudo usermod -aG dialout $USER`, then log in again.',
  'no-answer':
    'Check the power of the reader, that it is this port, and TX/RX not swapped; USB readers of the SDT kind are no serial port.',
  'answer-timeout': 'Unplug the reader, plug it in again, and repeat.',
  'bad-frame': 'Check cable, ground and shield; try without --baud, or a lower rate set in the reader.',
  unplugged: 'Plug the reader in again and repeat.',
  'sam-self-test-failed': 'Switch the reader off and on; if it stays, its security module is broken: ask the maker.',
  'sam-not-authorised': 'The security module has no licence (any more): ask the maker.',
  'card-read-failed': 'Lift the card, lay it flat on the reader, and leave it there until it is read.',
  'card-rejected': 'Lay the card down again; if it stays, card or module is not genuine: try another card.',
  'wrong-card-type': 'Use a resident ID card, residence permit or foreign permanent resident ID card.',
  'bad-card-data': 'Lay the card down again; if it stays, the chip holds what the standard does not allow.',
  'command-refused': 'Switch the reader off and on, and repeat; report the SW3 to the maker if it stays.',
};

export const nextStepOf = (code: ReadCardErrorCode): string => NEXT_STEPS[code];
