import type { Opened } from './connection.ts';
import type { DeviceError } from './device.ts';
import { type Result, success } from './result.ts';

/** As much of a port, serial or HID, as being found there takes. */
interface ClosablePort {
  /** Called once, also when it is already closed. */
  onClose(listener: () => void): void;
  close(): Promise<void>;
}

type Unplugged = DeviceError<'unplugged'>;

/**
 * One attempt of a `Connection` at a port: opens it, lets `greet` ask who is there, and holds it as long as they stay.
 * Nothing stays open when either fails; what is under way ends when `signal` aborts, because its port closes.
 */
export async function greetPort<Port extends ClosablePort, Session, Failure extends DeviceError>(attempt: {
  /** The port's name, for the technician. */
  readonly where: string;
  readonly signal: AbortSignal;
  readonly open: () => Promise<Result<Port, Failure>>;
  readonly greet: (port: Port) => Promise<Result<Session, Failure>>;
}): Promise<Result<Opened<Session, Failure | Unplugged>, Failure>> {
  const { where, signal, open, greet } = attempt;
  const opened = await open();
  if (!opened.ok) return opened;
  const port = opened.value;
  const closeEarly = (): void => void port.close();
  signal.addEventListener('abort', closeEarly);
  if (signal.aborted) closeEarly();
  const lost = new Promise<Unplugged>((resolve) => {
    port.onClose(() => resolve({ code: 'unplugged', detail: `${where} went away` }));
  });
  const close = async (): Promise<void> => {
    signal.removeEventListener('abort', closeEarly);
    await port.close();
  };
  const greeted = await greet(port);
  if (greeted.ok) return success({ session: greeted.value, lost, close });
  await close();
  return greeted;
}
