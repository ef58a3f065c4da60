import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectPage, type TestPage } from '../testing/connectPage.ts';
import { attract, createFakeTerminal } from '../testing/fakeTerminal.ts';
import { type PageServer, startPageServer } from './pageServer.ts';

const pageDir = mkdtempSync(join(tmpdir(), 'renshe-page-'));
const servers: PageServer[] = [];

beforeAll(() => {
  mkdirSync(join(pageDir, 'dev-dock'));
  mkdirSync(join(pageDir, 'assets'));
  writeFileSync(join(pageDir, 'index.html'), '<!doctype html><title>kiosk</title>');
  writeFileSync(join(pageDir, 'assets/kiosk.js'), 'export {};');
  writeFileSync(join(pageDir, 'dev-dock/dev.html'), '<!doctype html><title>dock</title>');
  writeFileSync(join(pageDir, 'notes.txt'), 'no kind of file a page is made of');
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(() => rmSync(pageDir, { recursive: true, force: true }));

async function start({ simulated = false } = {}) {
  const terminal = createFakeTerminal({ simulated });
  const logged: Record<string, unknown>[] = [];
  const log = (entry: Record<string, unknown>) => void logged.push(entry);
  const logger = { info: log, warn: log, error: log } as unknown as Parameters<typeof startPageServer>[0]['logger'];
  const server = await startPageServer({ terminal, pageDir, logger });
  servers.push(server);
  return { terminal, server, logged };
}

async function open(...args: Parameters<typeof connectPage>): Promise<TestPage> {
  const page = await connectPage(...args);
  if (typeof page === 'number') throw new Error(`refused with ${page}`);
  return page;
}

/** Once more as long as the former connection is not yet known to be closed, as the page itself does. */
async function comeBack(...args: Parameters<typeof connectPage>): Promise<TestPage> {
  for (;;) {
    const page = await connectPage(...args);
    if (typeof page !== 'number') return page;
    if (page !== 409) throw new Error(`refused with ${page}`);
  }
}

function get(url: string, options: { method?: string; host?: string } = {}) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const headers = options.host ? { host: options.host } : {};
    const asked = request(url, { method: options.method ?? 'GET', headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.once('error', reject).end();
  });
}

describe('who is let in', () => {
  it('lets the first page in with its token, and gives it a cookie no script can read', async () => {
    const { server } = await start();
    const page = await open(server.issueAddress('kiosk').url);
    expect(await page.client.settings()).toMatchObject({ terminalId: 'RS-TEST' });
    expect(page.cookieAttributes).toBe('Path=/rpc; HttpOnly; SameSite=Strict');
  });

  it.each([
    ['no token', { token: '' }, 401],
    ['a wrong token', { token: 'A'.repeat(43) }, 401],
    ['a page of another origin', { origin: 'http://127.0.0.1:1' }, 403],
    ['a page from a file', { origin: 'null' }, 403],
    ['a name that was made to lead here', { host: 'evil.example' }, 421],
    ['our address by another name', { host: 'localhost:80' }, 421],
    ['another path', { path: '/' }, 404],
    ['an address that is none', { path: '//' }, 404],
  ] as const)('refuses %s, and the token is still good', async (_what, changes, status) => {
    const { server } = await start();
    const { url } = server.issueAddress('kiosk');
    expect(await connectPage(url, changes)).toBe(status);
    expect(await (await open(url)).client.settings()).toMatchObject({ terminalId: 'RS-TEST' });
  });

  it('refuses a token that was used, also after its page has gone', async () => {
    const { server } = await start();
    const { url } = server.issueAddress('kiosk');
    const page = await open(url);
    expect(await connectPage(url)).toBe(401);
    page.socket.close();
    await page.closed;
    expect(await connectPage(url)).toBe(401);
  });

  it('lets a page that was reloaded come back by its cookie, any number of times', async () => {
    const { server } = await start();
    const { url } = server.issueAddress('kiosk');
    const first = await open(url);
    const cookie = first.cookie ?? '';
    first.socket.terminate();
    for (let reload = 0; reload < 3; reload++) {
      const page = await comeBack(url, { cookie: `other=1; ${cookie}` });
      expect(await page.client.settings()).toMatchObject({ terminalId: 'RS-TEST' });
      expect(page.cookie).toBeUndefined();
      page.socket.terminate();
    }
  });

  it('keeps the first page and refuses a second one, whose token stays good for later', async () => {
    const { server } = await start();
    const first = await open(server.issueAddress('kiosk').url);
    const second = server.issueAddress('kiosk').url;
    expect(await connectPage(second)).toBe(409);
    expect(await first.client.settings()).toMatchObject({ terminalId: 'RS-TEST' });
    first.socket.terminate();
    expect(await (await comeBack(second)).client.settings()).toMatchObject({ terminalId: 'RS-TEST' });
  });

  it('lets nobody in any more by a pass that was revoked', async () => {
    const { server } = await start();
    const { url, pass } = server.issueAddress('kiosk');
    const page = await open(url);
    pass.revoke();
    page.socket.terminate();
    await page.closed;
    expect(await connectPage(url, { cookie: page.cookie ?? '' })).toBe(401);
  });
});

describe('the dev dock', () => {
  it('connects beside the kiosk by one address, and steers the simulation', async () => {
    const { server } = await start({ simulated: true });
    const { url } = server.issueAddress('dev');
    const dock = await open(url, { page: 'dock' });
    const kiosk = await open(url, { page: 'kiosk', cookie: dock.cookie ?? '' });
    expect(await dock.client.simulation.state()).toHaveLength(1);
    expect(await kiosk.client.settings()).toMatchObject({ simulated: true });
  });

  it('is not to be had by the kiosk’s own address', async () => {
    const { server } = await start({ simulated: true });
    expect(await connectPage(server.issueAddress('kiosk').url, { page: 'dock' })).toBe(401);
  });

  it('does not exist where the devices are real, and the simulation is refused', async () => {
    const { server } = await start();
    expect((await get(`${server.origin}/dev-dock/dev.html`)).status).toBe(404);
    const page = await open(server.issueAddress('kiosk').url);
    const refused = { code: 'FORBIDDEN' };
    await expect(page.client.simulation.state()).rejects.toMatchObject(refused);
    await expect(page.client.simulation.act({ device: 'network', action: 'cut' })).rejects.toMatchObject(refused);
    await expect(page.client.simulation.sms()).rejects.toMatchObject(refused);
  });
});

describe('what is said over the line', () => {
  it('follows the terminal, newest first, and stops watching when the page goes', async () => {
    const { server, terminal } = await start();
    const page = await open(server.issueAddress('kiosk').url);
    const snapshots = await page.client.watch();
    expect((await snapshots.next()).value).toEqual(attract(1));
    for (const seq of [2, 3, 4]) terminal.show(attract(seq));
    let last = 1;
    while (last < 4) {
      const next = await snapshots.next();
      if (next.done) throw new Error('the terminal stopped showing');
      expect(next.value.seq).toBeGreaterThan(last);
      last = next.value.seq;
    }
    page.socket.terminate();
    await expect.poll(() => terminal.watchers).toBe(0);
  });

  it('takes intents and camera frames, and gives the voice as bytes', async () => {
    const { server, terminal } = await start();
    const { client } = await open(server.issueAddress('kiosk').url);
    expect(await client.act({ seq: 1, intent: { type: 'start' } })).toEqual({ accepted: true });
    expect(terminal.intents).toEqual([{ type: 'start' }]);
    const jpeg = new Uint8Array(80_000).fill(0xff);
    expect(await client.cameraFrame({ jpeg: new Blob([jpeg]) })).toEqual({ wanted: true });
    expect(terminal.frames).toEqual([jpeg]);
    expect(await (await client.speak({ text: '请放卡', language: 'zh-Hans' })).text()).toBe('RIFF请放卡');
  });

  it('refuses what the contract does not allow, and goes on', async () => {
    const { server, terminal, logged } = await start();
    const { client } = await open(server.issueAddress('kiosk').url);
    const wrong = { seq: 1, intent: { type: 'open-the-safe', secret: '110101' } } as unknown;
    await expect(client.act(wrong as Parameters<typeof client.act>[0])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(client.speak({ text: '长'.repeat(401), language: 'zh-Hans' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    await expect(client.cameraFrame({ jpeg: new Blob([new Uint8Array(1_000_001)]) })).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
    });
    expect(terminal.intents).toEqual([]);
    expect(terminal.frames).toEqual([]);
    expect(await client.act({ seq: 1, intent: { type: 'start' } })).toEqual({ accepted: true });
    expect(JSON.stringify(logged)).not.toContain('110101');
  });

  it('hides what a bug says, from the page and from the log', async () => {
    const { server, logged } = await start();
    const { client } = await open(server.issueAddress('kiosk').url);
    await expect(client.speak({ text: '坏了', language: 'zh-Hans' })).rejects.toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
    });
    expect(logged).toContainEqual(expect.objectContaining({ event: 'rpc.failed', procedure: 'speak', error: 'Error' }));
    expect(JSON.stringify(logged)).not.toContain('quote a person');
  });

  it.each([
    ['text that is not JSON', 'good morning'],
    ['JSON without a head', '[1,2,3]'],
    ['nothing', ''],
    ['bytes', new Uint8Array([1, 2, 3, 0xff, 4])],
    ['a request without an address', JSON.stringify({ i: '1', p: {} })],
    ['a message of an unknown type', JSON.stringify({ i: '1', t: 77, p: 1 })],
    ['a head of another kind', JSON.stringify({ i: { toString: 'x' }, p: {} })],
  ])('shows a page out that sends %s, and lets it come back', async (_what, frame) => {
    const { server, logged } = await start();
    const { url } = server.issueAddress('kiosk');
    const page = await open(url);
    page.socket.send(frame);
    expect(await page.closed).toBe(1008);
    expect(logged).toContainEqual(expect.objectContaining({ event: 'page.broke-contract' }));
    const again = await comeBack(url, { cookie: page.cookie ?? '' });
    expect(await again.client.settings()).toMatchObject({ terminalId: 'RS-TEST' });
  });

  it.each([
    ['a request with a broken address', { i: 'x1', p: { u: '//[' } }],
    ['a procedure that does not exist', { i: 'x1', p: { u: '/nothing/here' } }],
    ['an event for a request that never was', { i: 'x9', t: 3, p: { e: 'message' } }],
    ['an abort of a request that never was', { i: 'x9', t: 4 }],
    [
      'a body of another shape',
      { i: 'x1', p: { u: '/act', b: { json: { __proto__: { seq: 1 } }, meta: [[9, 'x']] } } },
    ],
  ])('survives %s', async (_what, frame) => {
    const { server } = await start();
    const { url } = server.issueAddress('kiosk');
    const page = await open(url);
    page.socket.send(JSON.stringify(frame));
    expect(await page.client.settings()).toMatchObject({ terminalId: 'RS-TEST' });
  });

  it('closes the connection on a frame too large to be a picture, before it is read', async () => {
    const { server } = await start();
    const page = await open(server.issueAddress('kiosk').url);
    page.socket.send(new Uint8Array(2 * 1024 * 1024 + 1));
    expect(await page.closed).toBe(1009);
  });

  it('survives bytes that are no WebSocket at all', async () => {
    const { server } = await start();
    const { url } = server.issueAddress('kiosk');
    const raw = connect(Number(new URL(url).port), '127.0.0.1');
    raw.write('\x16\x03\x01 this is not HTTP\r\n\r\n');
    await new Promise((resolve) => raw.on('error', resolve).on('close', resolve).resume());
    expect(await (await open(url)).client.settings()).toMatchObject({ terminalId: 'RS-TEST' });
  });
});

describe('the files of the page', () => {
  it('are served with headers that allow nothing foreign', async () => {
    const { server } = await start();
    const { status, headers, body } = await get(`${server.origin}/`);
    expect(status).toBe(200);
    expect(body).toContain('kiosk');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['content-security-policy']).toMatch(/script-src 'self';.*frame-ancestors 'none'$/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe/);
    expect((await get(`${server.origin}/assets/kiosk.js`)).headers['content-type']).toMatch('text/javascript');
  });

  it.each([
    ['a name that leads here', '/', { host: 'evil.example' }, 421],
    ['another method', '/', { method: 'POST' }, 405],
    ['a file that is not there', '/nothing.js', {}, 404],
    ['a file of another kind', '/notes.txt', {}, 404],
    ['a way out', '/..%2f..%2fetc/passwd', {}, 404],
    ['an address that is none', '//', {}, 404],
  ])('are refused to %s', async (_what, path, options, status) => {
    const { server } = await start();
    expect((await get(`${server.origin}${path}`, options)).status).toBe(status);
  });

  it('are missed with a word how to build them', async () => {
    const terminal = createFakeTerminal({ simulated: false });
    const nowhere = join(pageDir, 'nowhere');
    const logger = { info: () => {}, warn: () => {}, error: () => {} };
    await expect(startPageServer({ terminal, pageDir: nowhere, logger })).rejects.toMatchObject({
      code: 'PAGE_MISSING',
      message: expect.stringContaining('build:renderer'),
    });
  });
});
