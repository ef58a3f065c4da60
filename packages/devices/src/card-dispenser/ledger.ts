import type { DeviceState, DeviceStatus } from '../core/device.ts';
import { StatusKeeper } from '../core/statusKeeper.ts';
import type { Look } from './mover.ts';
import type { CardCounters, CardDispenserStatus, CardPosition } from './types.ts';

/** Why the mechanism cannot work, though it answers. */
export interface Fault {
  readonly code: string;
  readonly detail: string;
}

const NOTHING_KNOWN: Look = { position: 'unknown', stacker: 'unknown', retainBin: 'unknown' };

/** What only a technician puts right. */
const HARDWARE_FAULTS = new Set(['card-jam', 'motor-error', 'sensor-error', 'power-fault', 'not-initialised']);
/** What stays wrong after a hand has put the card right is told by the next command; until then it is a person's turn. */
const USER_FAULTS = new Set(['wrong-card-length', 'contact-failed']);

/**
 * What is known of the one card that may be in the path, and who is responsible for it. The only place that says so:
 * the driver tells it what happened, and publishes what comes of it.
 */
export class Ledger {
  readonly #keeper: StatusKeeper<CardDispenserStatus>;
  #link: DeviceStatus = { state: 'starting' };
  #look = NOTHING_KNOWN;
  #fault: Fault | undefined;
  #moving = false;
  #silent: string | undefined;
  #chip: 'unknown' | 'online' | 'poweredOff' = 'unknown';
  #leftInside = false;
  /** A card was brought to the gate for a hand to take it. */
  #presented = false;
  #counters: CardCounters = { dispensed: 0, taken: 0, retained: 0 };

  constructor() {
    this.#keeper = new StatusKeeper<CardDispenserStatus>(this.#status());
  }

  get status(): CardDispenserStatus {
    return this.#keeper.current;
  }

  get presented(): boolean {
    return this.#presented;
  }

  /** From the jam until something has moved again, or been started anew. */
  get jammed(): boolean {
    return this.#fault?.code === 'card-jam';
  }

  onChange(listener: (status: CardDispenserStatus) => void): () => void {
    return this.#keeper.onChange(listener);
  }

  close(): void {
    this.#keeper.close();
  }

  /** The connection's own state. While it is not online nothing is known but this: a card that was inside still is. */
  linked(link: DeviceStatus): void {
    this.#link = link;
    if (link.state !== 'online') {
      if (isInPath(this.#look.position)) this.#leftInside = true;
      this.#look = NOTHING_KNOWN;
      this.#chip = 'unknown';
      this.#moving = false;
      this.#silent = undefined;
    }
    this.#publish();
  }

  /** A device that has just been found, or that has lost its power: whatever is inside belongs to nobody. */
  found(look: Look, fault?: Fault): void {
    this.#moving = false;
    this.#fault = fault;
    this.#chip = 'poweredOff';
    this.#presented = false;
    this.#leftInside = isInPath(look.position);
    this.#look = look;
    this.#silent = undefined;
    // Found before the connection says so, it is told together with that.
    if (this.#link.state === 'online') this.#publish();
  }

  /** In the middle of a movement nothing is heard of it any more. It may be deaf while it moves, or gone. */
  silent(detail: string): void {
    this.#silent = detail;
    this.#publish();
  }

  /** What the device says of itself, asked in between. */
  saw(look: Look): void {
    this.#silent = undefined;
    if (look.position === 'none') {
      if (this.#presented && this.#look.position === 'gate') this.#count('taken');
      this.#leftInside = false;
      if (this.#look.position !== 'none') this.#presented = false;
    }
    this.#look = look;
    this.#publish();
  }

  /** A movement begins; a chip is switched off for it. */
  moves(): void {
    this.#moving = true;
    this.#presented = false;
    this.#chip = 'poweredOff';
    this.#publish();
  }

  /** A movement has come to its end: what was wrong before is no more, and the caller is responsible for the card. */
  moved(look: Look, what: 'dispensed' | 'presented' | 'other'): void {
    this.#moving = false;
    this.#silent = undefined;
    this.#fault = undefined;
    this.#leftInside = false;
    this.#presented = what === 'presented';
    if (what === 'dispensed') this.#count('dispensed');
    // So quick a hand that nobody saw the card at the gate.
    if (what === 'presented' && look.position === 'none') this.#count('taken');
    this.#look = look;
    this.#publish();
  }

  /** A movement failed; `look` is what the device said afterwards, when it did. */
  failed(fault: Fault, look: Look | undefined): void {
    this.#moving = false;
    this.#silent = undefined;
    if (HARDWARE_FAULTS.has(fault.code) || USER_FAULTS.has(fault.code)) this.#fault = fault;
    if (look) this.saw(look);
    this.#publish();
  }

  /** The card that is no longer in the path is in the bin. */
  retained(): void {
    this.#count('retained');
    this.#publish();
  }

  /** A hand took it while it was being kept. */
  taken(): void {
    this.#count('taken');
    this.#publish();
  }

  /** The caller has gone away: nobody is responsible for a card that is inside. */
  orphaned(): void {
    if (isInPath(this.#look.position)) this.#leftInside = true;
    this.#publish();
  }

  chip(power: 'online' | 'poweredOff' | 'unknown'): void {
    this.#chip = power;
    this.#publish();
  }

  #count(what: keyof CardCounters): void {
    this.#counters = { ...this.#counters, [what]: this.#counters[what] + 1 };
  }

  #publish(): void {
    this.#keeper.set(this.#status());
  }

  #status(): CardDispenserStatus {
    const position = this.#position();
    const detail = this.#link.state === 'online' ? (this.#silent ?? this.#fault?.detail) : this.#link.detail;
    return {
      state: this.#state(position),
      position,
      cardLeftInside: this.#leftInside,
      chip: position === 'none' ? 'noCard' : this.#chip,
      stacker: this.#look.stacker,
      retainBin: this.#look.retainBin,
      counters: this.#counters,
      ...(detail === undefined ? {} : { detail }),
    };
  }

  #state(position: CardPosition): DeviceState {
    if (this.#link.state !== 'online') return this.#link.state;
    if (this.#silent !== undefined) return 'offline';
    if (this.#moving) return 'busy';
    if (this.#fault) return HARDWARE_FAULTS.has(this.#fault.code) ? 'hardwareError' : 'userError';
    return position === 'jammed' ? 'userError' : 'online';
  }

  /** Sensors see a card that is stuck as any other: that it is, only the failed movement said. */
  #position(): CardPosition {
    return this.#link.state === 'online' && this.jammed ? 'jammed' : this.#look.position;
  }
}

export const isInPath = (position: CardPosition): boolean => position !== 'none' && position !== 'unknown';
