import type { Clock } from '../core/clock.ts';
import type { Opened } from '../core/connection.ts';
import type { DeviceError, LinkErrorCode } from '../core/device.ts';
import { greetPort } from '../core/greetPort.ts';
import { failure, type Result, success } from '../core/result.ts';
import { type Heard, LineExchange } from './lineExchange.ts';
import type { BytePort, OpenPort } from './serialPort.ts';

/** Why a question has no answer. */
export type LineErrorCode = Extract<LinkErrorCode, 'answer-timeout' | 'bad-frame' | 'unplugged' | 'aborted'>;
export type LineError = DeviceError<LineErrorCode>;

export interface LineOptions {
  readonly port: string;
  readonly baudRate: number;
  readonly clock: Clock;
  readonly openPort: OpenPort;
}

/**
 * How a `Connection` finds a device at a serial port of a known rate: opens the port, and lets `greet` ask who is there.
 * Nothing stays open when that fails, and what is under way ends when the connection is closed.
 */
export function openLine<Session, Code extends string>(
  options: LineOptions,
  greet: (exchange: LineExchange) => Promise<Result<Session, DeviceError<Code | LinkErrorCode>>>,
) {
  type Failure = DeviceError<Code | LinkErrorCode>;
  return (signal: AbortSignal): Promise<Result<Opened<Session, Failure>, Failure>> =>
    greetPort<BytePort, Session, Failure>({
      where: options.port,
      signal,
      open: () => options.openPort(options.port, options.baudRate),
      greet: (port) => greet(new LineExchange(port, options.clock)),
    });
}

/** What was heard, as the result of a command. */
export function answered<Answer>(heard: Heard<Answer>): Result<Answer, LineError> {
  switch (heard.kind) {
    case 'answer':
      return success(heard.answer);
    case 'silent':
      return failure({ code: 'answer-timeout', detail: heard.detail });
    case 'bad-frame':
      return failure({ code: 'bad-frame', detail: heard.detail });
    case 'closed':
      return failure({ code: 'unplugged', detail: 'the port went away' });
    case 'stopped':
      return failure({ code: 'aborted', detail: 'stopped by the caller' });
  }
}
