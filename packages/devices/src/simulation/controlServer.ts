import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type ActArgs, type ActResult, actArgsSchema, type MachineView, refuse } from './control.ts';

/** No set of arguments is larger; a card is under 2 kB in base64. */
const MAX_BODY_BYTES = 64 * 1024;

/** What the server lets others see and do. */
export interface ControlTarget {
  view(): MachineView;
  act(device: string, action: string, args: ActArgs): Promise<ActResult>;
}

export interface ControlServer {
  readonly url: string;
  /** Sends the present view to everybody who listens on `/events`. */
  publish(): void;
  close(): Promise<void>;
}

/**
 * The control surface of a simulated machine, on the loopback only and only for holders of the token:
 * `GET /` all devices, `POST /devices/:device/:action` with a JSON object of arguments, `GET /events` every new view as
 * a server-sent event. Refusals carry code, message and next step: 400 unreadable, 401 no token, 404 no such thing,
 * 409 not possible now.
 */
export async function startControlServer(options: { target: ControlTarget; token: string }): Promise<ControlServer> {
  const { target, token } = options;
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) send(response, 500, refuse('BUG', String(error), 'Report it with the log above.'));
      else response.destroy();
    });
  });

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!holdsToken(request, token)) {
      const refusal = refuse('NO_TOKEN', 'the bearer token is missing or wrong', 'Take it from simulation.json.');
      return send(response, 401, refusal);
    }
    const [path = '/'] = (request.url ?? '/').split('?');
    if (request.method === 'GET' && path === '/') return send(response, 200, target.view());
    if (request.method === 'GET' && path === '/events') return listen(response);
    const [, device, action] = path.match(/^\/devices\/([\w-]+)\/([\w-]+)$/) ?? [];
    if (request.method === 'POST' && device && action) return act(request, response, device, action);
    const next = 'Use GET /, GET /events or POST /devices/:device/:action.';
    send(response, 404, refuse('NO_SUCH_PATH', `${request.method} ${path} is not offered`, next));
  };

  const act = async (
    request: IncomingMessage,
    response: ServerResponse,
    device: string,
    action: string,
  ): Promise<void> => {
    const args = await readArgs(request);
    if (!args) {
      const next = 'Send one JSON object, e.g. {"choice":"chen-jianguo"}.';
      return send(response, 400, refuse('BODY_UNREADABLE', 'the body is no JSON object of reasonable size', next));
    }
    const result = await target.act(device, action, args);
    send(response, result.ok ? 200 : 409, result);
  };

  const listen = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(event(target.view()));
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the control server has no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    publish: () => {
      const data = event(target.view());
      for (const listener of listeners) listener.write(data);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function holdsToken(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function readArgs(request: IncomingMessage): Promise<ActArgs | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return actArgsSchema.safeParse(text === '' ? {} : JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function event(view: MachineView): string {
  return `event: state\ndata: ${JSON.stringify(view)}\n\n`;
}
