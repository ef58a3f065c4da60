import type { Result } from './result.ts';

/**
 * The state every device of the machine has, whatever its make. Names follow XFS4IoT's `Common.Status.device`, so that
 * a bridge to it is a table and not a design.
 *
 * - `starting`: not known yet.
 * - `online`: ready for a command.
 * - `busy`: moving something; commands wait in the queue.
 * - `offline`: the port is there, and nothing that speaks the protocol answers.
 * - `noDevice`: the port, the queue, the reader is not there: unplugged.
 * - `hardwareError`: it answers, and says that it is broken. A technician is needed.
 * - `userError`: a person's hand can put it right: paper, cover, a card left in the gate.
 * - `fraudAttempt`: a sensor says that somebody tampers with it.
 */
export const deviceStates = [
  'starting',
  'online',
  'busy',
  'offline',
  'noDevice',
  'hardwareError',
  'userError',
  'fraudAttempt',
] as const;
export type DeviceState = (typeof deviceStates)[number];

export interface DeviceStatus {
  readonly state: DeviceState;
  /** Why, for the technician: one sentence, no personal data. Absent while all is well. */
  readonly detail?: string;
}

/** How far a supply has come, as XFS4IoT's `Storage` has it. */
export type SupplyLevel = 'unknown' | 'full' | 'high' | 'ok' | 'low' | 'empty' | 'missing';

/** What every driver offers. `Status` is the device's own, with its supplies and media. */
export interface Device<Status extends DeviceStatus = DeviceStatus> {
  readonly status: Status;
  /** Calls on changes only; returns the unsubscribe function. */
  onStatus(listener: (status: Status) => void): () => void;
  /** Lets go of the port; calls under way end with `aborted`. */
  close(): Promise<void>;
}

/** An expected failure. `code` is stable and typed by each method; `detail` is for the technician, without personal data. */
export interface DeviceError<Code extends string = string> {
  readonly code: Code;
  readonly detail: string;
}

/** What the operating system may say when a port is opened. */
export type PortErrorCode =
  | 'port-missing' // no such device file
  | 'port-busy' // another program holds it
  | 'port-failed'; // the operating system refused for another reason

/** What can go wrong between any driver and its device. Drivers add what their device itself refuses. */
export type LinkErrorCode =
  | PortErrorCode
  | 'aborted' // the caller's AbortSignal, or the device was closed
  | 'no-answer' // the port opens, and nothing that speaks this protocol answers
  | 'answer-timeout' // it answered before, and fell silent in the middle of a command
  | 'bad-frame' // garbled, also after the retries
  | 'unplugged'; // the port went away in the middle

/** The state a link failure leaves a device in. */
export function stateAfter(code: LinkErrorCode): DeviceState {
  switch (code) {
    case 'port-missing':
    case 'unplugged':
      return 'noDevice';
    case 'bad-frame':
    case 'port-busy':
    case 'port-failed':
    case 'no-answer':
    case 'answer-timeout':
    case 'aborted':
      return 'offline';
  }
}

export type DeviceResult<Value, Code extends string> = Promise<Result<Value, DeviceError<Code>>>;
