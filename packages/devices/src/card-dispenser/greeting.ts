import type { Clock } from '../core/clock.ts';
import type { Opened } from '../core/connection.ts';
import { type LinkErrorCode, stateAfter } from '../core/device.ts';
import { greetPort } from '../core/greetPort.ts';
import { failure, type Result, success } from '../core/result.ts';
import type { BytePort, OpenPort } from '../transports/serialPort.ts';
import type { Fault } from './ledger.ts';
import type { Dialect, Look, Mover } from './mover.ts';
import type { CardDispenserError } from './types.ts';

/** A mechanism that answers. */
export interface Session {
  readonly mover: Mover;
  readonly baudRate: number;
  /** What it said when it was found and started. */
  readonly found: Look;
  /** It answers, and would not start. */
  readonly fault?: Fault;
}

export type GreetingError = CardDispenserError<LinkErrorCode>;

interface GreetingOptions {
  readonly port: string;
  readonly dialect: Dialect;
  /** The only rate to try; without it all of the dialect's are. */
  readonly baudRate?: number;
  readonly clock: Clock;
  readonly openPort: OpenPort;
}

/** So often a rate is tried: a device that has just been switched on may miss the first frame. */
const PROBE_TRIES = 2;

/**
 * How a mechanism is found: opens the port, finds the rate, starts the mechanism without moving a card, and looks where
 * one is. Whatever a program before this one did with it, the entry is closed afterwards.
 */
export function greetDispenser(options: GreetingOptions) {
  let lastBaudRate: number | undefined;

  return async (signal: AbortSignal): Promise<Result<Opened<Session, GreetingError>, GreetingError>> => {
    const { dialect, clock } = options;
    const baudRates = ratesToTry(dialect, options.baudRate, lastBaudRate);
    const greeted = await greetPort<BytePort, Session, GreetingError>({
      where: options.port,
      signal,
      open: () => options.openPort(options.port, baudRates[0] ?? 9_600),
      greet: (port) => find(port, dialect.attach(port, clock), baudRates),
    });
    if (greeted.ok) lastBaudRate = greeted.value.session.baudRate;
    return greeted;
  };
}

async function find(port: BytePort, mover: Mover, rates: readonly number[]): Promise<Result<Session, GreetingError>> {
  const probed = await probe(port, mover, rates);
  if (!probed.ok) return probed;
  const started = await start(mover);
  return started.ok ? success({ mover, baudRate: probed.value, ...started.value }) : started;
}

/** The rate that worked last comes first: after a re-plug it will most likely be the same device. */
function ratesToTry(dialect: Dialect, only: number | undefined, last: number | undefined): readonly number[] {
  if (only !== undefined) return [only];
  const { baudRates } = dialect;
  return last === undefined ? baudRates : [last, ...baudRates.filter((rate) => rate !== last)];
}

/** Asks for the status at each rate. Any reply proves that somebody is there, also one that says "not initialised". */
async function probe(port: BytePort, mover: Mover, rates: readonly number[]): Promise<Result<number, GreetingError>> {
  let spoilt: string | undefined;
  for (const rate of rates) {
    if (!(await port.setBaudRate(rate))) continue;
    const look = await mover.look(PROBE_TRIES);
    if (look.ok || look.error.outcome === 'refused') return success(rate);
    if (look.error.code === 'unplugged') return failure({ code: 'unplugged', detail: look.error.detail });
    if (look.error.code === 'bad-frame') spoilt ??= `${rate} baud: ${look.error.detail}`;
  }
  const tried = rates.join(', ');
  // Bytes without sense are what a wrong rate looks like, but no rate made sense of them.
  if (spoilt) return failure({ code: 'bad-frame', detail: `no whole frame at ${tried} baud; ${spoilt}` });
  return failure({ code: 'no-answer', detail: `nothing that speaks this dialect answered at ${tried} baud` });
}

/** A mechanism that will not start is there all the same: how it stands has to be told, and a jam be cleared. */
async function start(mover: Mover): Promise<Result<Pick<Session, 'found' | 'fault'>, GreetingError>> {
  const started = await mover.initialise('leave');
  if (started.ok) return success({ found: started.value });
  const { code, detail, outcome } = started.error;
  if (outcome !== 'refused') return failure({ code: linkCode(code), detail });
  const look = await mover.look();
  const found: Look = look.ok ? look.value : { position: 'unknown', stacker: 'unknown', retainBin: 'unknown' };
  // Whatever the reason: it has not started.
  return success({ found, fault: { code: code === 'card-jam' ? code : 'not-initialised', detail } });
}

function linkCode(code: string): LinkErrorCode {
  return code === 'unplugged' || code === 'bad-frame' ? code : 'answer-timeout';
}

export const dispenserStateAfter = ({ code }: GreetingError) => stateAfter(code);
