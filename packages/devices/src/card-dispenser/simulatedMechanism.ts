import { type Clock, pause } from '../core/clock.ts';
import type { SimulatedChip } from './simulatedChip.ts';

/** Rollers, sensors, gate, stacker and bin of a simulated card mechanism: one card at a time, and nothing impossible. */

export interface SimulatedCard {
  /** Printed on it, so that a test can tell one card from another. */
  readonly name: string;
  /** Absent: the chip is broken, or the card lies upside down. */
  readonly chip?: SimulatedChip;
  /** Too short, too long: it is drawn in and goes nowhere. */
  readonly wrongLength?: boolean;
}

/** `between`: on its way, or where its way ended. */
export type PathPlace = 'gate' | 'rf' | 'ic' | 'between';
export const jamPlaces = ['stacker', 'path', 'gate', 'bin'] as const;
export type JamPlace = (typeof jamPlaces)[number];
export type Destination = 'gate' | 'out' | 'rf' | 'ic' | 'bin';

export type MoveOutcome =
  | 'done'
  | 'no-card'
  | 'stacker-empty'
  | 'bin-full'
  | 'jam'
  | 'pulled'
  | 'wrong-length'
  | 'contact-down'
  | 'stopped'
  | 'no-power';

interface Path {
  readonly card: SimulatedCard;
  at: PathPlace;
  /** The rollers hold it; a card pushed out lies loose in the gate. */
  held: boolean;
}

export interface MechanismOptions {
  readonly hasStacker: boolean;
  /** Cards in the stacker. */
  readonly cards: number;
  readonly binCapacity: number;
  /** What every duration is multiplied by. */
  readonly pace: number;
  readonly clock: Clock;
  /** The card the stacker gives out as its so-and-so-many-th, from 1. */
  readonly newCard: (number: number) => SimulatedCard;
}

/** What the makers' data sheets say of their speed: some 2 s from stacker to gate. */
const MOVE_MS: Readonly<Record<Destination, number>> = { gate: 800, out: 900, rf: 700, ic: 900, bin: 1_100 };
/** The stacker pushes its card out first. */
const FEED_MS = 600;
const ENTRY_MS = 700;

export class SimulatedMechanism {
  readonly #options: MechanismOptions;
  #path: Path | undefined;
  #stacker: number;
  #bin: SimulatedCard[] = [];
  #given = 0;
  #taken: SimulatedCard[] = [];
  #moving: { to: Destination | 'in'; readonly end: AbortController; why: MoveOutcome } | undefined;
  #jamNext: JamPlace | undefined;
  #jammed = false;
  #powered = true;
  #chipOn = false;
  entryOpen = false;
  slowness = 1;

  constructor(options: MechanismOptions) {
    this.#options = options;
    this.#stacker = options.hasStacker ? options.cards : 0;
  }

  get path(): Readonly<Path> | undefined {
    return this.#path;
  }
  get stacker(): number {
    return this.#stacker;
  }
  get bin(): readonly SimulatedCard[] {
    return this.#bin;
  }
  /** Cards a hand has taken at the gate, first to last. */
  get taken(): readonly SimulatedCard[] {
    return this.#taken;
  }
  /** Cards that have left the stacker since the start. */
  get given(): number {
    return this.#given;
  }
  get jammed(): boolean {
    return this.#jammed;
  }
  get powered(): boolean {
    return this.#powered;
  }
  get moving(): boolean {
    return this.#moving !== undefined;
  }
  get binFull(): boolean {
    return this.#bin.length >= this.#options.binCapacity;
  }
  get chipOn(): boolean {
    return this.#chipOn;
  }

  /** The chip under the contacts. */
  get chip(): SimulatedChip | undefined {
    return this.#path?.at === 'ic' ? this.#path.card.chip : undefined;
  }

  powerChip(on: boolean): void {
    this.#chipOn = on && this.chip !== undefined;
    if (this.#chipOn) this.chip?.reset();
  }

  /** What the motors do about a card. */
  async move(to: Destination): Promise<MoveOutcome> {
    if (!this.#powered) return 'no-power';
    if (this.#jammed) return 'jam';
    if (this.#chipOn) return 'contact-down';
    const path = this.#path;
    if (path?.card.wrongLength && to !== 'out') return 'wrong-length';
    if (to === 'bin' && path && this.binFull) return 'bin-full';
    if (path?.at === to) return 'done';
    if (path) return this.#carry(path, to, MOVE_MS[to]);
    if (to !== 'ic' && to !== 'rf') return 'no-card';
    if (!this.#options.hasStacker) return 'no-card';
    return this.#stacker === 0 ? 'stacker-empty' : this.#feed(to);
  }

  /** Stops whatever is moving where it is. */
  stop(): boolean {
    return this.#interrupt('stopped');
  }

  /** The next movement that passes there does not get through. */
  jamNext(place: JamPlace | undefined): void {
    this.#jamNext = place;
  }

  /** A technician opens the machine and takes out what is stuck. */
  clearPath(): SimulatedCard | undefined {
    const card = this.#path?.card;
    this.#path = undefined;
    this.#jammed = false;
    this.#chipOn = false;
    return card;
  }

  fillStacker(cards: number): void {
    this.#stacker = cards;
  }

  emptyBin(): void {
    this.#bin = [];
  }

  /** A hand at the gate: takes what sticks out, also while the motor pulls at it. */
  take(): SimulatedCard | undefined {
    const path = this.#path;
    const reachable = path?.at === 'gate' || (this.#moving !== undefined && this.#passesGate);
    if (!path || !reachable) return undefined;
    this.#path = undefined;
    this.#taken.push(path.card);
    this.#interrupt('pulled');
    return path.card;
  }

  /** A hand pushes a card in. False when the shutter is closed, or another card is in the way. */
  insert(card: SimulatedCard): boolean {
    if (!this.#powered || !this.entryOpen || this.#path || this.#jammed) return false;
    this.#path = { card, at: 'between', held: true };
    this.#passesGate = true;
    void this.#run('in', ENTRY_MS).then((outcome) => {
      if (outcome === 'done' && this.#path) this.#path.at = 'rf';
    });
    return true;
  }

  /** Power goes: what moves stands still where it is, and everything that was set is forgotten. */
  powerOff(): void {
    this.#powered = false;
    this.#chipOn = false;
    this.entryOpen = false;
    this.#interrupt('no-power');
  }

  powerOn(): void {
    this.#powered = true;
  }

  /** Whether what is being moved can be reached from outside. */
  #passesGate = false;

  async #feed(to: 'ic' | 'rf'): Promise<MoveOutcome> {
    this.#passesGate = false;
    const fed = await this.#run(to, FEED_MS);
    if (fed !== 'done') return fed;
    this.#stacker -= 1;
    this.#given += 1;
    const path: Path = { card: this.#options.newCard(this.#given), at: 'between', held: true };
    this.#path = path;
    if (this.#jamNext === 'stacker') return this.#jam();
    return this.#carry(path, to, MOVE_MS[to]);
  }

  async #carry(path: Path, to: Destination, ms: number): Promise<MoveOutcome> {
    const jams = this.#jamNext === jamPlaceOf(to) || this.#jamNext === 'path';
    this.#passesGate = path.at === 'gate' || to === 'gate' || to === 'out';
    path.at = 'between';
    const half = await this.#run(to, ms / 2);
    if (half !== 'done') return half;
    if (jams) return this.#jam();
    // A card drawn in is out of reach by now; one pushed out is not yet.
    this.#passesGate = to === 'gate' || to === 'out';
    const whole = await this.#run(to, ms / 2);
    if (whole !== 'done') return whole;
    if (to === 'bin') {
      this.#path = undefined;
      this.#bin.push(path.card);
    } else {
      path.at = to === 'out' ? 'gate' : to;
      path.held = to !== 'out';
    }
    return 'done';
  }

  #jam(): MoveOutcome {
    this.#jamNext = undefined;
    this.#jammed = true;
    return 'jam';
  }

  async #run(to: Destination | 'in', ms: number): Promise<MoveOutcome> {
    const moving = { to, end: new AbortController(), why: 'done' as MoveOutcome };
    this.#moving = moving;
    await pause(this.#options.clock, ms * this.#options.pace * this.slowness, moving.end.signal);
    if (this.#moving === moving) this.#moving = undefined;
    return moving.why;
  }

  #interrupt(why: MoveOutcome): boolean {
    const moving = this.#moving;
    if (!moving) return false;
    moving.why = why;
    this.#moving = undefined;
    moving.end.abort();
    return true;
  }
}

function jamPlaceOf(to: Destination): JamPlace {
  if (to === 'bin') return 'bin';
  return to === 'gate' || to === 'out' ? 'gate' : 'path';
}
