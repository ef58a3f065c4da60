/// <reference path="./ipp.d.ts" />
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import ipp from 'ipp';
import { failure, type Result, success } from '../../core/result.ts';
import { type IppAnswer, readIppAnswer } from './ippAnswer.ts';

/** IPP's registered port. */
const IPP_PORT = 631;
/** Who we are to a printer when nobody says otherwise. */
const USER = 'kiosk';
/** No answer to what is asked here is longer; a longer one is not from a printer. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * - `not-connected`: nobody took the request. It has had no effect.
 * - `no-answer`: the request went out and no answer came within the time given. It may have had its effect.
 * - `not-ipp`: something answered that is no IPP printer.
 * - `aborted`: by the caller's signal.
 */
export interface IppFailure {
  readonly code: 'not-connected' | 'no-answer' | 'not-ipp' | 'aborted';
  readonly detail: string;
}

export interface IppRequest {
  readonly attributes?: Record<string, string | number | boolean | readonly string[]>;
  readonly data?: Uint8Array;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface IppClient {
  send(operation: string, request: IppRequest): Promise<Result<IppAnswer, IppFailure>>;
}

/**
 * Speaks IPP 2.0 (RFC 8010) to one printer. `uri` may be ipp, ipps, http or https; the first two default to port 631.
 * The package `ipp` writes the messages. Its transport is not used: it has no time-out, prints to the console, and an
 * answer that is not IPP throws where nobody can catch it.
 *
 * `user` is the name the printer keeps our jobs under. Throws `TypeError` when `uri` is none of a printer: that is
 * configuration, not a state of the printer.
 */
export function createIppClient(uri: string, user: string = USER): IppClient {
  const target = parsePrinterUri(uri);
  return {
    send: async (operation, request) => {
      const message = ipp.serialize({
        version: '2.0',
        operation,
        'operation-attributes-tag': {
          // RFC 8011 4.1.4: these first, in this order.
          'attributes-charset': 'utf-8',
          'attributes-natural-language': 'en-us',
          'printer-uri': target.printerUri,
          'requesting-user-name': user,
          ...request.attributes,
        },
        ...(request.data ? { data: request.data } : {}),
      });
      const answer = await post(target, message, request);
      return answer.ok ? parseAnswer(answer.value) : answer;
    },
  };
}

interface Target {
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  readonly path: string;
  /** The same address as IPP names it in its messages. */
  readonly printerUri: string;
}

/** Where a printer's uri leads. Exported for its test. */
export function parsePrinterUri(uri: string): Target {
  const match = /^(ipp|ipps|http|https):(\/\/.+)$/i.exec(uri);
  const scheme = match?.[1]?.toLowerCase();
  if (!scheme || !URL.canParse(`http:${match?.[2]}`)) {
    throw new TypeError(`"${uri}" is no printer uri; write it like ipp://192.0.2.7/ipp/print`);
  }
  // Parsed as http because WHATWG URLs know no host in other schemes' sense; an explicit :80 is dropped by it.
  const url = new URL(`http:${match?.[2]}`);
  const secure = scheme === 'ipps' || scheme === 'https';
  const standardPort = scheme === 'http' ? 80 : scheme === 'https' ? 443 : IPP_PORT;
  const explicit80 = /^\/\/[^/]*:80(\/|$)/.test(match?.[2] ?? '');
  const port = url.port ? Number(url.port) : explicit80 ? 80 : standardPort;
  const path = `${url.pathname}${url.search}`;
  return {
    secure,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    path,
    printerUri: `${secure ? 'ipps' : 'ipp'}://${url.hostname}:${port}${path}`,
  };
}

/** One POST on a connection of its own: a kept one may have died with a printer that was switched off meanwhile. */
function post(target: Target, body: Buffer, options: IppRequest): Promise<Result<Buffer, IppFailure>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish(silent()), options.timeoutMs);
    let connected = false;
    const request = (target.secure ? httpsRequest : httpRequest)({
      hostname: target.hostname,
      port: target.port,
      path: target.path,
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/ipp', 'content-length': body.length },
    });
    const finish = (result: Result<Buffer, IppFailure>): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      resolve(result);
      request.destroy();
    };
    const silent = (): Result<Buffer, IppFailure> =>
      failure({
        code: connected ? 'no-answer' : 'not-connected',
        detail: `${target.printerUri} did not answer within ${options.timeoutMs} ms`,
      });
    const abort = (): void => finish(failure({ code: 'aborted', detail: 'stopped by the caller' }));

    request.on('socket', (socket) =>
      socket.once(target.secure ? 'secureConnect' : 'connect', () => {
        connected = true;
      }),
    );
    request.on('error', (error) => {
      const code = connected ? 'no-answer' : 'not-connected';
      finish(failure({ code, detail: `${target.printerUri}: ${error.message}` }));
    });
    request.on('response', (response) => {
      readAnswer(response, target.printerUri).then(finish, (error: unknown) =>
        finish(failure({ code: 'no-answer', detail: `${target.printerUri}: ${String(error)}` })),
      );
    });
    if (options.signal?.aborted) return abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    request.end(body);
  });
}

async function readAnswer(response: IncomingMessage, uri: string): Promise<Result<Buffer, IppFailure>> {
  const type = response.headers['content-type'] ?? 'no content type';
  if (response.statusCode !== 200 || !type.startsWith('application/ipp')) {
    return failure({ code: 'not-ipp', detail: `${uri} answers HTTP ${response.statusCode} with ${type}` });
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) return failure({ code: 'not-ipp', detail: `${uri} sends an endless answer` });
    chunks.push(chunk);
  }
  return success(Buffer.concat(chunks));
}

function parseAnswer(bytes: Buffer): Result<IppAnswer, IppFailure> {
  const answer = readIppAnswer(bytes);
  return answer ? success(answer) : failure({ code: 'not-ipp', detail: 'the answer is no IPP message' });
}
