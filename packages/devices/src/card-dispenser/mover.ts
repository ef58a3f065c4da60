import type { Clock } from '../core/clock.ts';
import type { SupplyLevel } from '../core/device.ts';
import { failure, type Result } from '../core/result.ts';
import type { BytePort } from '../transports/serialPort.ts';
import type { CommandLink, LinkCommand, Outcome } from './link.ts';
import type { CardAtStart, CardDispenserCapabilities, CardPosition, ChipErrorCode, ChipPower } from './types.ts';

/** What a device says of itself when it is asked. */
export interface Look {
  readonly position: CardPosition;
  readonly stacker: SupplyLevel;
  readonly retainBin: SupplyLevel;
}

export interface MoverError {
  readonly code: ChipErrorCode;
  readonly detail: string;
  readonly deviceCode?: string;
  /**
   * - `refused`: the device answered, and did not do it, or not wholly.
   * - `unheard`: nothing says that the device took the command.
   * - `lost`: the device took it, and nobody knows what came of it.
   */
  readonly outcome: 'refused' | 'unheard' | 'lost';
}

export type MoverResult<Value> = Promise<Result<Value, MoverError>>;

export type MoveTarget = 'gate' | 'ic' | 'bin' | 'out';

/** One connected mechanism, in its dialect: one method a command, and no judgement. */
export interface Mover {
  /** What it calls itself; empty when it does not tell. */
  readonly model: string;
  /** `tries`: how often it is asked before it counts as silent. */
  look(tries?: number): MoverResult<Look>;
  /** Also closes the entry, and ends an error that is over. */
  initialise(card: CardAtStart): MoverResult<Look>;
  /** On a make with a stacker, `ic` takes a card from there when none is in the path. */
  move(to: MoveTarget): MoverResult<Look>;
  setEntry(open: boolean): MoverResult<void>;
  powerOn(): MoverResult<ChipPower>;
  powerOff(): MoverResult<void>;
  exchange(apdu: Uint8Array): MoverResult<Uint8Array>;
  countRetained(): MoverResult<number>;
  resetRetained(): MoverResult<void>;
}

/** One make: how its devices are found and spoken with. */
export interface Dialect {
  readonly name: string;
  readonly capabilities: CardDispenserCapabilities;
  /** In baud, the likeliest first. */
  readonly baudRates: readonly number[];
  attach(port: BytePort, clock: Clock): Mover;
}

/** Suggested time for each kind of command (the makers give none). */
export const REPLY_MS = { status: 1_000, move: 10_000, init: 20_000, chip: 5_000 } as const;

/** Left where it is, nothing moves: that takes no longer than a movement, and may be said once more. */
const START_IN_PLACE = { repeatable: true, replyMs: REPLY_MS.move, tries: 2 } as const;

/** How long an initialisation may take, and whether it may be said again. */
export const startTimes = (card: CardAtStart): { repeatable: boolean; replyMs: number; tries?: number } =>
  card === 'leave' ? START_IN_PLACE : { repeatable: false, replyMs: REPLY_MS.init };

/** What may be asked again, so and so often. */
export const question = (tries?: number): { repeatable: true; tries?: number } =>
  tries === undefined ? { repeatable: true } : { repeatable: true, tries };

/** Sends one command and turns what the line says into a failure; what the device says is for the dialect to read. */
export async function ask(link: CommandLink, command: LinkCommand): MoverResult<Uint8Array> {
  const outcome = await link.send(command);
  return outcome.kind === 'reply' ? { ok: true, value: outcome.text } : failure(lineError(outcome));
}

function lineError(outcome: Exclude<Outcome, { kind: 'reply' }>): MoverError {
  if (outcome.kind === 'closed') return { code: 'unplugged', detail: 'the port went away', outcome: 'lost' };
  const { kind, fault, detail } = outcome;
  return { code: fault === 'garbled' ? 'bad-frame' : 'answer-timeout', detail, outcome: kind };
}

export const unsupported = (what: string): Promise<{ ok: false; error: MoverError }> =>
  Promise.resolve(failure({ code: 'not-supported', detail: `this make has no ${what}`, outcome: 'refused' }));

/** A reply of the right command whose content cannot be: as good as none, but the device did take the command. */
export function badReply(name: string): { ok: false; error: MoverError } {
  return failure({ code: 'bad-frame', detail: `${name}: the reply is not of the form it must have`, outcome: 'lost' });
}
