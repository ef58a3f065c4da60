import type { Clock } from '../core/clock.ts';
import type { SupplyLevel } from '../core/device.ts';
import { failure, type Result, success } from '../core/result.ts';
import type { BytePort } from '../transports/serialPort.ts';
import {
  type Crt591Command,
  type Crt591Refusal,
  type Crt591Reply,
  commandText,
  parseReply,
  VCC,
  WITH_COUNTER,
} from './crt591Codec.ts';
import { refusal591 } from './crt591Errors.ts';
import { Crt591Link } from './crt591Link.ts';
import {
  ask,
  badReply,
  type Dialect,
  type Look,
  type Mover,
  type MoverError,
  type MoveTarget,
  question,
  REPLY_MS,
  startTimes,
} from './mover.ts';
import type { CardAtStart, CardPosition, ChipPower } from './types.ts';

export interface Crt591Options {
  /** As set by the DIP switch, 0 to 15. Default 0. */
  readonly address?: number;
  /** Initialise with the variants whose retract counter takes part (PM 34, 35, 37). Default false. */
  readonly retractCounter?: boolean;
}

/** CRT-591-M, CRT-571, TTCE-F3: a stacker, one path, a gate, an error bin, IC and RF. */
export function crt591(options: Crt591Options = {}): Dialect {
  return {
    name: 'CRT-591',
    capabilities: {
      hasStacker: true,
      canAcceptFromGate: true,
      canRetract: true,
      canRetain: true,
      countsRetained: true,
      hasIcContact: true,
      hasRf: false,
    },
    // The device takes the rate of the first command after it was switched on.
    baudRates: [9_600, 19_200, 38_400, 57_600],
    attach: (port, clock) => new Crt591Mover(port, clock, options),
  };
}

const INIT: Readonly<Record<CardAtStart, Crt591Command>> = {
  leave: 'initLeave',
  eject: 'initToGate',
  retain: 'initRetain',
};
const MOVE: Readonly<Record<MoveTarget, Crt591Command>> = {
  gate: 'moveToGate',
  ic: 'moveToIc',
  bin: 'moveToBin',
  out: 'moveOut',
};

class Crt591Mover implements Mover {
  readonly #link: Crt591Link;
  readonly #retractCounter: boolean;
  #model = '';
  /** The device says "at RF/IC position" for both: which of them it is, its last movement tells. */
  #inner: 'ic' | 'rf' | 'inside' = 'inside';
  #protocol: ChipPower['protocol'] | undefined;

  constructor(port: BytePort, clock: Clock, { address = 0, retractCounter = false }: Crt591Options) {
    this.#link = new Crt591Link(port, clock, address);
    this.#retractCounter = retractCounter;
  }

  get model(): string {
    return this.#model;
  }

  async look(tries?: number): Promise<Result<Look, MoverError>> {
    return this.#looked(await this.#ask('status', { ...question(tries), replyMs: REPLY_MS.status }));
  }

  async initialise(card: CardAtStart): Promise<Result<Look, MoverError>> {
    this.#inner = 'inside';
    const reply = await this.#ask(INIT[card], {
      ...startTimes(card),
      pmOffset: this.#retractCounter ? WITH_COUNTER : 0,
    });
    if (reply.ok) this.#model = printable(reply.value.data);
    return this.#looked(reply);
  }

  async move(to: MoveTarget): Promise<Result<Look, MoverError>> {
    const before = this.#inner;
    this.#inner = 'inside';
    const reply = await this.#ask(MOVE[to], { repeatable: false, replyMs: REPLY_MS.move });
    if (reply.ok && to === 'ic') this.#inner = 'ic';
    // What was never executed has moved nothing.
    if (!reply.ok && reply.error.deviceCode === '01') this.#inner = before;
    return this.#looked(reply);
  }

  async setEntry(open: boolean): Promise<Result<void, MoverError>> {
    const reply = await this.#ask(open ? 'entryOn' : 'entryOff', { repeatable: true, replyMs: REPLY_MS.status });
    // What comes in by itself goes to the RF position.
    if (reply.ok && open) this.#inner = 'rf';
    return done(reply);
  }

  /** EMV first, as it comes from the factory; a chip whose answer is not EMV's is asked again by ISO 7816. */
  async powerOn(): Promise<Result<ChipPower, MoverError>> {
    let reply = await this.#coldReset(VCC.emv5V);
    if (!reply.ok && reply.error.deviceCode === '69') reply = await this.#coldReset(VCC.iso5V);
    if (!reply.ok) return reply;
    const [type, ...atr] = reply.value.data;
    if ((type !== 0x30 && type !== 0x31) || atr.length < 2) return badReply('cold reset');
    this.#protocol = type === 0x31 ? 'T=1' : 'T=0';
    return success({ atr: Uint8Array.from(atr), protocol: this.#protocol });
  }

  async powerOff(): Promise<Result<void, MoverError>> {
    this.#protocol = undefined;
    return done(await this.#ask('powerOff', { repeatable: true, replyMs: REPLY_MS.status }));
  }

  async exchange(apdu: Uint8Array): Promise<Result<Uint8Array, MoverError>> {
    const name = this.#protocol === 'T=0' ? 'apduT0' : this.#protocol === 'T=1' ? 'apduT1' : 'apduAuto';
    let reply = await this.#transmit(name, apdu);
    // "Not supported by the card": refused before anything went to it, so it may be said in another way.
    if (!reply.ok && reply.error.deviceCode === '62' && name !== 'apduAuto') {
      reply = await this.#transmit('apduAuto', apdu);
    }
    if (!reply.ok) return reply;
    return reply.value.data.length >= 2 ? success(reply.value.data) : badReply('APDU');
  }

  async countRetained(): Promise<Result<number, MoverError>> {
    const reply = await this.#ask('readCounter', { repeatable: true, replyMs: REPLY_MS.status });
    if (!reply.ok) return reply;
    const digits = printable(reply.value.data);
    return /^\d{3}$/.test(digits) ? success(Number(digits)) : badReply('bin counter');
  }

  async resetRetained(): Promise<Result<void, MoverError>> {
    const data = Buffer.from('000', 'latin1');
    return done(await this.#ask('setCounter', { data, repeatable: true, replyMs: REPLY_MS.status }));
  }

  #coldReset(vcc: number): Promise<Result<Crt591Reply, MoverError>> {
    return this.#ask('coldReset', { data: [vcc], repeatable: true, replyMs: REPLY_MS.chip });
  }

  #transmit(name: Crt591Command, apdu: Uint8Array): Promise<Result<Crt591Reply, MoverError>> {
    return this.#ask(name, { data: apdu, repeatable: false, replyMs: REPLY_MS.chip, ackMs: REPLY_MS.chip });
  }

  async #ask(
    name: Crt591Command,
    options: {
      data?: Uint8Array | readonly number[];
      repeatable: boolean;
      replyMs: number;
      tries?: number;
      ackMs?: number;
      pmOffset?: number;
    },
  ): Promise<Result<Crt591Reply, MoverError>> {
    const { data, pmOffset = 0, ...rest } = options;
    const text = commandText(name, data);
    text[2] = (text[2] ?? 0) + pmOffset;
    const answered = await ask(this.#link, { name, text, ...rest });
    if (!answered.ok) return answered;
    const reply = parseReply(answered.value);
    answered.value.fill(0);
    if (!reply) return badReply(name);
    return reply.kind === 'done' ? success(reply) : failure(refused(name, reply));
  }

  #looked(reply: Result<Crt591Reply, MoverError>): Result<Look, MoverError> {
    if (!reply.ok) return reply;
    const [card, stacker, bin] = reply.value.st;
    return success({ position: this.#position(card), stacker: stackerLevel(stacker), retainBin: binLevel(bin) });
  }

  #position(st0: string): CardPosition {
    switch (st0) {
      case '0':
        return 'none';
      case '1':
        return 'gate';
      case '2':
        return this.#inner;
      default:
        return 'unknown';
    }
  }
}

function refused(name: string, { error: deviceCode }: Crt591Refusal): MoverError {
  const { code, meaning } = refusal591(deviceCode);
  return { code, detail: `${name}: ${meaning} (${deviceCode})`, deviceCode, outcome: 'refused' };
}

function done(reply: Result<unknown, MoverError>): Result<void, MoverError> {
  return reply.ok ? success(undefined) : reply;
}

function stackerLevel(st1: string): SupplyLevel {
  if (st1 === '0') return 'empty';
  if (st1 === '1') return 'low';
  return st1 === '2' ? 'ok' : 'unknown';
}

function binLevel(st2: string): SupplyLevel {
  if (st2 === '0') return 'ok';
  return st2 === '1' ? 'full' : 'unknown';
}

function printable(data: Uint8Array): string {
  return Buffer.from(data)
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, '')
    .trim();
}
