/** The answer did not come, or came from something that stands in for the central service. Worth another try later. */
export class Unreachable extends Error {
  readonly reason: string;
  constructor(reason: string, cause?: unknown) {
    super(`central service unreachable: ${reason}`, { cause });
    this.reason = reason;
  }
}

/** Something answered, but not in the words of this contract. */
export class ProtocolBroken extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`central service answered outside its contract: ${reason}`);
    this.reason = reason;
  }
}

/** Far above the largest honest answer (a list of applications); a captive portal may send anything. */
const MAX_ANSWER_BYTES = 1_048_576;
/** What gateways answer for themselves for the moment; the contract's own 429 is told apart by its JSON body. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([407, 408, 425, 429]);

interface FetchOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
  /** The caller's own. `request.signal` only follows it, and stops following when its controller is collected. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Fetches one answer whole, within `timeoutMs`. Reading the body here, and not in the decoder above, is what tells a
 * connection lost half way (try again) from an answer that makes no sense (don't).
 * Throws Unreachable or ProtocolBroken, nothing else.
 */
export async function centralFetch(request: Request, options: FetchOptions): Promise<Response> {
  const { response, body } = await endInTime(options, (signal) => fetchWhole(request, signal, options.fetch));
  if (response.status >= 500) throw new Unreachable(`http-${response.status}`);
  const contentType = response.headers.get('content-type') ?? '';
  const json = /^application\/json\b/i.test(contentType);
  if (!json && PASSING_STATUSES.has(response.status)) throw new Unreachable(`http-${response.status}`);
  if (response.status >= 300 && response.status < 400) throw new ProtocolBroken('redirected');
  if (!json) throw new ProtocolBroken('not-json');
  return new Response(body, { status: response.status, headers: { 'content-type': contentType } });
}

/**
 * Runs `work` until it ends, the time is over or the caller gives up: the limit holds even where what stands behind
 * `fetch` does not notice that it was aborted. Neither `AbortSignal.timeout` nor `AbortSignal.any`: both are held so
 * weakly that a collection at the wrong moment loses the limit.
 */
async function endInTime<T>(
  { timeoutMs, signal }: FetchOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const ended = Promise.withResolvers<never>();
  const end = (reason: string) => {
    ended.reject(new Unreachable(reason));
    abort.abort();
  };
  const timer = setTimeout(() => end('timeout'), timeoutMs);
  const giveUp = () => end('aborted');
  signal?.addEventListener('abort', giveUp);
  if (signal?.aborted) giveUp();
  try {
    return await Promise.race([ended.promise, work(abort.signal)]);
  } catch (error) {
    if (error instanceof ProtocolBroken || error instanceof Unreachable) throw error;
    throw new Unreachable(reasonOf(error), error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

async function fetchWhole(request: Request, signal: AbortSignal, fetch: typeof globalThis.fetch) {
  // A redirect is never followed: a POST would become a GET, and the token would travel to another address.
  const response = await fetch(request, { signal, redirect: 'manual' });
  return { response, body: await readBounded(response) };
}

async function readBounded(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > MAX_ANSWER_BYTES) throw new ProtocolBroken('answer-too-large');
    chunks.push(chunk);
  }
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}

/** One word for why fetch failed. Node hides the system's code in the causes of a bare "fetch failed". */
function reasonOf(error: unknown): string {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const nested = cause instanceof AggregateError ? cause.errors[0] : undefined;
    const code = 'code' in cause ? cause.code : nested instanceof Error && 'code' in nested ? nested.code : undefined;
    if (typeof code === 'string') return reasonOfCode(code);
  }
  return 'network';
}

function reasonOfCode(code: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'connection-refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'name-not-resolved';
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return 'connection-lost';
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return 'timeout';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return 'no-route';
    default:
      return /CERT|TLS|SSL|SIGNATURE/.test(code) ? 'tls' : 'network';
  }
}
