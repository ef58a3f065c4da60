import { CRT591, doneText, parseCommand, refusedText } from './crt591Codec.ts';
import type { MoveOutcome, SimulatedMechanism } from './simulatedMechanism.ts';

/** So few cards left, the stacker says "few". */
const FEW = 10;
const VERSION = Buffer.from('CRT-591-M001', 'latin1');
const MAX_COUNT = 999;

const ERRORS: Readonly<Record<Exclude<MoveOutcome, 'done' | 'stopped' | 'no-power'>, string>> = {
  'no-card': '02',
  'stacker-empty': 'A0',
  'bin-full': 'A1',
  jam: '10',
  pulled: '45',
  'wrong-length': '14',
  'contact-down': '05',
};

type Name = keyof typeof CRT591;
const NAMES = new Map<string, Name>(Object.entries(CRT591).map(([name, [cm, pm]]) => [`${cm} ${pm}`, name as Name]));
// PM 34, 35, 37 are the initialisations whose counter takes part.
for (const [pm, name] of [
  [0x34, 'initToGate'],
  [0x35, 'initRetain'],
  [0x37, 'initLeave'],
] as const) {
  NAMES.set(`48 ${pm}`, name);
}

/** The inside of a CRT-591: one command text in, one reply text out, or none when it was stopped or lost its power. */
export class SimulatedCrt591 {
  readonly #mechanism: SimulatedMechanism;
  readonly #failedHead: 'N' | 'E';
  #initialised = false;
  #counter = 0;

  constructor(mechanism: SimulatedMechanism, options: { failedHead?: 'N' | 'E' } = {}) {
    this.#mechanism = mechanism;
    this.#failedHead = options.failedHead ?? 'N';
  }

  /** What kept cards were counted to; it is kept without power. */
  get counter(): number {
    return this.#counter;
  }

  powerOff(): void {
    this.#initialised = false;
  }

  async execute(text: Uint8Array): Promise<Uint8Array | undefined> {
    const command = parseCommand(text);
    if (!command) return undefined;
    const { cm, pm, data } = command;
    const refuse = (error: string): Uint8Array => refusedText(cm, pm, error, this.#failedHead);
    const done = (reply?: Uint8Array): Uint8Array => doneText(cm, pm, this.#st(), reply);
    const name = NAMES.get(`${cm} ${pm}`);
    if (!name) return refuse('00');
    if (cm === 0x30) return this.#initialise(name, refuse, done);
    if (!this.#initialised) return refuse('B0');
    switch (name) {
      case 'moveToGate':
        return this.#moved(await this.#mechanism.move('gate'), refuse, done);
      case 'moveToIc':
        return this.#moved(await this.#mechanism.move('ic'), refuse, done);
      case 'moveToRf':
        return this.#moved(await this.#mechanism.move('rf'), refuse, done);
      case 'moveToBin':
        return this.#retain(refuse, done);
      case 'moveOut':
        return this.#moved(await this.#mechanism.move('out'), refuse, done);
      case 'entryOn':
      case 'entryOff':
        this.#mechanism.entryOpen = name === 'entryOn';
        return done();
      case 'status':
        return done();
      case 'sensors':
        return done(this.#sensors());
      case 'version':
        return done(VERSION);
      case 'readCounter':
        return done(digits(this.#counter));
      case 'setCounter':
        return this.#setCounter(data, refuse, done);
      case 'coldReset':
      case 'powerOff':
      case 'chipStatus':
      case 'apduT0':
      case 'apduT1':
      case 'apduAuto':
        return this.#chip(name, data, refuse, done);
      default:
        return refuse('03');
    }
  }

  async #initialise(
    name: Name,
    refuse: (error: string) => Uint8Array,
    done: (data?: Uint8Array) => Uint8Array,
  ): Promise<Uint8Array | undefined> {
    this.#mechanism.entryOpen = false;
    this.#mechanism.powerChip(false);
    // What is stuck stays stuck, but it answers questions from now on.
    this.#initialised = this.#mechanism.powered;
    if (this.#mechanism.jammed) return refuse('10');
    if (name === 'initLeave' || !this.#mechanism.path) return done(VERSION);
    const outcome = await this.#mechanism.move(name === 'initRetain' ? 'bin' : 'gate');
    if (outcome === 'done' && name === 'initRetain') this.#count();
    return this.#moved(outcome, refuse, () => done(VERSION));
  }

  async #retain(
    refuse: (error: string) => Uint8Array,
    done: (data?: Uint8Array) => Uint8Array,
  ): Promise<Uint8Array | undefined> {
    if (this.#counter >= MAX_COUNT) return refuse('50');
    const outcome = await this.#mechanism.move('bin');
    if (outcome === 'done') this.#count();
    return this.#moved(outcome, refuse, done);
  }

  #count(): void {
    this.#counter = Math.min(MAX_COUNT, this.#counter + 1);
  }

  #moved(
    outcome: MoveOutcome,
    refuse: (error: string) => Uint8Array,
    done: (data?: Uint8Array) => Uint8Array,
  ): Uint8Array | undefined {
    if (outcome === 'done') return done();
    if (outcome === 'stopped' || outcome === 'no-power') return undefined;
    return refuse(ERRORS[outcome]);
  }

  #setCounter(
    data: Uint8Array,
    refuse: (error: string) => Uint8Array,
    done: (data?: Uint8Array) => Uint8Array,
  ): Uint8Array {
    const said = Buffer.from(data).toString('latin1');
    if (!/^\d{3}$/.test(said)) return refuse('04');
    this.#counter = Number(said);
    return done();
  }

  async #chip(
    name: 'coldReset' | 'powerOff' | 'chipStatus' | 'apduT0' | 'apduT1' | 'apduAuto',
    data: Uint8Array,
    refuse: (error: string) => Uint8Array,
    done: (data?: Uint8Array) => Uint8Array,
  ): Promise<Uint8Array | undefined> {
    const mechanism = this.#mechanism;
    if (name === 'chipStatus') return done(Uint8Array.of(mechanism.chipOn ? 0x31 : 0x30));
    if (name === 'powerOff') {
      mechanism.powerChip(false);
      return done();
    }
    if (mechanism.path?.at !== 'ic') return refuse('02');
    const { chip } = mechanism;
    if (name === 'coldReset') {
      mechanism.powerChip(true);
      return chip ? done(Uint8Array.of(chip.protocol === 'T=0' ? 0x30 : 0x31, ...chip.atr)) : refuse('61');
    }
    if (!chip || !mechanism.chipOn) return refuse('65');
    if (data.length < 4 || data.length > 261) return refuse('04');
    const spoken = name === 'apduT0' ? 'T=0' : name === 'apduT1' ? 'T=1' : chip.protocol;
    if (spoken !== chip.protocol) return refuse('62');
    const response = await chip.transmit(data);
    return mechanism.powered ? done(response) : undefined;
  }

  #st(): string {
    const { path, stacker, binFull } = this.#mechanism;
    const card = !path ? '0' : path.at === 'gate' ? '1' : '2';
    return card + (stacker === 0 ? '0' : stacker <= FEW ? '1' : '2') + (binFull ? '1' : '0');
  }

  /** Gate first, contacts in the middle. */
  #sensors(): Uint8Array {
    const places = ['gate', 'rf', 'rf', 'between', 'ic', 'ic', 'between', 'none'];
    return Uint8Array.from(places, (place) => (this.#mechanism.path?.at === place ? 0x31 : 0x30));
  }
}

const digits = (count: number): Uint8Array => Buffer.from(String(count).padStart(3, '0'), 'latin1');
