import { type Clock, systemClock } from '../core/clock.ts';
import { failure, type Result, success } from '../core/result.ts';
import { openPty, type PtyError } from '../transports/pty.ts';
import { CRT310_FRAME } from './crt310Codec.ts';
import { CRT591_FRAME } from './crt591Codec.ts';
import { plainChip } from './simulatedChip.ts';
import { SimulatedCrt310 } from './simulatedCrt310.ts';
import { SimulatedCrt591 } from './simulatedCrt591.ts';
import { type Handshake, SimulatedLine, type SimulatedLineFault } from './simulatedLine.ts';
import { type JamPlace, type PathPlace, type SimulatedCard, SimulatedMechanism } from './simulatedMechanism.ts';

export type { SimulatedChip } from './simulatedChip.ts';
export { lineFaults, type SimulatedLineFault } from './simulatedLine.ts';
export { type JamPlace, jamPlaces, type SimulatedCard } from './simulatedMechanism.ts';

export const dispenserDialects = ['crt591', 'crt310'] as const;
export type DispenserDialect = (typeof dispenserDialects)[number];

export interface SimulatedDispenserState {
  readonly connection: 'plugged' | 'unplugged';
  readonly power: 'on' | 'off';
  /** Where the card in the path is. */
  readonly position: PathPlace | 'none';
  /** What is printed on it. */
  readonly card?: string;
  readonly moving: boolean;
  readonly jammed: boolean;
  readonly entry: 'open' | 'closed';
  readonly chipPower: 'on' | 'off';
  readonly stacker: number;
  /** Cards that have left the stacker since the start. */
  readonly given: number;
  readonly bin: number;
  readonly binCapacity: number;
  /** Cards taken at the gate since the start. */
  readonly taken: number;
  readonly fault: SimulatedLineFault;
  /** What the time of each movement is multiplied by. */
  readonly slowness: number;
}

export interface SimulatedDispenserError {
  readonly code:
    | PtyError['code']
    | 'ALREADY_UNPLUGGED'
    | 'ALREADY_PLUGGED'
    | 'ALREADY_OFF'
    | 'ALREADY_ON'
    | 'NO_CARD_AT_GATE'
    | 'ENTRY_CLOSED'
    | 'CARD_IN_PATH'
    | 'NO_CARD_IN_PATH'
    | 'MOVING'
    | 'NO_STACKER'
    | 'BAD_COUNT';
  readonly message: string;
  readonly next: string;
}

type Changed = Result<SimulatedDispenserState, SimulatedDispenserError>;

export interface SimulatedDispenserOptions {
  /** Path at which the serial port shall appear. */
  readonly link: string;
  readonly dialect: DispenserDialect;
  /** Default: as the make does it: the 591 takes the host's, the 310 has 9600. */
  readonly baudRate?: number;
  /** Cards in the stacker. Default 20; the 310 has none. */
  readonly cards?: number;
  /** Default 20. */
  readonly binCapacity?: number;
  /** What the time of each movement is multiplied by, for tests in a hurry. Default 1. */
  readonly pace?: number;
  /** The head of the 591's refusals: its manual names both. */
  readonly failedHead?: 'N' | 'E';
  /** What the stacker gives out. Default: numbered cards with a plain chip. */
  readonly newCard?: (number: number) => SimulatedCard;
}

const HANDSHAKES: Readonly<Record<DispenserDialect, Handshake>> = {
  crt591: { shape: CRT591_FRAME, waitsForEnq: false, repeatsReply: true },
  crt310: { shape: CRT310_FRAME, waitsForEnq: true, repeatsReply: false },
};
const MAX_CARDS = 500;

/** A card of no meaning, whose chip says the number printed on it. */
export function numberedCard(name: string, protocol: 'T=0' | 'T=1' = 'T=0'): SimulatedCard {
  const file = Buffer.from('CARD', 'latin1');
  return { name, chip: plainChip({ file, records: [Buffer.from(name, 'latin1')], protocol }) };
}

/**
 * A motorised card dispenser behind a pty. Fails where no pty can be made. Beside what the control surface offers it
 * shows its mechanism, for tests that count cards.
 */
export async function createSimulatedCardDispenser(
  options: SimulatedDispenserOptions,
): Promise<Result<SimulatedCardDispenser, SimulatedDispenserError>> {
  const dispenser = new SimulatedCardDispenser(options);
  const plugged = await dispenser.plug();
  return plugged.ok ? success(dispenser) : plugged;
}

export class SimulatedCardDispenser {
  readonly port: string;
  readonly mechanism: SimulatedMechanism;
  readonly #options: SimulatedDispenserOptions;
  readonly #clock: Clock = systemClock;
  readonly #listeners = new Set<(state: SimulatedDispenserState) => void>();
  readonly #inside: SimulatedCrt591 | SimulatedCrt310;
  readonly #hasStacker: boolean;
  readonly #binCapacity: number;
  #line: SimulatedLine | undefined;
  #fault: { fault: SimulatedLineFault; times?: number } = { fault: 'none' };

  constructor(options: SimulatedDispenserOptions) {
    const { dialect, cards = 20, binCapacity = 20, pace = 1, failedHead = 'N' } = options;
    this.#options = options;
    this.port = options.link;
    this.#hasStacker = dialect === 'crt591';
    this.#binCapacity = binCapacity;
    this.mechanism = new SimulatedMechanism({
      hasStacker: this.#hasStacker,
      cards,
      binCapacity,
      pace,
      clock: this.#clock,
      newCard: options.newCard ?? ((number) => numberedCard(`N${String(number).padStart(4, '0')}`)),
    });
    this.#inside =
      dialect === 'crt591' ? new SimulatedCrt591(this.mechanism, { failedHead }) : new SimulatedCrt310(this.mechanism);
  }

  get state(): SimulatedDispenserState {
    const { path, moving, jammed, entryOpen, chipOn, stacker, given, bin, taken, powered, slowness } = this.mechanism;
    return {
      connection: this.#line ? 'plugged' : 'unplugged',
      power: powered ? 'on' : 'off',
      position: path?.at ?? 'none',
      ...(path ? { card: path.card.name } : {}),
      moving,
      jammed,
      entry: entryOpen ? 'open' : 'closed',
      chipPower: chipOn ? 'on' : 'off',
      stacker,
      given,
      bin: bin.length,
      binCapacity: this.#binCapacity,
      taken: taken.length,
      fault: this.#line?.fault ?? this.#fault.fault,
      slowness,
    };
  }

  /** A hand takes the card at the gate, also out of a movement. */
  take(): Changed {
    if (this.mechanism.take()) return this.#changed();
    return refuse('NO_CARD_AT_GATE', 'no card can be reached at the gate', 'Have one presented first.');
  }

  /** A hand pushes a card in. */
  insert(card: SimulatedCard): Changed {
    if (this.mechanism.path) return refuse('CARD_IN_PATH', 'a card is in the path already', 'Take that one first.');
    if (this.mechanism.insert(card)) return this.#changed();
    return refuse('ENTRY_CLOSED', 'the entry is closed', 'Have the terminal accept a card first.');
  }

  /** The next movement that passes there gets stuck. */
  jam(place: JamPlace): Changed {
    this.mechanism.jamNext(place);
    return this.#changed();
  }

  /** A technician takes out what is in the path. */
  clear(): Changed {
    if (this.mechanism.moving) return refuse('MOVING', 'the rollers are turning', 'Wait until they stand still.');
    if (!this.mechanism.clearPath())
      return refuse('NO_CARD_IN_PATH', 'no card is in the path', 'There is nothing to do.');
    return this.#changed();
  }

  fill(cards: number): Changed {
    if (!this.#hasStacker) return refuse('NO_STACKER', 'this make has no stacker', 'Insert cards at the gate.');
    if (!(Number.isInteger(cards) && cards >= 0 && cards <= MAX_CARDS)) {
      return refuse('BAD_COUNT', `${cards} is no number of cards`, `Give one from 0 to ${MAX_CARDS}.`);
    }
    this.mechanism.fillStacker(cards);
    return this.#changed();
  }

  emptyBin(): Changed {
    this.mechanism.emptyBin();
    return this.#changed();
  }

  /** Pulls the plug of the serial line; the mechanism has its own power and goes on. */
  async unplug(): Promise<Changed> {
    const line = this.#line;
    if (!line) return refuse('ALREADY_UNPLUGGED', 'it is unplugged already', 'Plug it in first.');
    this.#line = undefined;
    await line.close();
    return this.#changed();
  }

  async plug(): Promise<Changed> {
    if (this.#line) return refuse('ALREADY_PLUGGED', 'it is plugged in already', 'Unplug it first.');
    const { dialect, baudRate = dialect === 'crt591' ? 'auto' : 9_600 } = this.#options;
    const line = new SimulatedLine({
      handshake: HANDSHAKES[dialect],
      baudRate,
      clock: this.#clock,
      execute: (text) => this.#inside.execute(text),
      stop: () => this.mechanism.stop(),
      onChange: () => this.#changed(),
    });
    const pty = await openPty({
      link: this.port,
      baudRate: 9_600,
      onData: (bytes) => {
        if (this.mechanism.powered) line.receive(bytes);
      },
      onLost: () => {
        if (this.#line !== line) return;
        this.#line = undefined;
        void line.close();
        this.#changed();
      },
    });
    if (!pty.ok) return pty;
    line.connect(pty.value);
    line.setFault(this.#fault.fault, this.#fault.times);
    this.#line = line;
    return this.#changed();
  }

  /** The mechanism's own supply fails, in the middle of whatever it does; the serial line stays. */
  cutPower(): Changed {
    if (!this.mechanism.powered) return refuse('ALREADY_OFF', 'it is off already', 'Restore its power first.');
    this.mechanism.powerOff();
    if (this.#inside instanceof SimulatedCrt591) this.#inside.powerOff();
    this.#line?.reset();
    return this.#changed();
  }

  restorePower(): Changed {
    if (this.mechanism.powered) return refuse('ALREADY_ON', 'it is on already', 'Cut its power first.');
    this.mechanism.powerOn();
    return this.#changed();
  }

  /** Without `times` until it is set to `none`. */
  fault(fault: SimulatedLineFault, times?: number): Changed {
    this.#fault = times === undefined ? { fault } : { fault, times };
    this.#line?.setFault(fault, times);
    return this.#changed();
  }

  slow(factor: number): Changed {
    if (!(factor > 0 && factor <= 99)) return refuse('BAD_COUNT', `${factor} is no factor`, 'Give one from 0.1 to 99.');
    this.mechanism.slowness = factor;
    return this.#changed();
  }

  onState(listener: (state: SimulatedDispenserState) => void): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    const line = this.#line;
    this.#line = undefined;
    this.mechanism.stop();
    await line?.close();
  }

  #changed(): Changed {
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
    return success(state);
  }
}

function refuse(code: SimulatedDispenserError['code'], message: string, next: string): Extract<Changed, { ok: false }> {
  return failure({ code, message, next });
}
