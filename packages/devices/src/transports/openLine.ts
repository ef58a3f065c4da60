import type { Clock } from '../core/clock.ts';
import type { Opened } from '../core/connection.ts';
import type { DeviceError, LinkErrorCode } from '../core/device.ts';
import { failure, type Result, success } from '../core/result.ts';
import { type Heard, LineExchange } from './lineExchange.ts';
import type { OpenPort } from './serialPort.ts';

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
  return async (signal: AbortSignal): Promise<Result<Opened<Session, Failure>, Failure>> => {
    const opened = await options.openPort(options.port, options.baudRate);
    if (!opened.ok) return opened;
    const port = opened.value;
    const closeEarly = (): void => void port.close();
    signal.addEventListener('abort', closeEarly);
    if (signal.aborted) closeEarly();
    const lost = new Promise<Failure>((resolve) => {
      port.onClose(() => resolve({ code: 'unplugged', detail: `${options.port} went away` }));
    });
    const close = async (): Promise<void> => {
      signal.removeEventListener('abort', closeEarly);
      await port.close();
    };
    const greeted = await greet(new LineExchange(port, options.clock));
    if (greeted.ok) return success({ session: greeted.value, lost, close });
    await close();
    return greeted;
  };
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
