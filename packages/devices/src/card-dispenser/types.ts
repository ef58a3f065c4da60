import type { ApduChannel } from '../core/apduChannel.ts';
import type { CallOptions } from '../core/callQueue.ts';
import type { Device, DeviceError, DeviceStatus, LinkErrorCode, SupplyLevel } from '../core/device.ts';
import type { Result } from '../core/result.ts';

/** What a make can do. Workflows ask for these, never for a brand. */
export interface CardDispenserCapabilities {
  /** It has a stacker of new cards and takes one from there. Without it cards come from the gate only. */
  readonly hasStacker: boolean;
  /** A citizen's own card can be taken in at the gate. */
  readonly canAcceptFromGate: boolean;
  /** A card held at the gate can be drawn back in. */
  readonly canRetract: boolean;
  /** A card can be kept in a bin inside the machine. */
  readonly canRetain: boolean;
  /** The device itself counts what went into that bin, also while this program was not running. */
  readonly countsRetained: boolean;
  readonly hasIcContact: boolean;
  /** Contactless chips can be spoken with through this driver. */
  readonly hasRf: boolean;
}

/**
 * Where the one card is that may be in the path.
 *
 * - `none`: there is no card; the stacker and the bin do not count.
 * - `gate`: a hand can take it.
 * - `ic`, `rf`: where chips are spoken with.
 * - `inside`: in the machine, and nobody knows where exactly: as found after a start.
 * - `jammed`: the device said so, and nothing has been moved since.
 * - `unknown`: the device has not been asked, or does not answer.
 */
export const cardPositions = ['none', 'gate', 'ic', 'rf', 'inside', 'jammed', 'unknown'] as const;
export type CardPosition = (typeof cardPositions)[number];

export interface CardDispenserStatus extends DeviceStatus {
  readonly position: CardPosition;
  /**
   * A card is in the machine that no call of this program is responsible for: found at the start, after a loss of
   * power or plug, or left by a call that was aborted. It stays until it is retained, ejected, taken, or taken over by
   * `moveToChip({ from: 'inside' })`.
   */
  readonly cardLeftInside: boolean;
  /** As XFS4IoT's `CardReader.chipPower` has it. */
  readonly chip: 'unknown' | 'online' | 'poweredOff' | 'noCard';
  /** `missing` where the make has none. */
  readonly stacker: SupplyLevel;
  readonly retainBin: SupplyLevel;
  readonly counters: CardCounters;
}

/** What this program has seen since its start. */
export interface CardCounters {
  readonly dispensed: number;
  readonly taken: number;
  readonly retained: number;
}

/** What a mechanism may refuse, or break at. */
export type MechanismErrorCode =
  | 'not-supported' // this make has no such part
  | 'no-card' // there is no card to move, or nobody put one in
  | 'card-inside' // a card is in the path already
  | 'card-jam'
  | 'card-moved-by-hand' // pulled or pushed while it was being moved
  | 'wrong-card-length' // too short, too long, or something that is no card
  | 'contact-failed' // the contacts did not come down on the chip, or did not lift off it
  | 'stacker-empty'
  | 'bin-full' // or its counter is at its end
  | 'sensor-error'
  | 'motor-error'
  | 'power-fault' // the supply is outside its limits
  | 'not-initialised' // it had lost its power, and would not start again
  | 'command-refused'; // anything else it refuses; `deviceCode` names it

/** What any command may come to. */
export type CommandErrorCode = LinkErrorCode | MechanismErrorCode;

export type MoveErrorCode = CommandErrorCode | 'outcome-unknown';

export type ChipErrorCode =
  | CommandErrorCode
  | 'card-not-at-chip' // move it there first
  | 'chip-no-answer' // no ATR, or the chip fell silent: turned over, dirty, broken, no chip at all
  | 'chip-failed' // short circuit or spoilt transmission
  | 'chip-not-powered'
  | 'chip-protocol' // the chip speaks another protocol than it was spoken to
  | 'bad-apdu'; // no APDU can be of this length

export interface CardDispenserError<Code extends string = MoveErrorCode | ChipErrorCode> extends DeviceError<Code> {
  /** Where the card was when it was looked for after the failure. Absent when it was not, or could not be. */
  readonly position?: CardPosition;
  /** The device's own code, for the technician. */
  readonly deviceCode?: string;
}

export type MoveResult<Value = CardPosition> = Promise<Result<Value, CardDispenserError<MoveErrorCode>>>;
export type ChipResult<Value> = Promise<Result<Value, CardDispenserError<ChipErrorCode>>>;

export interface ChipPower {
  readonly atr: Uint8Array;
  readonly protocol: 'T=0' | 'T=1';
}

/** What becomes of a card that lies in the path when the mechanism starts anew. */
export type CardAtStart = 'leave' | 'eject' | 'retain';

export interface CardDispenser extends Device<CardDispenserStatus>, ApduChannel<ChipErrorCode> {
  readonly capabilities: CardDispenserCapabilities;
  /** Starts the mechanism anew, which also ends a jam that has been cleared. Connecting does it with `leave`. */
  initialise(options: CallOptions & { readonly card: CardAtStart }): MoveResult;
  /**
   * Brings a card to the chip contacts. `stacker`: a new one, and only when the device says that no card is in the
   * path; `gate`: the one held there; `inside`: the one in the machine, wherever it is.
   *
   * `outcome-unknown` from `stacker` means that plug or power was lost on the way. Its `position` says where a card
   * was found afterwards; calling again never brings a second one out while the first is there.
   */
  moveToChip(options: CallOptions & { readonly from: 'stacker' | 'gate' | 'inside' }): MoveResult;
  /** Resets the chip cold and returns what it answers. */
  powerChip(options?: CallOptions): ChipResult<ChipPower>;
  powerOffChip(options?: CallOptions): ChipResult<'off'>;
  transmit(command: Uint8Array, options?: CallOptions): ChipResult<Uint8Array>;
  /** To the gate, held: a hand can take it, and it can still be drawn back. */
  present(options?: CallOptions): MoveResult;
  /**
   * Waits for the card at the gate to be taken. When the time is up the card stays where it is and the call fails with
   * `not-taken`, or, with `orRetain`, the card is drawn in and kept in the same breath.
   */
  waitForTaken(
    options: CallOptions & { readonly timeoutMs: number; readonly orRetain?: boolean },
  ): Promise<Result<'taken' | 'retained', CardDispenserError<MoveErrorCode | 'not-taken'>>>;
  /** Keeps the card in the bin. `taken` when a hand was faster. */
  retain(options?: CallOptions): MoveResult<'retained' | 'taken'>;
  /** Out of the gate, not held: it cannot be drawn back. */
  eject(options?: CallOptions): MoveResult;
  /** Opens the entry and waits for a card; closes it again whatever happens. */
  acceptCard(options?: CallOptions): MoveResult;
  /** What the device's own counter says. */
  countRetained(options?: CallOptions): MoveResult<number>;
  /** For the technician who has emptied the bin. */
  resetRetained(options?: CallOptions): MoveResult<number>;
}
