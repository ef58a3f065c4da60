import type { Logger } from 'pino';
import type { RpcLine, ServedLine } from '../serveRpc.ts';

/** What is used of Electron's `MessagePortMain`. */
export interface HostPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

export interface ConnectPageOptions<Port> {
  readonly serveLine: (line: RpcLine) => ServedLine;
  /** A fresh pair: one end for us, the other for the page. */
  readonly openChannel: () => { ours: HostPort; theirs: Port };
  readonly give: (port: Port) => void;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Returns what is to be called each time the page has been loaded: it gives the page a new port. The one before is
 * closed, so there is never a page of before that still speaks.
 */
export function createPageConnector<Port>(options: ConnectPageOptions<Port>): () => void {
  let closeLast = () => {};
  return () => {
    closeLast();
    const { ours, theirs } = options.openChannel();
    let over = false;
    const line = options.serveLine({
      send: (frame) => {
        if (!over) ours.postMessage(frame);
      },
      close: (reason) => {
        options.logger.warn({ event: 'page.broke-contract', reason });
        end();
      },
    });
    const end = () => {
      if (over) return;
      over = true;
      ours.close();
      line.closed();
    };
    closeLast = end;
    ours.on('message', ({ data }) => line.receive(data instanceof ArrayBuffer ? new Uint8Array(data) : data));
    ours.on('close', end);
    ours.start();
    options.give(theirs);
    options.logger.info({ event: 'page.connected' });
  };
}
