import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { kioskContract } from '../../contract/contract.ts';

export interface TestPage {
  readonly socket: WebSocket;
  readonly client: ContractRouterClient<typeof kioskContract>;
  /** `name=value` of the cookie that came with the handshake. */
  readonly cookie: string | undefined;
  /** Everything after the value: where the cookie goes and who may read it. */
  readonly cookieAttributes: string | undefined;
  /** Resolves with WebSocket's close code. */
  readonly closed: Promise<number>;
}

/** Connects as a page would, or resolves with the HTTP status of the refusal. */
export function connectPage(
  address: string,
  changes: { path?: string; page?: string; token?: string; origin?: string; host?: string; cookie?: string } = {},
): Promise<TestPage | number> {
  const url = new URL(address);
  const token = changes.token ?? new URLSearchParams(url.hash.slice(1)).get('token') ?? '';
  const socket = new WebSocket(
    `ws://${url.host}${changes.path ?? '/rpc'}?page=${changes.page ?? 'kiosk'}&token=${token}`,
    {
      origin: changes.origin ?? url.origin,
      headers: {
        ...(changes.host ? { host: changes.host } : {}),
        ...(changes.cookie ? { cookie: changes.cookie } : {}),
      },
    },
  );
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  return new Promise((resolve, reject) => {
    let setCookie: string | undefined;
    socket.once('upgrade', ({ headers }) => {
      setCookie = headers['set-cookie']?.[0];
    });
    socket.once('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.once('error', reject);
    socket.once('open', () => {
      const semicolon = setCookie?.indexOf(';') ?? -1;
      resolve({
        socket,
        client: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })),
        cookie: setCookie?.slice(0, semicolon),
        cookieAttributes: setCookie?.slice(semicolon + 2),
        closed,
      });
    });
  });
}
