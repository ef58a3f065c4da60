import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { Link, TerminalClient } from './TerminalClient.ts';

/**
 * The Chromium host: it serves the page and listens beside it. The one-time token is in the URL's fragment; once it has
 * been used, the browser comes back by a cookie that this page cannot read.
 */
export function openWebSocketLink(location: Location, page: 'kiosk' | 'dock' = 'kiosk'): Promise<Link> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const websocket = new WebSocket(`${scheme}://${location.host}/rpc?page=${page}&token=${encodeURIComponent(token)}`);
  const closed = new Promise<void>((resolve) => {
    websocket.addEventListener('close', () => resolve(), { once: true });
  });
  return new Promise((resolve, reject) => {
    websocket.addEventListener('open', () => {
      const client: TerminalClient = createORPCClient(new RPCLink({ websocket }));
      resolve({ client, closed, close: () => websocket.close() });
    });
    void closed.then(() => reject(new Error('the terminal did not take the connection')));
  });
}
