import type { Clock } from '../core/clock.ts';
import { failure, type Result, success } from '../core/result.ts';
import type { BytePort } from '../transports/serialPort.ts';
import {
  behindLength,
  type Crt310Command,
  type Crt310Reply,
  commandText310,
  P,
  parseReply310,
  REAR_FORBIDDEN,
  S1,
  withLength,
} from './crt310Codec.ts';
import { Crt310Link } from './crt310Link.ts';
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
  unsupported,
} from './mover.ts';
import type { CardAtStart, CardPosition, ChipErrorCode, ChipPower } from './types.ts';

/** CRT-310 v3: no stacker; a gate in front, a path, and an exit at the rear, behind which a bin may stand. */
export function crt310(): Dialect {
  return {
    name: 'CRT-310',
    capabilities: {
      hasStacker: false,
      canAcceptFromGate: true,
      canRetract: true,
      canRetain: true,
      countsRetained: false,
      hasIcContact: true,
      hasRf: false,
    },
    baudRates: [9_600, 38_400, 19_200, 4_800, 2_400, 1_200],
    attach: (port, clock) => new Crt310Mover(port, clock),
  };
}

const RESET: Readonly<Record<CardAtStart, Crt310Command>> = {
  leave: 'resetLeave',
  eject: 'resetEject',
  retain: 'resetRetain',
};
const MOVE: Readonly<Record<MoveTarget, Crt310Command>> = {
  gate: 'moveToGate',
  ic: 'moveToIc',
  bin: 'retain',
  out: 'moveOut',
};

const REFUSALS: Readonly<Record<string, { code: ChipErrorCode; meaning: string }>> = {
  '00': { code: 'command-refused', meaning: 'undefined command' },
  '01': { code: 'command-refused', meaning: 'wrong parameter' },
  '02': { code: 'command-refused', meaning: 'cannot be executed now' },
  '04': { code: 'command-refused', meaning: 'wrong data' },
  '05': { code: 'power-fault', meaning: 'the supply is outside 10.8 to 14.5 V' },
  '06': { code: 'wrong-card-length', meaning: 'an abnormal card is inside' },
  '07': { code: 'power-fault', meaning: 'the main power is off' },
};

class Crt310Mover implements Mover {
  readonly #link: Crt310Link;
  #model = '';
  #protocol: ChipPower['protocol'] = 'T=0';

  constructor(port: BytePort, clock: Clock) {
    this.#link = new Crt310Link(port, clock);
  }

  get model(): string {
    return this.#model;
  }

  async look(tries?: number): Promise<Result<Look, MoverError>> {
    const reply = await this.#ask('status', { ...question(tries), replyMs: REPLY_MS.status });
    if (!reply.ok) return reply;
    const [s1] = reply.value.data;
    if (s1 === undefined) return badReply('status');
    return success({ position: positionOf(s1), stacker: 'missing', retainBin: 'unknown' });
  }

  async initialise(card: CardAtStart): Promise<Result<Look, MoverError>> {
    const reply = await this.#ask(RESET[card], startTimes(card));
    if (!reply.ok) return reply;
    this.#model = Buffer.from(reply.value.data)
      .toString('latin1')
      .replace(/[^\x20-\x7e]/g, '')
      .trim();
    const closed = await this.setEntry(false);
    return closed.ok ? this.look() : closed;
  }

  /** The reply does not say where the card is: the status does. */
  async move(to: MoveTarget): Promise<Result<Look, MoverError>> {
    let reply = await this.#move(MOVE[to]);
    // What is no card can be pushed out, and only that.
    if (!reply.ok && reply.error.code === 'wrong-card-length' && to === 'out')
      reply = await this.#move('pushOutAbnormal');
    const judged = operated('move', reply, 'command-refused');
    return judged.ok ? this.look() : judged;
  }

  async setEntry(open: boolean): Promise<Result<void, MoverError>> {
    if (open) {
      const stop = await this.#ask('stopInside', { repeatable: true, replyMs: REPLY_MS.status });
      if (!stop.ok) return stop;
    }
    const reply = await this.#ask(open ? 'entryBySwitch' : 'entryForbid', {
      data: [REAR_FORBIDDEN],
      repeatable: true,
      replyMs: REPLY_MS.status,
    });
    // The maker's text has Y and N the other way round here: either is an answer.
    return reply.ok ? success(undefined) : reply;
  }

  async powerOn(): Promise<Result<ChipPower, MoverError>> {
    const reply = operated('cold reset', await this.#ask('coldReset', { repeatable: true, replyMs: REPLY_MS.chip }));
    if (!reply.ok) return chipFailure(reply);
    const atr = behindLength(reply.value.data.subarray(1));
    if (!atr || atr.length < 2) return badReply('cold reset');
    this.#protocol = reply.value.data[0] === P.doneT1 ? 'T=1' : 'T=0';
    return success({ atr, protocol: this.#protocol });
  }

  async powerOff(): Promise<Result<void, MoverError>> {
    const reply = operated(
      'power off',
      await this.#ask('chipPowerOff', { repeatable: true, replyMs: REPLY_MS.status }),
    );
    return reply.ok ? success(undefined) : reply;
  }

  async exchange(apdu: Uint8Array): Promise<Result<Uint8Array, MoverError>> {
    const reply = operated(
      'APDU',
      await this.#ask(this.#protocol === 'T=1' ? 'apduT1' : 'apduT0', {
        data: withLength(apdu),
        repeatable: false,
        replyMs: REPLY_MS.chip,
      }),
    );
    if (!reply.ok) return chipFailure(reply);
    const response = behindLength(reply.value.data.subarray(1));
    return response && response.length >= 2 ? success(response) : badReply('APDU');
  }

  countRetained(): Promise<Result<number, MoverError>> {
    return unsupported('counter of kept cards');
  }

  resetRetained(): Promise<Result<void, MoverError>> {
    return unsupported('counter of kept cards');
  }

  #move(name: Crt310Command): Promise<Result<Crt310Reply, MoverError>> {
    return this.#ask(name, { repeatable: false, replyMs: REPLY_MS.move });
  }

  async #ask(
    name: Crt310Command,
    options: { data?: Uint8Array | readonly number[]; repeatable: boolean; replyMs: number; tries?: number },
  ): Promise<Result<Crt310Reply, MoverError>> {
    const { data, ...rest } = options;
    const text = commandText310(name, data);
    const answered = await ask(this.#link, { name, text, ...rest });
    if (!answered.ok) return answered;
    const reply = parseReply310(answered.value);
    answered.value.fill(0);
    if (!reply) return badReply(name);
    if (reply.kind === 'reply') return success(reply);
    const { error: deviceCode } = reply;
    const { code, meaning } = REFUSALS[deviceCode] ?? { code: 'command-refused', meaning: 'a code no table knows' };
    return failure({ code, detail: `${name}: ${meaning} (${deviceCode})`, deviceCode, outcome: 'refused' });
  }
}

function positionOf(s1: number): CardPosition {
  switch (s1) {
    case S1.none:
    // Pushed out at the rear, and no longer held: it has gone into the bin.
    case S1.rearLoose:
      return 'none';
    case S1.frontLoose:
    case S1.frontHeld:
      return 'gate';
    case S1.insideAtIc:
      return 'ic';
    case S1.inside:
      return 'rf';
    case S1.rearHeld:
      return 'inside';
    case S1.long:
    case S1.short:
      return 'jammed';
    default:
      return 'unknown';
  }
}

/** Reads the operation byte of a reply that has one. */
function operated(
  name: string,
  reply: Result<Crt310Reply, MoverError>,
  wrongPosition: ChipErrorCode = 'card-not-at-chip',
): Result<Crt310Reply, MoverError> {
  if (!reply.ok) return reply;
  const [p] = reply.value.data;
  const refuse = (code: ChipErrorCode, meaning: string): Result<Crt310Reply, MoverError> =>
    failure({ code, detail: `${name}: ${meaning}`, deviceCode: String.fromCharCode(p ?? 0x3f), outcome: 'refused' });
  switch (p) {
    case P.done:
    case P.doneT1:
      return reply;
    case P.noCard:
      return refuse('no-card', 'there is no card');
    case P.wrongPosition:
      return refuse(wrongPosition, 'the card is not where this can be done');
    case P.failed:
      return refuse('card-jam', 'failed');
    default:
      return badReply(name);
  }
}

/** What fails at a chip is no jam. */
function chipFailure(reply: { ok: false; error: MoverError }): { ok: false; error: MoverError } {
  if (reply.error.code !== 'card-jam') return reply;
  return failure({ ...reply.error, code: 'chip-no-answer' });
}
