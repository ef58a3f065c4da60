import type { Clock } from '../core/clock.ts';
import type { Opened } from '../core/connection.ts';
import { type DeviceState, stateAfter } from '../core/device.ts';
import { greetPort } from '../core/greetPort.ts';
import { type Result, success } from '../core/result.ts';
import type { BytePort, OpenPort } from '../transports/serialPort.ts';
import { formatSamId } from './answers.ts';
import { SAM_ID, SW3 } from './commands.ts';
import { Exchange } from './exchange.ts';
import { BAUD_RATES, probe } from './probe.ts';
import type { ReadCardError } from './types.ts';

/** A reader that answers. */
export interface Session {
  readonly exchange: Exchange;
  readonly baudRate: number;
  /** Empty when the module would not tell. */
  readonly samId: string;
  /** What has been learned about this module since it was plugged in. */
  readonly habits: {
    /** It does not even refuse the command: nobody shall wait for that twice. */
    ignoresNewestAddress: boolean;
  };
}

interface GreetingOptions {
  readonly port: string;
  /** The only rate to try; without it all are. */
  readonly baudRate?: number;
  readonly clock: Clock;
  readonly openPort: OpenPort;
}

/** How a reader is found: opens the port, finds the baud rate, and asks who the module is. */
export function greetReader(options: GreetingOptions) {
  let lastBaudRate: number | undefined;

  return async (signal: AbortSignal): Promise<Result<Opened<Session, ReadCardError>, ReadCardError>> => {
    const baudRates = ratesToTry(options.baudRate, lastBaudRate);
    return greetPort<BytePort, Session, ReadCardError>({
      where: options.port,
      signal,
      open: () => options.openPort(options.port, baudRates[0] ?? BAUD_RATES[0]),
      greet: async (port) => {
        const exchange = new Exchange(port, options.clock);
        const probed = await probe({ port, exchange, baudRates });
        if (!probed.ok) return probed;
        const { baudRate } = probed.value;
        lastBaudRate = baudRate;
        const samId = await readSamId(exchange);
        return success({ exchange, baudRate, samId, habits: { ignoresNewestAddress: false } });
      },
    });
  };
}

/** The rate that worked last comes first: after a re-plug it will most likely be the same module. */
function ratesToTry(only: number | undefined, last: number | undefined): readonly number[] {
  if (only !== undefined) return [only];
  return last === undefined ? BAUD_RATES : [last, ...BAUD_RATES.filter((rate) => rate !== last)];
}

/** Asked twice when the answer was spoilt, once when there was none: a reader without it reads cards all the same. */
async function readSamId(exchange: Exchange): Promise<string> {
  let outcome = await exchange.ask(SAM_ID);
  if (outcome.kind === 'bad-frame') outcome = await exchange.ask(SAM_ID);
  return (outcome.kind === 'answer' && outcome.answer.sw3 === SW3.ok && formatSamId(outcome.answer.data)) || '';
}

/** The state a failure leaves the reader in. What a card did wrong never comes here: the reader stays online. */
export function readerStateAfter({ code }: ReadCardError): DeviceState {
  switch (code) {
    case 'sam-self-test-failed':
    case 'sam-not-authorised':
      return 'hardwareError';
    case 'no-card':
    case 'card-read-failed':
    case 'card-rejected':
    case 'wrong-card-type':
    case 'bad-card-data':
    case 'command-refused':
      return 'offline';
    default:
      return stateAfter(code);
  }
}
