import { type CallOptions, CallQueue } from '../core/callQueue.ts';
import { type Clock, pause } from '../core/clock.ts';
import { Connection } from '../core/connection.ts';
import type { DeviceError, LinkErrorCode } from '../core/device.ts';
import { failure, type Result, success } from '../core/result.ts';
import type { OpenPort } from '../transports/serialPort.ts';
import { dispenserStateAfter, type GreetingError, greetDispenser, type Session } from './greeting.ts';
import type { Ledger } from './ledger.ts';
import { type Carried, carryOut, commandCode, lookOrStart, type Movement } from './movement.ts';
import { movements } from './movements.ts';
import type { Dialect, Look, MoverError } from './mover.ts';
import type { CardDispenserError, CardPosition, ChipErrorCode, CommandErrorCode, MoveErrorCode } from './types.ts';

/** An idle mechanism is asked so often; with its tries a silent one is known within a second. */
const POLL_MS = 300;
const POLL_TRIES = 2;
/** A plug put back, or a device that starts anew, is waited for so long by the call that lost it. */
const RECOVER_MS = 6_000;
const RECOVER_PAUSE_MS = 200;

export type MoveError = CardDispenserError<MoveErrorCode>;
type CommandError = CardDispenserError<CommandErrorCode>;
type ChipError = CardDispenserError<ChipErrorCode>;

const LATE = { code: 'aborted', detail: 'the time given was up before the device was free' } as const;

interface Call<Value, Failure> {
  readonly timeUp?: Failure;
  readonly work: (session: Session, signal: AbortSignal) => Promise<Result<Value | 'stopped', Failure>>;
}

/** What the driver's methods are made of: one call at a time, a look, a movement, a chip command, and the polling. */
export class Operations {
  readonly #connection: Connection<Session, GreetingError>;
  readonly #queue: CallQueue;
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #countsRetained: boolean;
  readonly #closing = new AbortController();
  readonly #polling: Promise<void>;

  constructor(options: {
    port: string;
    dialect: Dialect;
    baudRate?: number;
    clock: Clock;
    openPort: OpenPort;
    ledger: Ledger;
  }) {
    const { clock, dialect, ledger } = options;
    this.#clock = clock;
    this.#ledger = ledger;
    this.#countsRetained = dialect.capabilities.countsRetained;
    this.#queue = new CallQueue(clock);
    const greet = greetDispenser(options);
    this.#connection = new Connection({
      clock,
      stateOf: dispenserStateAfter,
      open: async (signal) => {
        const opened = await greet(signal);
        if (opened.ok) ledger.found(opened.value.session.found, opened.value.session.fault);
        return opened;
      },
    });
    this.#connection.onStatus((status) => ledger.linked(status));
    this.#polling = this.#poll();
  }

  get closing(): boolean {
    return this.#closing.signal.aborted;
  }

  call<Value, Code extends string>(
    options: CallOptions,
    { timeUp, work }: Call<Value, CardDispenserError<Code | LinkErrorCode>>,
  ): Promise<Result<Value, CardDispenserError<Code | LinkErrorCode>>> {
    return this.#queue.run<Session, Value, CardDispenserError<Code | LinkErrorCode>>(options, {
      timeUp: timeUp ?? LATE,
      connect: () => this.#connection.connected(),
      work,
    });
  }

  /** As `call`; a card that is in the path when the caller has gone away belongs to nobody. */
  callToMove<Value, Code extends string>(
    options: CallOptions,
    { timeUp, work }: Call<Value, CardDispenserError<Code | LinkErrorCode>>,
  ): Promise<Result<Value, CardDispenserError<Code | LinkErrorCode>>> {
    return this.call<Value, Code>(options, {
      ...(timeUp ? { timeUp } : {}),
      work: async (session, signal) => {
        const result = await work(session, signal);
        if (options.signal?.aborted) this.#ledger.orphaned();
        return result;
      },
    });
  }

  async look({ mover }: Session): Promise<Result<Look, CommandError>> {
    const seen = await lookOrStart(mover);
    return this.#noteLook(seen);
  }

  /** Brings a movement to an end that is known, and writes down what has become of the card. */
  async perform(
    session: Session,
    movement: Movement,
    before: CardPosition,
    what: 'dispensed' | 'presented' | 'other',
  ): Promise<Result<Carried, MoveError>> {
    const { mover } = session;
    // The contacts do not lift off a chip that is switched on.
    if (this.#ledger.status.chip === 'online') await mover.powerOff();
    this.#ledger.moves();
    const onSilent = (detail: string): void => this.#ledger.silent(detail);
    const done = await carryOut({ mover, clock: this.#clock, onSilent }, movement, before);
    if (done.ok) {
      this.#ledger.moved(done.value.look, what);
      return done;
    }
    const { error, look, session: link, restarted } = done.error;
    if (link === 'lost') return failure({ ...error, position: await this.#recover(session, error.detail) });
    // A hand was quicker than the rollers: it has what was meant for it.
    if (what === 'presented' && error.code === 'card-moved-by-hand' && look?.position === 'none') {
      this.#ledger.moved(look, what);
      return success({ look, told: true });
    }
    if (restarted && look) this.#ledger.found(look);
    else this.#ledger.failed(error, look);
    return failure(error);
  }

  /** Into the bin; a hand may be faster. */
  async keep(session: Session, before: CardPosition): Promise<Result<'retained' | 'taken', MoveError>> {
    const { mover } = session;
    const reachable = before === 'gate';
    const countBefore = reachable && this.#countsRetained ? await mover.countRetained() : undefined;
    const done = await this.perform(session, movements.retain, before, 'other');
    if (!done.ok) {
      const { code, position } = done.error;
      if (code !== 'card-moved-by-hand' || position !== 'none') return done;
      this.#ledger.taken();
      return success('taken');
    }
    if (!done.value.told && reachable && countBefore?.ok) {
      const countAfter = await mover.countRetained();
      if (countAfter.ok && countAfter.value === countBefore.value) {
        this.#ledger.taken();
        return success('taken');
      }
    }
    this.#ledger.retained();
    return success('retained');
  }

  /** One command that moves nothing. */
  async ask<Value>(
    session: Session,
    command: Promise<Result<Value, MoverError>>,
  ): Promise<Result<Value, CommandError>> {
    const answered = await command;
    if (answered.ok) return answered;
    if (isLineFault(answered.error)) this.#drop(session, answered.error);
    return failure(asCommandError(answered.error));
  }

  /** One command to the chip. */
  async askChip<Value>(
    session: Session,
    command: Promise<Result<Value, MoverError>>,
  ): Promise<Result<Value, ChipError>> {
    const answered = await command;
    if (answered.ok) return answered;
    const { outcome: _, ...error } = answered.error;
    // It may be the chip alone that is silent: the mechanism itself is asked before it is given up.
    if (isLineFault(answered.error)) await this.#check(session);
    return failure(error);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#queue.close(), this.#connection.close(), this.#polling]);
  }

  /** Where the card is once the device answers again; `unknown` when it does not in time. */
  async #recover(session: Session, detail: string): Promise<CardPosition> {
    const { signal } = this.#closing;
    this.#drop(session, { code: 'answer-timeout', detail });
    const end = this.#clock.now() + RECOVER_MS;
    while (this.#clock.now() < end && !signal.aborted) {
      // The lost session may still be there for a moment.
      await pause(this.#clock, RECOVER_PAUSE_MS, signal);
      const again = await this.#connection.connected();
      if (again.ok && again.value !== session) return again.value.found.position;
    }
    return 'unknown';
  }

  async #poll(): Promise<void> {
    const { signal } = this.#closing;
    for (;;) {
      await pause(this.#clock, POLL_MS, signal);
      if (signal.aborted) return;
      const { session } = this.#connection;
      if (!session || !this.#queue.idle) continue;
      await this.#queue.run<Session, 'looked', MoveError>(
        {},
        {
          timeUp: LATE,
          connect: async () => success(session),
          work: async () => {
            await this.#check(session);
            return success('looked');
          },
        },
      );
    }
  }

  async #check(session: Session): Promise<void> {
    const seen = await lookOrStart(session.mover, POLL_TRIES);
    if (!seen.ok && isLineFault(seen.error)) this.#drop(session, seen.error);
    this.#noteLook(seen);
  }

  #noteLook(seen: Awaited<ReturnType<typeof lookOrStart>>): Result<Look, CommandError> {
    if (!seen.ok) {
      const error = asCommandError(seen.error);
      if (seen.error.outcome === 'refused') this.#ledger.failed(error, undefined);
      return failure(error);
    }
    const { look, restarted } = seen.value;
    if (restarted) this.#ledger.found(look);
    else this.#ledger.saw(look);
    return success(look);
  }

  /** Gives a device up that does not make sense any more; the search for it begins at once. */
  #drop(session: Session, { code, detail }: DeviceError): void {
    this.#connection.drop(session, { code: code === 'bad-frame' ? code : 'answer-timeout', detail });
  }
}

function isLineFault({ code, outcome }: MoverError): boolean {
  return outcome !== 'refused' && code !== 'unplugged';
}

function asCommandError({ outcome: _, code, ...rest }: MoverError): CommandError {
  return { ...rest, code: commandCode(code) };
}
