import { type Answer, encodeCommand } from './frame.ts';
import type { ReadCardErrorCode } from './types.ts';

/**
 * What a terminal says to the module, and how the module's status (SW3) is to be read. GA/T 467 chapter 7 by way of
 * implementers' copies; the standard's own text is not public.
 */

/** How an answer fits the command it is taken for. Answers carry no command, so a late one can only be told by its shape. */
export type Fit =
  | 'yes'
  /** The status is right, the data is not: a module of its own ways, or the late answer to something else. */
  | 'doubtful'
  | 'no';

export interface ModuleCommand {
  readonly name: string;
  readonly frame: Uint8Array;
  /** The answer must begin by then, in ms after the last byte of the command. */
  readonly answerMs: number;
  fits(answer: Answer): Fit;
}

export const SW3 = {
  ok: 0x90,
  empty: 0x91,
  found: 0x9f,
  hostChecksum: 0x10,
  hostLength: 0x11,
  badCommand: 0x21,
  notPermitted: 0x23,
  notRecognised: 0x24,
  cardRejectsModule: 0x31,
  moduleRejectsCard: 0x32,
  verificationFailed: 0x33,
  unknownCardType: 0x40,
  readFailed: 0x41,
  randomFailed: 0x47,
  selfTestFailed: 0x60,
  notAuthorised: 0x66,
  noCard: 0x80,
  selectFailed: 0x81,
} as const;

const SAM_ID_LENGTH = 16;
const SERIAL_LENGTH = 8;
const ADDRESS_LENGTH = 70;
/** Modules that hand out every additional address at once hand out at most four. */
const MAX_ADDRESSES = 4;

/**
 * A success with the data it should have, or a failure. Failures that belong to one command (`own`) are as late answers
 * to it as anything else: others take them when nothing better comes.
 */
function fitOf(answer: Answer, success: { sw3: number; shape: (data: Uint8Array) => boolean; own?: number }): Fit {
  if (answer.sw3 === success.sw3) return success.shape(answer.data) ? 'yes' : 'doubtful';
  switch (answer.sw3) {
    case success.own:
      return 'yes';
    case SW3.ok:
    case SW3.empty:
    case SW3.found:
      return 'no';
    case SW3.noCard:
    case SW3.selectFailed:
      return 'doubtful';
    default:
      return 'yes';
  }
}

/** Is anybody there? Also how the baud rate is found. */
export const STATUS: ModuleCommand = {
  name: 'status',
  frame: encodeCommand(0x11, 0xff),
  answerMs: 1_000,
  fits: (answer) => fitOf(answer, { sw3: SW3.ok, shape: (data) => data.length === 0 }),
};

export const SAM_ID: ModuleCommand = {
  name: 'SAM id',
  frame: encodeCommand(0x12, 0xff),
  answerMs: 1_000,
  fits: (answer) => fitOf(answer, { sw3: SW3.ok, shape: (data) => data.length === SAM_ID_LENGTH }),
};

/** 1000 ms in every implementation seen; half as much again for a slow card. */
export const FIND: ModuleCommand = {
  name: 'find',
  frame: encodeCommand(0x20, 0x01),
  answerMs: 1_500,
  fits: (answer) => fitOf(answer, { sw3: SW3.found, shape: () => true, own: SW3.noCard }),
};

export const SELECT: ModuleCommand = {
  name: 'select',
  frame: encodeCommand(0x20, 0x02),
  answerMs: 2_000,
  fits: (answer) =>
    fitOf(answer, { sw3: SW3.ok, shape: (data) => data.length === SERIAL_LENGTH, own: SW3.selectFailed }),
};

/** Implementers give it 3 to 5 s; a whole reading takes 1 to 1.5 s in practice. */
export const READ_BASE: ModuleCommand = {
  name: 'read',
  frame: encodeCommand(0x30, 0x01),
  answerMs: 6_000,
  fits: (answer) => fitOf(answer, { sw3: SW3.ok, shape: (data) => data.length > ADDRESS_LENGTH * MAX_ADDRESSES }),
};

export const READ_NEWEST_ADDRESS: ModuleCommand = {
  name: 'additional address',
  frame: encodeCommand(0x30, 0x03),
  answerMs: 1_500,
  fits: (answer) => {
    if (answer.sw3 === SW3.empty) return 'yes';
    const shape = ({ length }: Uint8Array) =>
      length > 0 && length % ADDRESS_LENGTH === 0 && length <= ADDRESS_LENGTH * MAX_ADDRESSES;
    return fitOf(answer, { sw3: SW3.ok, shape });
  },
};

interface Refusal {
  readonly code: ReadCardErrorCode;
  readonly meaning: string;
}

const REFUSALS: Readonly<Record<number, Refusal>> = {
  [SW3.hostChecksum]: { code: 'bad-frame', meaning: 'the module received a frame with a wrong checksum' },
  [SW3.hostLength]: { code: 'bad-frame', meaning: 'the module received a frame with a wrong length' },
  [SW3.badCommand]: { code: 'command-refused', meaning: 'unknown command or wrong order' },
  [SW3.notPermitted]: { code: 'command-refused', meaning: 'operation not permitted' },
  [SW3.notRecognised]: { code: 'command-refused', meaning: 'error the module does not know itself' },
  [SW3.cardRejectsModule]: { code: 'card-rejected', meaning: 'the card did not accept the module' },
  [SW3.moduleRejectsCard]: { code: 'card-rejected', meaning: 'the module did not accept the card' },
  [SW3.verificationFailed]: { code: 'card-rejected', meaning: 'the information on the card failed verification' },
  [SW3.unknownCardType]: { code: 'wrong-card-type', meaning: 'not a card of this kind' },
  [SW3.readFailed]: { code: 'card-read-failed', meaning: 'reading the card failed' },
  [SW3.randomFailed]: { code: 'card-read-failed', meaning: 'the card gave no random number' },
  [SW3.selfTestFailed]: { code: 'sam-self-test-failed', meaning: "the module's self-test failed" },
  [SW3.notAuthorised]: { code: 'sam-not-authorised', meaning: 'the module is not authorised' },
  // In the middle of a reading: the card was lifted.
  [SW3.noCard]: { code: 'card-read-failed', meaning: 'the card is gone' },
  [SW3.selectFailed]: { code: 'card-read-failed', meaning: 'selecting the card failed' },
};

/** What a failing SW3 means. */
export function refusalOf(sw3: number): Refusal {
  return REFUSALS[sw3] ?? { code: 'command-refused', meaning: 'a status no table knows' };
}

/** One byte as implementers' tables print it. */
export const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0').toUpperCase();
