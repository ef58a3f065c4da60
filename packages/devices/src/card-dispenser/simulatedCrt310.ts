import { behindLength, CRT310, P, refusedText310, replyText310, S1, withLength } from './crt310Codec.ts';
import type { MoveOutcome, SimulatedMechanism } from './simulatedMechanism.ts';

const VERSION = Buffer.from('CRT 310 V3.0', 'latin1');
const E = { command: 0x00, data: 0x04, abnormal: 0x06 };
const ENTRY = { forbidden: 0x4e, bySwitch: 0x4a, rearForbidden: 0x4e };

type Name = keyof typeof CRT310;
const NAMES = new Map<string, Name>(Object.entries(CRT310).map(([name, [cm, pm]]) => [`${cm} ${pm}`, name as Name]));

/** The inside of a CRT-310: one command text in, one reply text out, or none when its power went. */
export class SimulatedCrt310 {
  readonly #mechanism: SimulatedMechanism;

  constructor(mechanism: SimulatedMechanism) {
    this.#mechanism = mechanism;
  }

  async execute(text: Uint8Array): Promise<Uint8Array | undefined> {
    const [cm = 0, pm = 0] = text;
    const data = text.slice(2);
    const name = NAMES.get(`${cm} ${pm}`);
    if (!name) return refusedText310(cm, E.command);
    const reply = (content: Uint8Array | readonly number[] = []): Uint8Array => replyText310(cm, pm, content);
    const operated = (outcome: MoveOutcome): Uint8Array | undefined => operation(cm, outcome, reply);
    const mechanism = this.#mechanism;
    switch (name) {
      case 'status':
        return reply([this.#s1(), mechanism.entryOpen ? ENTRY.bySwitch : ENTRY.forbidden, ENTRY.rearForbidden]);
      case 'entryForbid':
      case 'entryBySwitch':
        if (data.length !== 1) return refusedText310(cm, E.data);
        mechanism.entryOpen = name === 'entryBySwitch';
        return reply([P.done]);
      case 'stopInside':
      case 'stopAtIc':
        return reply([P.done]);
      case 'resetLeave':
      case 'resetEject':
      case 'resetRetain':
        return this.#reset(name, cm, reply);
      case 'moveInside':
        return operated(await this.#move('rf'));
      case 'moveToIc':
        return operated(await this.#move('ic'));
      case 'moveOut':
      case 'pushOutAbnormal':
        if (name === 'moveOut' && mechanism.path?.card.wrongLength) return refusedText310(cm, E.abnormal);
        return operated(await this.#move('out'));
      case 'moveToGate':
        return operated(await this.#move('gate'));
      case 'retain':
        return operated(await this.#move('bin'));
      case 'chipPowerOff':
        mechanism.powerChip(false);
        return reply([P.done]);
      case 'coldReset':
      case 'warmReset':
        return this.#chipReset(reply);
      case 'apduT0':
      case 'apduT1':
        return this.#apdu(name === 'apduT0' ? 'T=0' : 'T=1', data, cm, reply);
      default:
        return refusedText310(cm, E.command);
    }
  }

  /** This make lifts its contacts by itself. */
  #move(to: 'gate' | 'out' | 'rf' | 'ic' | 'bin'): Promise<MoveOutcome> {
    this.#mechanism.powerChip(false);
    return this.#mechanism.move(to);
  }

  async #reset(
    name: 'resetLeave' | 'resetEject' | 'resetRetain',
    cm: number,
    reply: (content: Uint8Array | readonly number[]) => Uint8Array,
  ): Promise<Uint8Array | undefined> {
    this.#mechanism.powerChip(false);
    if (name === 'resetLeave' || !this.#mechanism.path) return reply(VERSION);
    const outcome = await this.#mechanism.move(name === 'resetEject' ? 'out' : 'bin');
    return outcome === 'done' ? reply(VERSION) : operation(cm, outcome, reply);
  }

  #chipReset(reply: (content: Uint8Array | readonly number[]) => Uint8Array): Uint8Array {
    const { path, chip } = this.#mechanism;
    if (!path) return reply([P.noCard]);
    if (path.at !== 'ic') return reply([P.wrongPosition]);
    this.#mechanism.powerChip(true);
    if (!chip) return reply([P.failed]);
    return reply([chip.protocol === 'T=1' ? P.doneT1 : P.done, ...withLength(chip.atr)]);
  }

  async #apdu(
    protocol: 'T=0' | 'T=1',
    data: Uint8Array,
    cm: number,
    reply: (content: Uint8Array | readonly number[]) => Uint8Array,
  ): Promise<Uint8Array | undefined> {
    const { chip, chipOn } = this.#mechanism;
    const command = behindLength(data);
    if (!command || command.length < 4) return refusedText310(cm, E.data);
    if (!chip || !chipOn || chip.protocol !== protocol) return reply([P.failed]);
    const response = await chip.transmit(command);
    return this.#mechanism.powered ? reply([P.done, ...withLength(response)]) : undefined;
  }

  #s1(): number {
    const { path } = this.#mechanism;
    if (!path) return S1.none;
    if (path.card.wrongLength && path.at !== 'gate') return S1.short;
    switch (path.at) {
      case 'gate':
        return path.held ? S1.frontHeld : S1.frontLoose;
      case 'ic':
        return S1.insideAtIc;
      case 'rf':
        return S1.inside;
      case 'between':
        return S1.rearHeld;
    }
  }
}

function operation(
  cm: number,
  outcome: MoveOutcome,
  reply: (content: readonly number[]) => Uint8Array,
): Uint8Array | undefined {
  switch (outcome) {
    case 'done':
      return reply([P.done]);
    case 'no-card':
      return reply([P.noCard]);
    case 'wrong-length':
      return refusedText310(cm, E.abnormal);
    case 'stopped':
    case 'no-power':
      return undefined;
    default:
      return reply([P.failed]);
  }
}
