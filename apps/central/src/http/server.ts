import { parseTerminalToken } from '@renshe/central-api';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import { addSandboxRoutes, type Sandbox } from '../sandbox/sandboxRoutes.ts';
import { isStoreTrouble } from '../store/openStore.ts';
import { TerminalGate } from '../terminals/terminals.ts';
import { createContractHandler } from './contractHandler.ts';
import { errorBody } from './errorBody.ts';
import { healthPage } from './healthPage.ts';
import { generateOpenApi } from './openApi.ts';
import { addPaymentCallback } from './paymentCallback.ts';
import type { Services } from './router.ts';

/** Photograph and documents: eight papers of 1.5 MB each in base64, and some. Everything else is under 1 KiB. */
const REQUEST_BODY_LIMIT_BYTES = 18_000_000;
const BODY_LIMIT_BYTES = 65_536;
/** A terminal gives up long before; this is against clients that send a byte a minute. */
const REQUEST_TIMEOUT_MS = 20_000;

export interface ServerParts extends Services {
  readonly storeKind: string;
  readonly sandbox: Sandbox | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    terminalId: string;
  }
}

/**
 * Builds the HTTP server. It can listen before the store is open: until `parts` gives something, everything is
 * answered 503 STARTING, which a terminal takes for "not reachable yet" and a load balancer for "not yet".
 */
export async function createServer(options: {
  readonly log: Logger;
  readonly version: string;
  readonly parts: () => ServerParts | undefined;
  readonly withSandbox: boolean;
}): Promise<FastifyInstance> {
  const { log, version } = options;
  const parts = (): ServerParts => {
    const ready = options.parts();
    if (!ready) throw new Error('a route ran before the store was open');
    return ready;
  };
  const server: FastifyInstance = Fastify({
    // Typed as Fastify's own so that FastifyInstance stays the plain one everywhere.
    loggerInstance: log as FastifyBaseLogger,
    // Fastify's own request lines carry the whole address; the onResponse hook below writes the route instead.
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (_error, _request, untypedReply) => {
      // Fastify's type here follows no route, so it knows neither status nor body.
      const reply = untypedReply as unknown as FastifyReply;
      reply.code(400).send(errorBody('INVALID_ADDRESS', 400, 'unreadable-address', 'The address is not readable.'));
    },
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
  });
  server.removeContentTypeParser('text/plain');
  server.decorateRequest('terminalId', '');

  server.addHook('onRequest', async (_request, reply) => {
    if (options.parts()) return;
    await reply.code(503).header('retry-after', '1').send(starting);
  });
  // The route, not the address: an address may carry a phone or a number.
  server.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, terminalId } = request;
    const ms = Math.round(reply.elapsedTime);
    log.info({ method, route: routeOptions.url ?? 'none', status: reply.statusCode, ms, terminalId }, 'request');
  });
  server.setErrorHandler((error, request, reply) => answerError(error, request, reply, log));
  server.setNotFoundHandler((_request, reply) => reply.code(404).send(notFound));

  const handler = createContractHandler();
  const serve = async (request: FastifyRequest, reply: FastifyReply) => {
    const context = { services: parts(), terminalId: request.terminalId, log };
    const { matched } = await handler.handle(request, reply, { context });
    if (!matched) reply.code(404).send(notFound);
  };
  server.get('/v1/health', serve);
  // Before the body is read: a stranger does not get to send one.
  let gate: TerminalGate | undefined;
  const authenticate = async (request: FastifyRequest, reply: FastifyReply) => {
    gate ??= new TerminalGate(parts().db);
    const credentials = parseTerminalToken(request.headers.authorization);
    if (credentials && (await gate.admits(credentials))) {
      request.terminalId = credentials.terminalId;
      return;
    }
    await reply.code(401).header('www-authenticate', 'Bearer').send(unauthorized);
  };
  server.all('/v1/*', { onRequest: authenticate }, serve);
  server.post('/v1/requests', { onRequest: authenticate, bodyLimit: REQUEST_BODY_LIMIT_BYTES }, serve);
  addPaymentCallback(server, parts);

  const openApi = await generateOpenApi(version);
  server.get('/openapi.json', () => openApi);
  server.get('/', async (_request, reply) => {
    const { storeKind, sandbox, now } = parts();
    const page = healthPage({ version, storeKind, sandbox: sandbox !== undefined, time: now() });
    await reply.type('text/html; charset=utf-8').header('content-security-policy', "default-src 'none'").send(page);
  });
  if (options.withSandbox) {
    addSandboxRoutes(server, () => {
      const { sandbox } = parts();
      if (!sandbox) throw new Error('sandbox routes without a sandbox');
      return sandbox;
    });
  }
  return server;
}

const starting = errorBody('STARTING', 503, 'starting', 'The service is starting: try again in a moment.');
const notFound = errorBody('NOT_FOUND', 404, 'no-such-address', 'No such address: see /openapi.json.');
const unauthorized = errorBody(
  'UNAUTHORIZED',
  401,
  'unknown-terminal-or-secret',
  'Send "Authorization: Bearer <terminalId>.<secret>" of a registered terminal.',
  true,
);

/** What went wrong before or beside the contract: bodies that cannot be read, and bugs. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): void {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
  if (isStoreTrouble(error)) {
    log.error({ err: error, route: request.routeOptions.url }, 'store unavailable');
    reply
      .code(503)
      .send(errorBody('STORE_UNAVAILABLE', 503, 'store-unavailable', 'The database is away: try again later.'));
  } else if (status === 413) {
    reply.code(413).send(errorBody('BODY_TOO_LARGE', 413, 'body-too-large', `At most ${BODY_LIMIT_BYTES} bytes.`));
  } else if (status === 415) {
    reply.code(415).send(errorBody('UNSUPPORTED_MEDIA_TYPE', 415, 'not-json', 'Send application/json.'));
  } else if (typeof status === 'number' && status >= 400 && status < 500) {
    reply.code(status).send(errorBody('INVALID_BODY', status, 'unreadable-body', 'The body is not readable JSON.'));
  } else {
    log.error({ err: error, route: request.routeOptions.url }, 'bug');
    reply.code(500).send(errorBody('INTERNAL_SERVER_ERROR', 500, 'internal', 'A fault of the service: try later.'));
  }
}
