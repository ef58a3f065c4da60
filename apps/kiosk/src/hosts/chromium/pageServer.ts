import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Terminal } from '../../terminal/types.ts';
import { listPageFiles } from '../pageFiles.ts';
import { pageHeaders } from '../pageHeaders.ts';
import { createKioskRouter } from '../router.ts';
import { createRpcServer, FRAME_LIMIT_BYTES } from '../serveRpc.ts';
import { PageAccess, type PageKind, type Pass } from './pageAccess.ts';

/** WebSocket close codes: 1008 "policy violation" for what is not the contract, 1001 "going away" at the end. */
const CLOSE_POLICY = 1008;
const CLOSE_GOING_AWAY = 1001;

export interface PageServer {
  readonly origin: string;
  /** A fresh address for one browser: the kiosk's page, or the kiosk beside the dev dock. */
  issueAddress(page: 'kiosk' | 'dev'): { url: string; pass: Pass };
  close(): Promise<void>;
}

export interface PageServerOptions {
  readonly terminal: Terminal;
  /** Folder of the built page. */
  readonly pageDir: string;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/**
 * Serves the built page and the terminal behind it on a random loopback port. Who may connect is told in
 * docs/decisions/loopback-access.md. Throws `PageMissingError` when the page has not been built.
 */
export async function startPageServer({ terminal, pageDir, logger }: PageServerOptions): Promise<PageServer> {
  const withDock = terminal.simulation !== undefined;
  const files = listPageFiles(pageDir, { withDock });
  const headers = pageHeaders({ withDock });
  const access = new PageAccess();
  const serveLine = createRpcServer(createKioskRouter(terminal), logger);
  /** At most one page of each kind. */
  const connected = new Map<PageKind, WebSocket>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_LIMIT_BYTES, perMessageDeflate: false });

  const http = createServer((request, response) => void answer(request, response));
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A browser that vanishes in the middle of the handshake is no reason to end.
    socket.on('error', () => socket.destroy());
    const refusal = connect(request, socket, head);
    if (!refusal) return;
    logger.warn({ event: 'page.refused', status: refusal });
    socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number) => void response.writeHead(status, headers).end();
    // A name that was made to lead to this machine ("DNS rebinding") shows itself here.
    if (request.headers.host !== host) return refuse(421);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const file = files.get(addressOf(request).pathname);
    if (!file) return refuse(404);
    const body = await readFile(file.path).catch(() => undefined);
    if (!body) return refuse(404);
    response.writeHead(200, { ...headers, 'content-type': file.contentType, 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  /** Lets a page in, or says with which status it is refused. */
  function connect(request: IncomingMessage, socket: Duplex, head: Buffer): string | undefined {
    const { pathname, searchParams } = addressOf(request);
    if (request.headers.host !== host) return '421 Misdirected Request';
    if (request.headers.origin !== origin) return '403 Forbidden';
    if (pathname !== '/rpc') return '404 Not Found';
    const kind: PageKind = searchParams.get('page') === 'dock' ? 'dock' : 'kiosk';
    const credentials = { token: searchParams.get('token') ?? undefined, secrets: cookieValues(request) };
    if (!access.knows(kind, credentials)) return '401 Unauthorized';
    // The first page stays: a newcomer cannot take a citizen's session over, and two never fight for it.
    if (connected.has(kind)) return '409 Conflict';
    const admission = access.admit(kind, credentials);
    if (!admission.admitted) return '401 Unauthorized';
    if (admission.secret) giveSecret(request, admission.secret);
    sockets.handleUpgrade(request, socket, head, (page) => serve(page, kind));
    return undefined;
  }

  function serve(page: WebSocket, kind: PageKind): void {
    connected.set(kind, page);
    logger.info({ event: 'page.connected', page: kind });
    const line = serveLine({
      send: (frame) => page.send(frame),
      close: (reason) => {
        logger.warn({ event: 'page.broke-contract', page: kind, reason });
        page.close(CLOSE_POLICY, reason);
      },
    });
    page.on('message', (frame: Buffer, isBinary) => line.receive(isBinary ? frame : frame.toString('utf8')));
    // An oversized or malformed WebSocket frame: ws closes the connection itself.
    page.on('error', ({ name }) => logger.warn({ event: 'page.broke-contract', page: kind, reason: name }));
    page.on('close', () => {
      if (connected.get(kind) === page) connected.delete(kind);
      line.closed();
      logger.info({ event: 'page.disconnected', page: kind });
    });
  }

  // The cookie goes out with the answer to the handshake; ws lets one add headers there.
  const secrets = new WeakMap<IncomingMessage, string>();
  const giveSecret = (request: IncomingMessage, secret: string) => void secrets.set(request, secret);
  let cookies = 0;
  sockets.on('headers', (lines, request) => {
    const secret = secrets.get(request);
    // Cookies know no ports, so the name does; each pass has its own.
    if (secret) lines.push(`set-cookie: renshe-${port}-${++cookies}=${secret}; Path=/rpc; HttpOnly; SameSite=Strict`);
  });

  return {
    origin,
    issueAddress: (page) => {
      const pass = access.issue(page === 'dev' ? ['kiosk', 'dock'] : ['kiosk']);
      const path = page === 'dev' ? '/dev-dock/dev.html' : '/';
      // In the fragment: it is never sent to a server, and so never logged by one.
      return { url: `${origin}${path}#token=${pass.token}`, pass };
    },
    close: async () => {
      for (const page of sockets.clients) page.close(CLOSE_GOING_AWAY);
      sockets.close();
      http.close();
      for (const page of sockets.clients) page.terminate();
      http.closeAllConnections();
      await once(http, 'close');
    },
  };
}

/** An address that cannot be read asks for what is not there. */
function addressOf({ url }: IncomingMessage): Pick<URL, 'pathname' | 'searchParams'> {
  return URL.parse(url ?? '', 'http://page') ?? { pathname: '', searchParams: new URLSearchParams() };
}

function cookieValues({ headers }: IncomingMessage): string[] {
  return (headers.cookie ?? '').split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim());
}
