import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { ResponseValidationPlugin } from '@orpc/contract/plugins';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { z } from 'zod';
import { centralFetch, ProtocolBroken, Unreachable } from './centralFetch.ts';
import { centralContract } from './contract.ts';
import { formatTerminalToken } from './terminalToken.ts';

/**
 * Why a call gave no result:
 * - `unreachable`: no answer, or one from a proxy (5xx). Nothing is known about what was asked; try again later.
 *   `reason`: connection-refused, name-not-resolved, connection-lost, timeout, no-route, tls, aborted, network, http-<status>.
 * - `refused`: the central service understood and said no, with a code of the contract. Asking again changes nothing.
 * - `unauthorised`: this terminal is not known, or its secret is wrong: an operator must look.
 * - `protocol`: the answer is not of this contract (another version, a captive portal).
 */
export type CentralFailure<Code extends string = never> =
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'unauthorised'; readonly reason: string }
  | { readonly kind: 'protocol'; readonly reason: string }
  | ([Code] extends [never] ? never : CentralRefusal<Code>);

export interface CentralRefusal<Code extends string> {
  readonly kind: 'refused';
  readonly code: Code;
  /** One word in kebab-case. */
  readonly reason: string;
  /** With TOO_MANY_REQUESTS. */
  readonly retryAfterSeconds?: number;
}

export type CentralResult<T, Code extends string = never> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: CentralFailure<Code> };

export interface CallOptions {
  /** Ends the call as `unreachable`/`aborted`; what was asked may or may not have happened. */
  readonly signal?: AbortSignal;
  /** Instead of the client's own. */
  readonly timeoutMs?: number;
}

type Contract = typeof centralContract;
type Remote = ContractRouterClient<Contract, CallContext>;
/** Codes that say something of this terminal, not of what it asked. */
type TerminalCode = 'UNAUTHORIZED' | 'TERMINAL_MISMATCH';
/** The service is there and cannot do it now: a terminal sees it as unreachable. */
type PassingCode = 'SMS_UNAVAILABLE' | 'PAYMENT_UNAVAILABLE';

type Input<Name extends keyof Contract> = Parameters<Remote[Name]>[0];
type Output<Name extends keyof Contract> = Awaited<ReturnType<Remote[Name]>>;
/** The refusals of an operation, as the contract names them. */
export type RefusalOf<Name extends keyof Contract> = Exclude<
  keyof Contract[Name]['~orpc']['errorMap'] & string,
  TerminalCode | PassingCode
>;
export type SubmitRefusal = RefusalOf<'submitVerification'>;

/**
 * The central service as a terminal sees it: every operation of the contract by its name. Expected failures are values;
 * only a mistake in the caller throws.
 */
export type CentralClient = {
  readonly [Name in keyof Contract]: undefined extends Input<Name>
    ? (options?: CallOptions) => Promise<CentralResult<Output<Name>, RefusalOf<Name>>>
    : (input: Input<Name>, options?: CallOptions) => Promise<CentralResult<Output<Name>, RefusalOf<Name>>>;
};

export interface CentralClientOptions {
  /** Base address; a path in it is kept (`https://host/renshe`). */
  readonly url: string;
  readonly terminalId: string;
  readonly secret: string;
  /** Limit of one call, from asking to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly fetch?: typeof globalThis.fetch;
}

interface CallContext {
  readonly timeoutMs?: number;
  /** Set once an answer of the central service is there: from then on every mistake is the answer's. */
  readonly progress?: { answered: boolean };
}

/** Makes a client for one terminal. Throws TypeError when `url`, `terminalId` or `secret` cannot be used at all. */
export function createCentralClient(options: CentralClientOptions): CentralClient {
  const token = formatTerminalToken(options.terminalId, options.secret);
  const url = new URL(options.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError('url must be http(s)');
  const link = new OpenAPILink<CallContext>(centralContract, {
    url: url.href,
    headers: { authorization: `Bearer ${token}` },
    plugins: [new ResponseValidationPlugin(centralContract)],
    fetch: async (request, _init, { context, signal }) => {
      const response = await centralFetch(request, {
        fetch: options.fetch ?? globalThis.fetch,
        timeoutMs: context.timeoutMs ?? options.timeoutMs,
        signal,
      });
      if (context.progress) context.progress.answered = true;
      return response;
    },
  });
  const remote: Remote = createORPCClient(link);

  const call = async <T, Code extends string>(
    callOptions: CallOptions | undefined,
    ask: (options: { context: CallContext; signal?: AbortSignal }) => Promise<T>,
  ): Promise<CentralResult<T, Code>> => {
    const progress = { answered: false };
    const { signal, timeoutMs } = callOptions ?? {};
    try {
      const value = await ask({
        context: { progress, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
        ...(signal ? { signal } : {}),
      });
      return { ok: true, value };
    } catch (error) {
      return { ok: false, error: classify<Code>(error, progress.answered) };
    }
  };

  const operation =
    <Name extends keyof Contract>(name: Name) =>
    (input: Input<Name>, options?: CallOptions) =>
      call<Output<Name>, RefusalOf<Name>>(options, (c) =>
        (remote[name] as (input: Input<Name>, options: typeof c) => Promise<Output<Name>>)(input, c),
      );
  const names = Object.keys(centralContract) as (keyof Contract)[];
  const operations = Object.fromEntries(names.map((name) => [name, operation(name)]));
  // The only operation without an input.
  const health: CentralClient['health'] = (options) => operation('health')(undefined, options);
  return { ...operations, health } as CentralClient;
}

/** What the data of every named error has in common. */
const refusalDataSchema = z.object({ reason: z.string(), retryAfterSeconds: z.int().optional() });

/** Turns what the link threw into a failure; rethrows what is neither of the network nor of the answer. */
function classify<Code extends string>(error: unknown, answered: boolean): CentralFailure<Code> {
  if (error instanceof Unreachable) return { kind: 'unreachable', reason: error.reason };
  if (error instanceof ProtocolBroken) return { kind: 'protocol', reason: error.reason };
  if (error instanceof ORPCError) {
    if (!error.defined) return { kind: 'protocol', reason: `http-${error.status}` };
    const { reason, retryAfterSeconds } = refusalDataSchema.parse(error.data);
    if (error.code === 'UNAUTHORIZED' || error.code === 'TERMINAL_MISMATCH') return { kind: 'unauthorised', reason };
    // `defined` means that the code is one of this operation's and that its data fits the contract.
    return {
      kind: 'refused',
      code: error.code,
      reason,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    } as CentralFailure<Code>;
  }
  if (answered) return { kind: 'protocol', reason: 'malformed-answer' };
  throw error;
}
