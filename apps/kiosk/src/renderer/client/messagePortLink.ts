import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { Link, OpenLink, TerminalClient } from './TerminalClient.ts';

const PORT_MESSAGE = 'renshe:port';

/**
 * The Electron host: its preload hands in a MessagePort, and a new one whenever the terminal was restarted. A port that
 * was replaced counts as closed. Listens at once, for the port may come before anybody asks.
 */
export function listenForMessagePorts(target: Window): OpenLink {
  let waiting: ((port: MessagePort) => void) | undefined;
  let next: MessagePort | undefined;
  let replaced: (() => void) | undefined;
  target.addEventListener('message', (event: MessageEvent) => {
    const [port] = event.ports;
    if (event.source !== target || event.data !== PORT_MESSAGE || !port) return;
    replaced?.();
    if (waiting) waiting(port);
    else next = port;
    waiting = undefined;
  });
  return async () => {
    const port = next ?? (await new Promise<MessagePort>((resolve) => (waiting = resolve)));
    next = undefined;
    port.start();
    const closed = new Promise<void>((resolve) => {
      replaced = resolve;
      port.addEventListener('close', () => resolve(), { once: true });
    });
    const client: TerminalClient = createORPCClient(new RPCLink({ port }));
    return { client, closed, close: () => port.close() } satisfies Link;
  };
}
