import {
  type DeviceError,
  type DeviceStatus,
  deviceStates,
  failure,
  type LinkErrorCode,
  type Result,
} from '@renshe/devices';
import { z } from 'zod';

/** What can be asked of a device across two processes, and what is answered when one of them goes away. */

/**
 * What a call comes to when the host cannot answer it. There are three different things to say, and each method has to
 * say all of them: a citizen's card or paper hangs on the difference.
 */
export interface Loss<Value> {
  /** The caller had aborted before anything was sent. */
  aborted(): Value;
  /** There was no host to send it to: nothing has happened. `reason` is half a sentence about the host. */
  away(reason: string): Value;
  /** It had been sent, and nobody saw the end of it. */
  lost(reason: string): Value;
}

export interface CallContext<Progress> {
  readonly signal: AbortSignal;
  onProgress(progress: Progress): void;
}

/** One method of a device. Both processes check what comes from the other by these schemas. */
export interface Call<Driver = unknown, Args = unknown, Value = unknown, Progress = unknown> {
  readonly args: z.ZodType<Args>;
  readonly answer: z.ZodType<Value>;
  /** Absent where there is nothing to tell on the way. */
  readonly progress?: z.ZodType<Progress>;
  readonly loss: Loss<Value>;
  /** Waits so long for a host that is being restarted, before it is `away`: nothing has been sent yet. */
  readonly patienceMs?: number;
  /** In the host. */
  perform(driver: Driver, args: Args, context: CallContext<Progress>): Promise<Value>;
  /** In the host, once the answer has been sent: nothing of a citizen stays there for the next one. */
  forget?(args: Args, value: Value): void;
}

/** Holds a method to its types. */
export const defineCall =
  <Driver>() =>
  <Args, Value, Progress = never>(call: Call<Driver, Args, Value, Progress>): Call<Driver, Args, Value, Progress> =>
    call;

export type CallTable<Driver> = Readonly<Record<string, Call<Driver>>>;
export type ArgsOf<C> = C extends Call<never, infer Args, infer _Value, infer _Progress> ? Args : never;
export type ValueOf<C> = C extends Call<never, infer _Args, infer Value, infer _Progress> ? Value : never;
export type ProgressOf<C> = C extends Call<never, infer _Args, infer _Value, infer Progress> ? Progress : never;

/** A device of the host as the terminal reaches it. */
export interface Remote<Status extends DeviceStatus, Calls> {
  readonly status: Status;
  /** What the driver says it can do; undefined before the first host has told. It stays when a host is lost. */
  readonly capabilities: unknown;
  /** Calls on changes only; returns the unsubscribe function. */
  onStatus(listener: (status: Status) => void): () => void;
  call<Method extends keyof Calls & string>(
    method: Method,
    args: ArgsOf<Calls[Method]>,
    options?: {
      readonly signal?: AbortSignal | undefined;
      readonly onProgress?: ((progress: ProgressOf<Calls[Method]>) => void) | undefined;
    },
  ): Promise<ValueOf<Calls[Method]>>;
}

/** One device as it crosses the line: its methods, its status, and who stands in for its driver in the terminal. */
export interface RemoteDevice<
  Name extends string = string,
  Driver = unknown,
  StandIn = unknown,
  Status extends DeviceStatus = DeviceStatus,
  Calls extends CallTable<Driver> = CallTable<Driver>,
> {
  readonly name: Name;
  readonly calls: Calls;
  readonly status: z.ZodType<Status>;
  /** A status that says no more than this. */
  unknownStatus(known: DeviceStatus): Status;
  /** `settings` are those of `devices.yaml`; undefined when this terminal has no such device. */
  standIn(remote: Remote<Status, Calls>, settings: unknown): StandIn;
}

/** Holds a device to its types. */
export const defineRemote =
  <Driver, StandIn>() =>
  <const Name extends string, Status extends DeviceStatus, Calls extends CallTable<Driver>>(
    device: RemoteDevice<Name, Driver, StandIn, Status, Calls>,
  ): RemoteDevice<Name, Driver, StandIn, Status, Calls> =>
    device;

/** Members every status has. */
export const statusShape = { state: z.enum(deviceStates), detail: z.string().exactOptional() };

export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

export function resultOf<V extends z.ZodType, E extends z.ZodType>(value: V, error: E) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error }),
  ]);
}

/** What can go wrong on every line; each method adds its own. */
export const lineCodes = [
  'aborted',
  'port-missing',
  'port-busy',
  'port-failed',
  'no-answer',
  'answer-timeout',
  'bad-frame',
  'unplugged',
] as const satisfies readonly LinkErrorCode[];

/** An expected failure with one of these codes. */
export const errorOf = <const Codes extends readonly string[]>(...codes: Codes) =>
  z.object({ code: z.enum(codes), detail: z.string() });

/** How long a call may wait at the device; passed on only when it was given. */
export const timeLimitSchema = z.object({ timeoutMs: z.number().exactOptional() });
export const timeLimit = ({ timeoutMs }: { readonly timeoutMs?: number | undefined }): { timeoutMs?: number } =>
  timeoutMs === undefined ? {} : { timeoutMs };

/**
 * The loss of a call whose failures are those of a line: `port-failed` while there is no host, and `lostCode` when it
 * went away in the middle.
 */
export function lineLoss<Code extends string>(
  lostCode: Code,
  what: string,
): Loss<Result<never, DeviceError<Code | 'aborted' | 'port-failed'>>> {
  return {
    aborted: () => failure({ code: 'aborted', detail: 'aborted before it began' }),
    away: (reason) => failure({ code: 'port-failed', detail: `the device host ${reason}` }),
    lost: (reason) => failure({ code: lostCode, detail: `the device host ${reason}; ${what}` }),
  };
}
