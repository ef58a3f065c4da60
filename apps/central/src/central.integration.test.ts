import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type CentralClient, createCentralClient, type Person, type VerificationRequest } from '@renshe/central-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Central, type CentralOptions, startCentral } from './central.ts';

const person: Person = { documentKind: 'resident-id-card', idNumber: '110105197903120017', name: '陈建国' };
const phone = '13800000001';
const acceptanceNumber = 'SQ202611180001';
const citizen = {
  credential: { kind: person.documentKind, idNumber: person.idNumber, name: person.name },
  phone,
  applications: [
    {
      acceptanceNumber,
      kind: 'new-card',
      status: 'submitted',
      submittedAt: '2026-11-18T09:12:00Z',
      bankName: '测试银行',
      collection: 'branch',
      collectionPlace: '测试银行示范支行',
    },
  ],
};

/** Everything that was logged, as one text. */
class LogSink extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

const dir = mkdtempSync(join(tmpdir(), 'renshe-central-'));
const seedFile = join(dir, 'citizens.json');
writeFileSync(seedFile, JSON.stringify({ citizens: [citizen] }));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const log = new LogSink();
const options: CentralOptions = {
  store: { kind: 'embedded', dir: 'memory' },
  port: 0,
  terminals: [
    { terminalId: 'T1', secret: 'secret-1' },
    { terminalId: 'T2', secret: 'secret-2' },
  ],
  seedFile,
  sandbox: true,
  log: { level: 'trace', to: log },
};

let central: Central;
let client: CentralClient;
beforeAll(async () => {
  central = await startCentral(options);
  client = clientOf('T1', 'secret-1');
});
afterAll(() => central.stop());

const clientOf = (terminalId: string, secret: string, url = central.url) =>
  createCentralClient({ url, terminalId, secret, timeoutMs: 5000 });

const verification = (change: Partial<VerificationRequest> = {}): VerificationRequest => ({
  idempotencyKey: randomUUID(),
  terminalId: 'T1',
  person,
  evidence: { method: 'face', engine: 'e', distance: 0.31, threshold: 0.45, falseMatchRate: 1e-4, frames: 3 },
  confirmedAt: new Date().toISOString(),
  ...change,
});

const ask = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${central.url}${path}`, {
    ...init,
    headers: { authorization: 'Bearer T1.secret-1', 'content-type': 'application/json', ...init.headers },
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
};
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body, headers });
const reset = async () => expect(await post('/sandbox/reset', '{}')).toEqual({ status: 200, body: { reset: true } });

describe('the service behind its client', () => {
  it('serves a whole journey by SMS, and the sandbox tells what became of it', async () => {
    await reset();
    const found = await client.findApplications({ person });
    const applicationId = found.ok ? found.value.waiting[0]?.applicationId : undefined;
    expect(applicationId).toMatch(/^[0-9a-f-]{14}5/);
    const challenge = await client.startSmsChallenge({ person, terminalId: 'T1' });
    if (!challenge.ok || !applicationId) throw new Error('no challenge');
    const { challengeId } = challenge.value;
    const [message] = (await ask(`/sandbox/sms?phone=${phone}`)).body;
    expect(message).toMatchObject({ phone, code: expect.stringMatching(/^\d{6}$/) });
    expect((await ask('/sandbox/sms?phone=13999999999')).body).toEqual([]);
    expect(await client.answerSmsChallenge({ challengeId, code: message.code })).toEqual({
      ok: true,
      value: { result: 'passed', attemptsLeft: 3 },
    });
    const request = verification({ applicationId, evidence: { method: 'sms', challengeId } });
    expect(await client.submitVerification(request)).toMatchObject({ ok: true, value: { outcome: 'verified' } });
    expect(await client.submitVerification(request)).toMatchObject({ ok: true, value: { duplicate: true } });
    expect(await client.submitVerification(verification({ applicationId }))).toEqual({
      ok: false,
      error: { kind: 'refused', code: 'APPLICATION_NOT_OPEN', reason: 'already-verified' },
    });
    expect(await client.submitVerification({ ...request, confirmedAt: '2026-01-01T00:00:00Z' })).toMatchObject({
      error: { kind: 'refused', code: 'KEY_REUSED' },
    });
    expect((await ask(`/sandbox/applications/${acceptanceNumber}`)).body).toMatchObject({
      applicationId,
      status: 'verified',
      verifications: 1,
      verification: { method: 'sms', terminalId: 'T1' },
      history: [{ to: 'submitted' }, { from: 'submitted', to: 'verified' }],
    });
    await reset();
    expect((await ask(`/sandbox/applications/${acceptanceNumber}`)).body).toMatchObject({
      applicationId,
      status: 'submitted',
      verifications: 0,
    });
  });

  it('tells a refused resend and an unknown challenge', async () => {
    await reset();
    await client.startSmsChallenge({ person, terminalId: 'T1' });
    expect(await client.startSmsChallenge({ person, terminalId: 'T1' })).toMatchObject({
      error: { kind: 'refused', code: 'TOO_MANY_REQUESTS', reason: 'resend-too-soon', retryAfterSeconds: 60 },
    });
    expect(await client.answerSmsChallenge({ challengeId: randomUUID(), code: '000000' })).toEqual({
      ok: false,
      error: { kind: 'refused', code: 'CHALLENGE_NOT_FOUND', reason: 'challenge-unknown' },
    });
  });

  it('lets in only a known terminal with its secret, speaking for itself', async () => {
    const unauthorised = { ok: false, error: { kind: 'unauthorised', reason: 'unknown-terminal-or-secret' } };
    expect(await clientOf('T1', 'secret-2').findApplications({ person })).toEqual(unauthorised);
    expect(await clientOf('T9', 'secret-1').findApplications({ person })).toEqual(unauthorised);
    expect(await clientOf('T2', 'secret-2').submitVerification(verification())).toEqual({
      ok: false,
      error: { kind: 'unauthorised', reason: 'not-the-signed-in-terminal' },
    });
    expect(await clientOf('T2', 'secret-2').startSmsChallenge({ person, terminalId: 'T1' })).toMatchObject({
      error: { kind: 'unauthorised' },
    });
    // A right secret must not open the door for a wrong one afterwards.
    expect((await client.findApplications({ person })).ok).toBe(true);
    expect(await clientOf('T1', 'secret-1x').findApplications({ person })).toEqual(unauthorised);
    expect(
      await ask('/v1/applications/search', { method: 'POST', headers: { authorization: 'Basic x' } }),
    ).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } });
  });

  it('says that it is up to anyone', async () => {
    expect(await clientOf('T9', 'x').health()).toMatchObject({ ok: true, value: { status: 'ok' } });
    const page = await fetch(central.url);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('sandbox');
  });

  it('describes itself as OpenAPI from the contract', async () => {
    const { body } = await ask('/openapi.json');
    expect(body.openapi).toMatch(/^3\.1/);
    expect(Object.keys(body.paths).sort()).toEqual([
      '/v1/applications/search',
      '/v1/branches/search',
      '/v1/files/search',
      '/v1/health',
      '/v1/payments',
      '/v1/payments/{paymentId}',
      '/v1/payments/{paymentId}/cancel',
      '/v1/policy-packs/{region}',
      '/v1/progress/search',
      '/v1/requests',
      '/v1/sms-challenges',
      '/v1/sms-challenges/{challengeId}/answer',
      '/v1/staff-confirmations',
      '/v1/verifications',
    ]);
    const submit = body.paths['/v1/verifications'].post;
    expect(Object.keys(submit.responses).sort()).toEqual(['200', '401', '403', '404', '409', '422']);
    expect(submit.requestBody.content['application/json'].schema.required).toContain('idempotencyKey');
  });
});

describe('bad requests', () => {
  const search = '/v1/applications/search';
  it.each([
    ['half a JSON', '{"person":', {}, 400, 'INVALID_BODY'],
    ['no body', '', {}, 400, 'INVALID_BODY'],
    ['not JSON', 'person=1', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['far too much', JSON.stringify({ person: 'x'.repeat(70_000) }), {}, 413, 'BODY_TOO_LARGE'],
    ['a null', 'null', {}, 400, 'BAD_REQUEST'],
    ['a list', '[]', {}, 400, 'BAD_REQUEST'],
    ['a name with NUL', JSON.stringify({ person: { ...person, name: 'a\0b' } }), {}, 400, 'BAD_REQUEST'],
    ['a prototype', '{"__proto__":{"person":1}}', {}, 400, 'INVALID_BODY'],
  ])('answers %s with a code', async (_what, body, headers, status, code) => {
    const answer = await post(search, body, headers);
    expect(answer).toMatchObject({
      status,
      body: { code, message: expect.any(String), data: { reason: expect.any(String) } },
    });
  });

  it('names the field that does not fit and never repeats what was sent', async () => {
    const { body } = await post(search, JSON.stringify({ person: { ...person, documentKind: 'library-card' } }));
    expect(body.message).toContain('person.documentKind');
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`${person.idNumber}|${person.name}|library`));
  });

  it('knows no other addresses', async () => {
    for (const path of ['/nix', '/v1/nix', '/v1/applications/search/x', '/%ff']) {
      const { status, body } = await ask(path);
      expect([400, 404]).toContain(status);
      expect(body.code).toMatch(/NOT_FOUND|INVALID_ADDRESS/);
    }
  });

  it('keeps its sandbox from web pages', async () => {
    const { status, body } = await ask('/sandbox/sms', { headers: { 'sec-fetch-site': 'cross-site' } });
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'LOOPBACK_ONLY' });
  });

  it('survives a client that hangs up in the middle of a request', async () => {
    const { hostname, port } = new URL(central.url);
    const socket = createConnection(Number(port), hostname);
    socket.write('POST /v1/verifications HTTP/1.1\r\nhost: x\r\nauthorization: Bearer T1.secret-1\r\n');
    socket.write('content-type: application/json\r\ncontent-length: 500\r\n\r\n{"idemp');
    await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    expect((await client.health()).ok).toBe(true);
  });
});

describe('what is not there', () => {
  it('has no sandbox and sends no code when not started as a sandbox', async () => {
    const { seedFile: _none, ...production } = { ...options, sandbox: false };
    const other = await startCentral(production);
    try {
      expect((await fetch(`${other.url}/sandbox/sms`)).status).toBe(404);
      expect((await fetch(`${other.url}/sandbox/reset`, { method: 'POST' })).status).toBe(404);
      const asked = await clientOf('T1', 'secret-1', other.url).startSmsChallenge({ person, terminalId: 'T1' });
      expect(asked).toEqual({ ok: false, error: { kind: 'unreachable', reason: 'http-503' } });
    } finally {
      await other.stop();
    }
    expect(await clientOf('T1', 'secret-1', other.url).health()).toEqual({
      ok: false,
      // Refused, or lost where the client still holds its connection from before.
      error: { kind: 'unreachable', reason: expect.stringMatching(/^connection-(refused|lost)$/) },
    });
  });

  it('answers 503 until the store is open', async () => {
    const port = await freePort();
    const starting = startCentral({ ...options, port });
    const early = clientOf('T1', 'secret-1', `http://127.0.0.1:${port}`);
    const seen = new Set<string>();
    let central2: Central | undefined;
    void starting.then((ready) => {
      central2 = ready;
    });
    while (!central2) {
      const answer = await early.health();
      seen.add(answer.ok ? 'ok' : answer.error.reason);
    }
    expect(seen).toContain('http-503');
    expect((await early.health()).ok).toBe(true);
    await central2.stop();
  });

  it('calls a line that is cut in the middle of an answer lost', async () => {
    const cutting = createServer((socket: Socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{"sta');
        socket.end();
      });
    });
    await new Promise<void>((resolve) => cutting.listen(0, '127.0.0.1', resolve));
    const address = cutting.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await clientOf('T1', 's', `http://127.0.0.1:${port}`).health()).toEqual({
      ok: false,
      error: { kind: 'unreachable', reason: 'connection-lost' },
    });
    await new Promise((resolve) => cutting.close(resolve));
  });
});

// Last, so that it looks at all of the above.
it('has logged every request and nothing of any person', () => {
  expect(log.text).toContain('"route":"/v1/*"');
  expect(log.text).toContain('verification recorded');
  for (const personal of [person.idNumber, person.name, phone, '138****', 'secret-1', acceptanceNumber, '验证码']) {
    expect(log.text.includes(personal), `the log contains ${personal}`).toBe(false);
  }
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
