import { type Clock, pause, systemClock } from '../core/clock.ts';
import { failure, type Result, success } from '../core/result.ts';
import { bankCard, contactlessCard, type SimulatedHolder, socialCard, unknownCard } from './simulatedCards.ts';
import { SimulatedChip } from './simulatedChip.ts';
import { PcscService, type PcscServiceError } from './simulatedService.ts';
import { VpcdCard } from './simulatedSlot.ts';

export type { SimulatedHolder } from './simulatedCards.ts';

export type OtherCard = 'bank-card' | 'unknown-card' | 'contactless-card' | 'mute-card';

export interface SimulatedSocialCardState {
  readonly service: 'running' | 'stopped';
  readonly reader: 'plugged' | 'unplugged';
  readonly card: 'none' | 'social-card' | OtherCard;
  /** Of the social card that is in. */
  readonly generation?: 2 | 3;
  readonly pinAttemptsLeft?: number;
  readonly locked?: boolean;
  /** How many times slower than at first a chip answers. */
  readonly slowFactor: number;
  /** Answers are spoilt on their way. */
  readonly garbled: boolean;
  /** Commands are heard, nothing is answered. */
  readonly silent: boolean;
  /** The card will be pulled in the middle of so many commands from now. */
  readonly pullsIn?: number;
  /** Commands the cards have heard since the start. */
  readonly commands: number;
}

export interface SimulatedSocialCardError {
  readonly code:
    | PcscServiceError['code']
    | 'CARD_IN_ALREADY'
    | 'NO_CARD_IN'
    | 'NO_SOCIAL_CARD_IN'
    | 'BAD_NUMBER'
    | 'ALREADY_PLUGGED'
    | 'ALREADY_UNPLUGGED'
    | 'SERVICE_STOPPED';
  readonly message: string;
  readonly next: string;
}

type Changed = Result<SimulatedSocialCardState, SimulatedSocialCardError>;

export interface InsertOptions {
  readonly generation?: 2 | 3;
  /** Default: `demanded` for the third generation, `free` for the second. */
  readonly authentication?: 'free' | 'demanded';
  readonly withBankAccount?: boolean;
}

export interface PullAfterOptions {
  /** In the middle of which command from now, beginning with 1. */
  readonly commands: number;
  /** Whether the chip has done that command before it loses power. Default true. */
  readonly done?: boolean;
}

/** The longest answer is 40 ms for a chip at its ordinary pace; vpcd's socket adds as much again. */
const ANSWER_MS = 20;
const MAX_SLOW = 100;
/**
 * No hand swaps two cards faster, and `pcscd`, which looks every 400 ms, misses a card for good that comes in before it has
 * seen the one before go.
 */
const HAND_MS = 600;
/** No reader takes so long an answer to reset, so that nothing can be powered up. */
const MUTE_ATR = new Uint8Array(34).fill(0x3b);

/**
 * A card reader with whatever card one puts into it, behind the machine's real PC/SC: a `pcscd` of its own, and vpcd's
 * virtual slot. A citizen's card keeps its PIN and its attempts while it is out.
 */
export class SimulatedSocialCardReader {
  readonly #service: PcscService;
  readonly #clock: Clock;
  readonly #chips = new Map<string, SimulatedChip>();
  readonly #listeners = new Set<(state: SimulatedSocialCardState) => void>();
  #in:
    | {
        readonly kind: 'social-card' | OtherCard;
        readonly chip: SimulatedChip;
        generation?: 2 | 3;
        readonly card: VpcdCard;
      }
    | undefined;
  #slowFactor = 1;
  #garbled = false;
  #silent = false;
  #pull: { left: number; readonly done: boolean } | undefined;
  #commands = 0;
  #pulledAt = Number.NEGATIVE_INFINITY;

  private constructor(service: PcscService, clock: Clock) {
    this.#service = service;
    this.#clock = clock;
  }

  static async start(clock: Clock = systemClock): Promise<Result<SimulatedSocialCardReader, SimulatedSocialCardError>> {
    const service = await PcscService.start(clock);
    return service.ok ? success(new SimulatedSocialCardReader(service.value, clock)) : service;
  }

  /** For `PCSCLITE_CSOCK_NAME`. */
  get socket(): string {
    return this.#service.socket;
  }

  get servicePid(): number | undefined {
    return this.#service.pid;
  }

  get state(): SimulatedSocialCardState {
    const inside = this.#in;
    return {
      service: this.#service.running ? 'running' : 'stopped',
      reader: this.#service.plugged ? 'plugged' : 'unplugged',
      card: inside?.kind ?? 'none',
      ...(inside?.kind === 'social-card'
        ? {
            ...(inside.generation ? { generation: inside.generation } : {}),
            pinAttemptsLeft: inside.chip.attemptsLeft,
            locked: inside.chip.locked,
          }
        : {}),
      slowFactor: this.#slowFactor,
      garbled: this.#garbled,
      silent: this.#silent,
      ...(this.#pull ? { pullsIn: this.#pull.left } : {}),
      commands: this.#commands,
    };
  }

  insert(holder: SimulatedHolder, options: InsertOptions = {}): Changed {
    const { generation = 2, withBankAccount = true } = options;
    const { authentication = generation === 3 ? 'demanded' : 'free' } = options;
    const key = `${holder.citizenNumber}/${generation}/${authentication}/${withBankAccount}`;
    let chip = this.#chips.get(key);
    if (!chip) {
      chip = new SimulatedChip(socialCard(holder, { generation, authentication, withBankAccount }));
      this.#chips.set(key, chip);
    }
    return this.#insert('social-card', chip, generation);
  }

  insertOther(kind: OtherCard): Changed {
    const content = kind === 'unknown-card' || kind === 'mute-card' ? unknownCard() : bankCard();
    return this.#insert(kind, new SimulatedChip(kind === 'contactless-card' ? contactlessCard(content) : content));
  }

  pull(): Changed {
    if (!this.#in) return refuse('NO_CARD_IN', 'no card is in the reader', 'Insert one first.');
    this.#leave();
    return this.#changed();
  }

  /** Pulls the card in the middle of a command that is still to come. */
  pullAfter({ commands, done = true }: PullAfterOptions): Changed {
    if (!this.#in) return refuse('NO_CARD_IN', 'no card is in the reader', 'Insert one first.');
    if (!Number.isInteger(commands) || commands < 1 || commands > 1_000) {
      return refuse('BAD_NUMBER', `${commands} is no number of commands`, 'Give one from 1 to 1000.');
    }
    this.#pull = { left: commands, done };
    return this.#changed();
  }

  blockPin(): Changed {
    return this.#onSocialCard((chip) => chip.blockPin());
  }

  lock(on: boolean): Changed {
    return this.#onSocialCard((chip) => chip.lock(on));
  }

  setSlow(factor: number): Changed {
    if (!(factor >= 1 && factor <= MAX_SLOW)) {
      return refuse('BAD_NUMBER', `${factor} is no factor`, `Give one from 1 to ${MAX_SLOW}.`);
    }
    this.#slowFactor = factor;
    return this.#changed();
  }

  setGarbled(on: boolean): Changed {
    this.#garbled = on;
    return this.#changed();
  }

  setSilent(on: boolean): Changed {
    this.#silent = on;
    return this.#changed();
  }

  async setPlugged(on: boolean): Promise<Changed> {
    if (on === this.#service.plugged) {
      return on
        ? refuse('ALREADY_PLUGGED', 'the reader is plugged in already', 'Unplug it first.')
        : refuse('ALREADY_UNPLUGGED', 'the reader is unplugged already', 'Plug it in first.');
    }
    const set = await this.#service.setPlugged(on);
    return set.ok ? this.#changed() : set;
  }

  /** Kills the service as a crash does; the card stays where it is. */
  async stopService(): Promise<Changed> {
    if (!this.#service.running) {
      return refuse('SERVICE_STOPPED', 'the service is stopped already', 'Restart it.');
    }
    await this.#service.stop();
    return this.#changed();
  }

  async restartService(): Promise<Changed> {
    const restarted = await this.#service.restart();
    return restarted.ok ? this.#changed() : restarted;
  }

  onState(listener: (state: SimulatedSocialCardState) => void): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#leave();
    await this.#service.close();
  }

  #insert(kind: 'social-card' | OtherCard, chip: SimulatedChip, generation?: 2 | 3): Changed {
    if (this.#in) return refuse('CARD_IN_ALREADY', 'a card is in the reader already', 'Pull it first.');
    chip.reset();
    const atr = kind === 'mute-card' ? MUTE_ATR : chip.content.atr;
    const card = new VpcdCard(
      this.#service.port,
      { atr: () => atr, onReset: () => chip.reset(), answer: (command) => this.#answer(chip, command) },
      this.#clock,
      Math.max(0, this.#pulledAt + HAND_MS - this.#clock.now()),
    );
    this.#in = { kind, chip, card, ...(generation ? { generation } : {}) };
    return this.#changed();
  }

  #leave(): void {
    if (this.#in) this.#pulledAt = this.#clock.now();
    this.#in?.card.pull();
    this.#in = undefined;
    this.#pull = undefined;
  }

  async #answer(chip: SimulatedChip, command: Uint8Array): Promise<Uint8Array | 'silent' | 'pulled'> {
    this.#commands += 1;
    if (this.#pull) this.#pull.left -= 1;
    const pull = this.#pull?.left === 0 ? this.#pull : undefined;
    await pause(this.#clock, ANSWER_MS * this.#slowFactor);
    if (this.#silent) return 'silent';
    const answer = pull && !pull.done ? new Uint8Array() : chip.answer(command);
    if (pull) {
      this.#leave();
      this.#changed();
      return 'pulled';
    }
    if (command[1] === 0x20 || command[1] === 0x5e) this.#changed();
    return this.#garbled ? answer.map((byte) => byte ^ 0x55) : answer;
  }

  #onSocialCard(act: (chip: SimulatedChip) => void): Changed {
    if (this.#in?.kind !== 'social-card') {
      return refuse('NO_SOCIAL_CARD_IN', 'no social security card is in the reader', 'Insert one first.');
    }
    act(this.#in.chip);
    return this.#changed();
  }

  #changed(): Changed {
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
    return success(state);
  }
}

function refuse(
  code: SimulatedSocialCardError['code'],
  message: string,
  next: string,
): Extract<Changed, { ok: false }> {
  return failure({ code, message, next });
}
