import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCentralClient } from './centralClient.ts';
import type { VerificationRequest } from './contract.ts';

const request: VerificationRequest = {
  idempotencyKey: '0d6cf7f1-93a6-4d57-9d2c-3d6f6a0f0001',
  terminalId: 'T1',
  person: { documentKind: 'resident-id-card', idNumber: '110105197903120017', name: '陈建国' },
  evidence: { method: 'face', engine: 'e', distance: 0.3, threshold: 0.45, falseMatchRate: 1e-4, frames: 3 },
  confirmedAt: '2026-11-24T02:00:00.000Z',
};
const result = {
  verificationId: '0d6cf7f1-93a6-4d57-9d2c-3d6f6a0f0002',
  outcome: 'needs-review',
  duplicate: false,
  recordedAt: '2026-11-24T02:00:01.000Z',
};

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const named = (status: number, code: string, data: unknown) =>
  json(status, { defined: true, code, status, message: 'm', data });

function clientAnswering(answer: Response | Error | ((request: Request) => Promise<Response>)) {
  const requests: Request[] = [];
  const client = createCentralClient({
    url: 'http://central.test/base',
    terminalId: 'T1',
    secret: 's3cret',
    timeoutMs: 1000,
    fetch: async (input, init) => {
      const seen = new Request(input, init);
      requests.push(seen);
      if (answer instanceof Error) throw answer;
      return typeof answer === 'function' ? answer(seen) : answer;
    },
  });
  return { client, requests };
}

const fetchFailure = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('inner'), { code }) });

describe('createCentralClient', () => {
  it('asks the address of the contract with the bearer token and returns the typed answer', async () => {
    const { client, requests } = clientAnswering(json(200, result));
    expect(await client.submitVerification(request)).toEqual({ ok: true, value: result });
    const [sent] = requests;
    expect(sent?.url).toBe('http://central.test/base/v1/verifications');
    expect(sent?.method).toBe('POST');
    expect(sent?.redirect).toBe('manual');
    expect(sent?.headers.get('authorization')).toBe('Bearer T1.s3cret');
    expect(await sent?.json()).toEqual(request);
  });

  it('puts the challenge into the path', async () => {
    const { client, requests } = clientAnswering(json(200, { result: 'wrong', attemptsLeft: 2 }));
    const challengeId = result.verificationId;
    expect(await client.answerSmsChallenge({ challengeId, code: '000000' })).toMatchObject({ ok: true });
    expect(requests[0]?.url).toBe(`http://central.test/base/v1/sms-challenges/${challengeId}/answer`);
  });

  it.each([
    [fetchFailure('ECONNREFUSED'), 'connection-refused'],
    [fetchFailure('ENOTFOUND'), 'name-not-resolved'],
    [fetchFailure('UND_ERR_SOCKET'), 'connection-lost'],
    [fetchFailure('ECONNRESET'), 'connection-lost'],
    [fetchFailure('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls'],
    [new TypeError('fetch failed'), 'network'],
    [new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }), 'http-502'],
    [json(500, { defined: false, code: 'INTERNAL_SERVER_ERROR', status: 500, message: '' }), 'http-500'],
    [new Response('slow down', { status: 429, headers: { 'content-type': 'text/plain' } }), 'http-429'],
  ])('calls %s unreachable', async (answer, reason) => {
    const { client } = clientAnswering(answer);
    expect(await client.submitVerification(request)).toEqual({ ok: false, error: { kind: 'unreachable', reason } });
  });

  it.each([
    [
      'no JSON',
      new Response('<p>log in to the guest network</p>', { headers: { 'content-type': 'text/html' } }),
      'not-json',
    ],
    ['half JSON', new Response('{"verif', { headers: { 'content-type': 'application/json' } }), 'malformed-answer'],
    ['another shape', json(200, { ...result, outcome: 'done' }), 'malformed-answer'],
    ['a redirect', new Response(null, { status: 302, headers: { location: 'http://portal.test/' } }), 'redirected'],
    [
      'a request not understood',
      json(400, { defined: false, code: 'BAD_REQUEST', status: 400, message: '' }),
      'http-400',
    ],
    ['an unknown address', json(404, { code: 'NOT_FOUND', message: 'no' }), 'http-404'],
    ['a code of another version', named(409, 'BRAND_NEW', { reason: 'x' }), 'http-409'],
    ['a named code without its data', named(409, 'APPLICATION_NOT_OPEN', {}), 'http-409'],
    ['far too much', json(200, { blob: 'x'.repeat(1_100_000) }), 'answer-too-large'],
  ])('calls %s a broken protocol', async (_what, answer, reason) => {
    const { client } = clientAnswering(answer);
    expect(await client.submitVerification(request)).toEqual({ ok: false, error: { kind: 'protocol', reason } });
  });

  it('passes on a refusal by its code', async () => {
    const { client } = clientAnswering(named(409, 'APPLICATION_NOT_OPEN', { reason: 'already-verified' }));
    expect(await client.submitVerification(request)).toEqual({
      ok: false,
      error: { kind: 'refused', code: 'APPLICATION_NOT_OPEN', reason: 'already-verified' },
    });
  });

  it('tells when a refused request may be repeated', async () => {
    const { client } = clientAnswering(
      named(429, 'TOO_MANY_REQUESTS', { reason: 'resend-too-soon', retryAfterSeconds: 42 }),
    );
    expect(await client.startSmsChallenge({ person: request.person, terminalId: 'T1' })).toEqual({
      ok: false,
      error: { kind: 'refused', code: 'TOO_MANY_REQUESTS', reason: 'resend-too-soon', retryAfterSeconds: 42 },
    });
  });

  it.each([
    [401, 'UNAUTHORIZED'],
    [403, 'TERMINAL_MISMATCH'],
  ])('calls %i %s unauthorised', async (status, code) => {
    const { client } = clientAnswering(named(status, code, { reason: 'why' }));
    expect(await client.findApplications({ person: request.person })).toEqual({
      ok: false,
      error: { kind: 'unauthorised', reason: 'why' },
    });
  });

  describe('gives up', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
    afterEach(() => void vi.useRealTimers());

    const silent = () => new Promise<Response>(() => {});
    /** Half an answer, and nothing more: not even a notice that nobody wants the rest. */
    const stuck = async () => {
      const start = (controller: ReadableStreamDefaultController) => controller.enqueue(new TextEncoder().encode('{'));
      return new Response(new ReadableStream({ start }), { headers: { 'content-type': 'application/json' } });
    };

    it.each([
      ['before there is an answer', silent],
      ['while the answer is on its way', stuck],
    ])('after its own time limit, %s', async (_when, answering) => {
      const asked = Promise.withResolvers<void>();
      const { client } = clientAnswering(() => {
        asked.resolve();
        return answering();
      });
      let answer: unknown;
      const asking = client.health({ timeoutMs: 20 }).then((result) => {
        answer = result;
      });
      await asked.promise;
      await vi.advanceTimersByTimeAsync(19);
      expect(answer).toBeUndefined();
      await vi.advanceTimersByTimeAsync(1);
      await asking;
      expect(answer).toEqual({ ok: false, error: { kind: 'unreachable', reason: 'timeout' } });
    });

    it('when the caller does, and tells the connection so', async () => {
      const abort = new AbortController();
      const signals: (AbortSignal | null | undefined)[] = [];
      const client = createCentralClient({
        url: 'http://central.test',
        terminalId: 'T1',
        secret: 's3cret',
        timeoutMs: 1000,
        fetch: (_input, init) => {
          signals.push(init?.signal);
          abort.abort();
          return silent();
        },
      });
      expect(await client.health({ signal: abort.signal })).toEqual({
        ok: false,
        error: { kind: 'unreachable', reason: 'aborted' },
      });
      expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
      expect(vi.getTimerCount()).toBe(0);
    });

    it('when the caller had given up before', async () => {
      const { client } = clientAnswering(silent);
      expect(await client.health({ signal: AbortSignal.abort() })).toEqual({
        ok: false,
        error: { kind: 'unreachable', reason: 'aborted' },
      });
    });
  });

  it.each([
    [{ terminalId: 'a.b', secret: 'x' }],
    [{ terminalId: 'T1', secret: 'line\nbreak' }],
    [{ terminalId: 'T1', secret: '' }],
  ])('throws at once on credentials that fit no header: %j', (credentials) => {
    expect(() => createCentralClient({ url: 'http://c.test', timeoutMs: 1, ...credentials })).toThrow(TypeError);
  });
});
