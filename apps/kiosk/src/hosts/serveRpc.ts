import { ORPCError, onError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { KioskRouter } from './router.ts';

/** The largest message there is carries a camera frame. */
export const FRAME_LIMIT_BYTES = 2 * 1024 * 1024;

/** One page's line to the terminal, whatever carries it. */
export interface RpcLine {
  send(frame: string | Uint8Array): void;
  /** Ends the line: what came over it is not the contract. */
  close(reason: string): void;
}

export interface ServedLine {
  receive(frame: unknown): void;
  /** The line has ended: what the page waited for is given up. */
  closed(): void;
}

/** Where the head of a binary frame ends and its bytes begin; no UTF-8 text contains it. */
const HEAD_END = 0xff;
const id = z.union([z.string(), z.int()]);
/** oRPC's three messages of a client: a request, an event of a stream, the abort of a request. */
const headSchema = z.union([
  z.looseObject({ i: id, t: z.literal(1).optional(), p: z.looseObject({ u: z.string().startsWith('/') }) }),
  z.looseObject({ i: id, t: z.literal(3), p: z.looseObject({}) }),
  z.looseObject({ i: id, t: z.literal(4) }),
]);

type Listener = (event: never) => void;

/**
 * Answers the contract over WebSockets and MessagePorts alike. oRPC writes both in the same frames; only its handler for
 * WebSockets survives a frame it cannot read, so that one serves both, behind a look at size and shape of each frame.
 */
export function createRpcServer(router: KioskRouter, logger: Pick<Logger, 'warn' | 'error'>) {
  const handler = new RPCHandler(router, {
    clientInterceptors: [onError((error, { path }) => logFailure(logger, path.join('.'), error))],
  });
  return (line: RpcLine): ServedLine => {
    const listeners = new Map<string, Listener>();
    void handler.upgrade(
      {
        send: (frame: string | Uint8Array) => line.send(frame),
        addEventListener: (event: string, listener: Listener) => void listeners.set(event, listener),
      } as Parameters<typeof handler.upgrade>[0],
      { context: {} },
    );
    const tell = (event: string, value: unknown) => listeners.get(event)?.(value as never);
    return {
      receive: (frame) => {
        const reason = whyUnreadable(frame);
        if (reason) line.close(reason);
        else tell('message', { data: frame });
      },
      closed: () => tell('close', {}),
    };
  };
}

/** Why a frame cannot be one of the contract's, or undefined when it can. Says nothing of what is in it. */
function whyUnreadable(frame: unknown): string | undefined {
  if (typeof frame !== 'string' && !(frame instanceof Uint8Array)) return 'a frame of another kind';
  if (frame.length > FRAME_LIMIT_BYTES) return 'a frame too large';
  try {
    return headSchema.safeParse(JSON.parse(headOf(frame))).success ? undefined : 'a frame with another head';
  } catch {
    return 'a frame that is not JSON';
  }
}

function headOf(frame: string | Uint8Array): string {
  if (typeof frame === 'string') return frame;
  const end = frame.indexOf(HEAD_END);
  return new TextDecoder().decode(end < 0 ? frame : frame.subarray(0, end));
}

/** Messages of errors may quote what was sent, which may be a person's: the log gets kinds and places only. */
function logFailure(logger: Pick<Logger, 'warn' | 'error'>, procedure: string, error: unknown): void {
  if (error instanceof ORPCError && error.status < 500) {
    logger.warn({ event: 'rpc.refused', procedure, code: error.code });
    return;
  }
  const { name, stack } = error instanceof Error ? error : new Error('not an error');
  logger.error({ event: 'rpc.failed', procedure, error: name, at: stack?.split('\n').find((l) => l.includes(' at ')) });
}
