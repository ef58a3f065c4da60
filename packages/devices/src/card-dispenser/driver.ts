import type { CallOptions } from '../core/callQueue.ts';
import { type Clock, pause, systemClock } from '../core/clock.ts';
import { failure, type Result, success } from '../core/result.ts';
import { type OpenPort, openSerialPort } from '../transports/serialPort.ts';
import type { Session } from './greeting.ts';
import { isInPath, Ledger } from './ledger.ts';
import type { Movement } from './movement.ts';
import { movements } from './movements.ts';
import type { Dialect, MoverError } from './mover.ts';
import { type MoveError, Operations } from './operations.ts';
import type {
  CardAtStart,
  CardDispenser,
  CardDispenserCapabilities,
  CardDispenserError,
  CardDispenserStatus,
  CardPosition,
  ChipErrorCode,
  ChipPower,
  ChipResult,
  MoveErrorCode,
  MoveResult,
} from './types.ts';

export interface CardDispenserOptions {
  /** Device file; opened anew after every loss, so a link that comes back pointing elsewhere is followed. */
  readonly port: string;
  /** The make: `crt591()` or `crt310()`. */
  readonly dialect: Dialect;
  /** In baud. Without it the rates the make can be set to are tried. */
  readonly baudRate?: number;
  /** For tests. */
  readonly clock?: Clock;
  /** For tests. */
  readonly openPort?: OpenPort;
}

/** So often the gate is looked at while a hand is waited for. */
const WATCH_MS = 150;
/** So long a card may be on its way in before it counts as having stopped there. */
const ENTERING_MS = 2_000;
/** CLA INS P1 P2 at least; Lc, 255 bytes and Le at most. */
const APDU_LENGTHS = { min: 4, max: 261 };

const NOT_TAKEN = { code: 'not-taken', detail: 'the card still lay at the gate when the time given was up' } as const;
const NO_CARD_CAME: MoveError = { code: 'no-card', detail: 'no card was put in in the time given', position: 'none' };

/**
 * A motorised card dispenser or reader at a serial port. Connects at once and in the background, and stays connected
 * until closed. Calls are served one after another; an aborted call returns at once, while a movement that has begun is
 * brought to its end, and its card is then told of as `cardLeftInside`.
 */
export function createCardDispenser(options: CardDispenserOptions): CardDispenser {
  return new SerialCardDispenser(options);
}

class SerialCardDispenser implements CardDispenser {
  readonly capabilities: CardDispenserCapabilities;
  readonly #ledger = new Ledger();
  readonly #operations: Operations;
  readonly #clock: Clock;

  constructor(options: CardDispenserOptions) {
    const { clock = systemClock, openPort = openSerialPort } = options;
    this.capabilities = options.dialect.capabilities;
    this.#clock = clock;
    this.#operations = new Operations({ ...options, clock, openPort, ledger: this.#ledger });
  }

  get status(): CardDispenserStatus {
    return this.#ledger.status;
  }

  onStatus(listener: (status: CardDispenserStatus) => void): () => void {
    return this.#ledger.onChange(listener);
  }

  initialise({ card, ...options }: CallOptions & { readonly card: CardAtStart }): MoveResult {
    return this.#operations.callToMove<CardPosition, MoveErrorCode>(options, {
      work: async (session) => {
        const before = await this.#operations.look(session);
        // A device that cannot even say where the card is has to be started all the same.
        const from = before.ok ? before.value.position : 'unknown';
        if (card === 'retain' && isInPath(from)) return this.#initialiseAndCount(session, from);
        return positionOf(await this.#operations.perform(session, movements.initialise(card), from, 'other'));
      },
    });
  }

  moveToChip({ from, ...options }: CallOptions & { readonly from: 'stacker' | 'gate' | 'inside' }): MoveResult {
    if (from === 'stacker' && !this.capabilities.hasStacker) return unsupported('stacker');
    return this.#operations.callToMove<CardPosition, MoveErrorCode>(options, {
      work: async (session, signal) => {
        const before = await this.#operations.look(session);
        if (!before.ok) return before;
        if (signal.aborted) return success('stopped');
        const { position } = before.value;
        if (position === 'unknown')
          return refuse('sensor-error', 'the device does not know where the card is', position);
        if (from === 'stacker') {
          // A card that is stuck between two sensors is seen by neither.
          if (this.#ledger.jammed) return refuse('card-jam', 'clear the jam and initialise first', 'jammed');
          if (position !== 'none') return refuse('card-inside', 'a card is in the path already', position);
          return positionOf(await this.#operations.perform(session, movements.dispense, position, 'dispensed'));
        }
        if (position === 'none') return refuse('no-card', 'there is no card in the path', position);
        if (from === 'gate' && position !== 'gate') {
          return refuse('card-inside', 'the card is not at the gate', position);
        }
        return positionOf(await this.#operations.perform(session, movements.toChip, position, 'other'));
      },
    });
  }

  present(options: CallOptions = {}): MoveResult {
    return this.#send(options, movements.present);
  }

  eject(options: CallOptions = {}): MoveResult {
    return this.#send(options, movements.eject);
  }

  retain(options: CallOptions = {}): MoveResult<'retained' | 'taken'> {
    return this.#operations.callToMove<'retained' | 'taken', MoveErrorCode>(options, {
      work: async (session, signal) => {
        const before = await this.#operations.look(session);
        if (!before.ok) return before;
        if (signal.aborted) return success('stopped');
        const { position } = before.value;
        if (position === 'none') return refuse('no-card', 'there is no card to keep', position);
        return this.#operations.keep(session, position);
      },
    });
  }

  waitForTaken({
    orRetain = false,
    ...options
  }: CallOptions & { readonly timeoutMs: number; readonly orRetain?: boolean }): Promise<
    Result<'taken' | 'retained', CardDispenserError<MoveErrorCode | 'not-taken'>>
  > {
    return this.#operations.callToMove<'taken' | 'retained', MoveErrorCode | 'not-taken'>(options, {
      timeUp: NOT_TAKEN,
      work: async (session, signal) => {
        const watched = await this.#watchGate(session, signal);
        if (!watched.ok) return watched;
        if (watched.value === 'taken') return success('taken');
        // Nobody decides about the card for a caller who has gone away.
        if (options.signal?.aborted || this.#operations.closing) return success('stopped');
        return orRetain ? this.#operations.keep(session, 'gate') : failure({ ...NOT_TAKEN, position: 'gate' as const });
      },
    });
  }

  acceptCard(options: CallOptions = {}): MoveResult {
    if (!this.capabilities.canAcceptFromGate) return unsupported('entry');
    return this.#operations.callToMove<CardPosition, MoveErrorCode>(options, {
      timeUp: NO_CARD_CAME,
      work: async (session, signal) => {
        const before = await this.#operations.look(session);
        if (!before.ok) return before;
        const { position } = before.value;
        if (position !== 'none') return refuse('card-inside', 'a card is in the path already', position);
        const opened = await this.#operations.ask(session, session.mover.setEntry(true));
        const entered = opened.ok ? await this.#watchEntry(session, signal) : opened;
        // Also after a failure: an open entry would swallow the next card with nobody to answer for it.
        const closed = await this.#operations.ask(session, session.mover.setEntry(false));
        if (!entered.ok || entered.value !== 'stopped') return entered;
        if (!closed.ok) return closed;
        // It may have come in just as the entry was closed.
        const last = await this.#operations.look(session);
        if (!last.ok) return last;
        return success(isInside(last.value.position) ? last.value.position : 'stopped');
      },
    });
  }

  powerChip(options: CallOptions = {}): ChipResult<ChipPower> {
    return this.#withChip<ChipPower>(options, async (session) => {
      const look = await this.#operations.look(session);
      if (!look.ok) return look;
      const { position } = look.value;
      if (position !== 'ic') {
        const code = position === 'none' ? 'no-card' : 'card-not-at-chip';
        return failure({ code, detail: 'there is no card at the contacts', position });
      }
      const powered = await this.#operations.askChip(session, session.mover.powerOn());
      this.#ledger.chip(powered.ok ? 'online' : 'poweredOff');
      return powered;
    });
  }

  powerOffChip(options: CallOptions = {}): ChipResult<'off'> {
    return this.#withChip<'off'>(options, async (session) => {
      const off = await this.#operations.askChip(session, session.mover.powerOff());
      if (!off.ok) return off;
      this.#ledger.chip('poweredOff');
      return success('off');
    });
  }

  async transmit(command: Uint8Array, options: CallOptions = {}): ChipResult<Uint8Array> {
    const { length } = command;
    if (length < APDU_LENGTHS.min || length > APDU_LENGTHS.max) {
      return failure({ code: 'bad-apdu', detail: `an APDU has 4 to 261 bytes, not ${length}` });
    }
    return this.#withChip<Uint8Array>(options, async (session) => {
      if (this.#ledger.status.chip !== 'online') {
        return failure({ code: 'chip-not-powered', detail: 'the chip is not switched on' });
      }
      const response = await this.#operations.askChip(session, session.mover.exchange(command));
      if (!response.ok && hasSwitchedOff(response.error.code)) this.#ledger.chip('poweredOff');
      return response;
    });
  }

  countRetained(options: CallOptions = {}): MoveResult<number> {
    if (!this.capabilities.countsRetained) return unsupported('counter of kept cards');
    return this.#operations.call<number, MoveErrorCode>(options, {
      work: (session) => this.#operations.ask(session, session.mover.countRetained()),
    });
  }

  resetRetained(options: CallOptions = {}): MoveResult<number> {
    if (!this.capabilities.countsRetained) return unsupported('counter of kept cards');
    return this.#operations.call<number, MoveErrorCode>(options, {
      work: async (session) => {
        const reset = await this.#operations.ask(session, session.mover.resetRetained());
        return reset.ok ? this.#operations.ask(session, session.mover.countRetained()) : reset;
      },
    });
  }

  async close(): Promise<void> {
    await this.#operations.close();
    this.#ledger.close();
  }

  #send(options: CallOptions, movement: Movement): MoveResult {
    return this.#operations.callToMove<CardPosition, MoveErrorCode>(options, {
      work: async (session, signal) => {
        const before = await this.#operations.look(session);
        if (!before.ok) return before;
        if (signal.aborted) return success('stopped');
        const { position } = before.value;
        if (position === 'none') return refuse('no-card', 'there is no card in the path', position);
        return positionOf(await this.#operations.perform(session, movement, position, 'presented'));
      },
    });
  }

  async #initialiseAndCount(session: Session, from: CardPosition): Promise<Result<CardPosition, MoveError>> {
    const done = positionOf(await this.#operations.perform(session, movements.initialise('retain'), from, 'other'));
    if (done.ok) this.#ledger.retained();
    return done;
  }

  async #watchGate(session: Session, signal: AbortSignal): Promise<Result<'taken' | 'still-there', MoveError>> {
    let wasThere = this.#ledger.presented;
    for (;;) {
      const look = await this.#operations.look(session);
      if (!look.ok) return look;
      const { position } = look.value;
      if (position === 'none')
        return wasThere ? success('taken') : refuse('no-card', 'no card was presented', position);
      if (position !== 'gate') return refuse('card-inside', 'the card is not at the gate', position);
      wasThere = true;
      if (signal.aborted) return success('still-there');
      await pause(this.#clock, WATCH_MS, signal);
    }
  }

  async #watchEntry(session: Session, signal: AbortSignal): Promise<Result<CardPosition | 'stopped', MoveError>> {
    let enteringSince: number | undefined;
    for (;;) {
      const look = await this.#operations.look(session);
      if (!look.ok) return look;
      const { position } = look.value;
      if (position === 'inside') enteringSince ??= this.#clock.now();
      else enteringSince = undefined;
      const hasStopped = enteringSince !== undefined && this.#clock.now() - enteringSince > ENTERING_MS;
      if (isInside(position) && (position !== 'inside' || hasStopped)) return success(position);
      if (signal.aborted && enteringSince === undefined) return success('stopped');
      // An aborted signal would make this a pause of no length.
      await pause(this.#clock, WATCH_MS, enteringSince === undefined ? signal : undefined);
    }
  }

  #withChip<Value>(
    options: CallOptions,
    work: (session: Session) => Promise<Result<Value, CardDispenserError<ChipErrorCode>>>,
  ): ChipResult<Value> {
    if (!this.capabilities.hasIcContact) return unsupported('chip contacts');
    return this.#operations.call<Value, ChipErrorCode>(options, {
      work: async (session, signal) => (signal.aborted ? success('stopped') : work(session)),
    });
  }
}

const isInside = (position: CardPosition): boolean => isInPath(position) && position !== 'gate';

const hasSwitchedOff = (code: MoverError['code']): boolean => code.startsWith('chip-') && code !== 'chip-protocol';

function positionOf(done: Awaited<ReturnType<Operations['perform']>>): Result<CardPosition, MoveError> {
  return done.ok ? success(done.value.look.position) : done;
}

function refuse(code: MoveErrorCode, detail: string, position: CardPosition): { ok: false; error: MoveError } {
  return failure({ code, detail, position });
}

function unsupported(what: string): Promise<{ ok: false; error: { code: 'not-supported'; detail: string } }> {
  return Promise.resolve(failure({ code: 'not-supported', detail: `this make has no ${what}` }));
}
