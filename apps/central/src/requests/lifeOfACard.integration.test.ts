import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { type CentralClient, createCentralClient, type RequestBody } from '@renshe/central-api';
import { PackKeeper } from '@renshe/policy';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Central, startCentral } from '../central.ts';
import { chen, newCard, replacement, serviceRequest } from '../testing/synthetic.ts';

const dir = mkdtempSync(join(tmpdir(), 'renshe-life-'));
const policiesDir = resolve(import.meta.dirname, '../../../../policies');
const seedFile = join(dir, 'citizens.json');
const branch = {
  branchId: 'ccb-01',
  bankCode: 'ccb',
  name: '测试网点',
  address: '示范路1号',
  openingHours: '9:00–17:00',
  distanceMetres: 100,
  homeVisits: false,
};
const farther = { ...branch, branchId: 'ccb-02', distanceMetres: 900, homeVisits: true };
const staff = ['S1', 'S2', 'S3'].map((staffId, index) => ({ staffId, code: `11111${index}` }));
writeFileSync(seedFile, JSON.stringify({ citizens: [], branches: [farther, branch], staff }));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const silent = new Writable({ write: (_chunk, _encoding, done) => done() });

/** The whole service over HTTP: a terminal on one side, and the offices played by the sandbox on the other. */
describe.each(['qingtan', 'songpu'] as const)('the life of a card in %s', (region) => {
  let central: Central;
  let client: CentralClient;
  let now = new Date();
  beforeAll(async () => {
    central = await startCentral({
      store: { kind: 'embedded', dir: 'memory' },
      port: 0,
      terminals: [{ terminalId: 'T1', secret: 's1' }],
      seedFile,
      sandbox: true,
      policies: { dir: policiesDir, region },
      now: () => now,
      log: { to: silent },
    });
    client = createCentralClient({ url: central.url, terminalId: 'T1', secret: 's1', timeoutMs: 5000 });
  });
  afterAll(() => central.stop());
  beforeEach(async () => {
    now = new Date('2026-11-24T02:00:00Z');
    await play('reset');
  });

  const play = async (path: string, body: unknown = {}) => {
    const response = await fetch(`${central.url}/sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const ask = (body: RequestBody) => client.submitRequest(serviceRequest(body));
  const file = async () => {
    const found = await client.findFile({ person: chen });
    if (!found.ok) throw new Error(found.error.kind);
    return found.value;
  };
  const made = async (body: RequestBody) => {
    const applied = await ask(body);
    if (!applied.ok) throw new Error(JSON.stringify(applied.error));
    const acceptanceNumber = applied.value.number ?? '';
    for (const event of ['produce', 'finish-production']) {
      expect(await play(`applications/${acceptanceNumber}/advance`, { event })).toMatchObject({ status: 200 });
    }
    return acceptanceNumber;
  };
  const holding = async (dispensedCardNumber: string) => {
    const acceptanceNumber = await made(newCard());
    await ask({ kind: 'collect-card', acceptanceNumber, dispensedCardNumber });
    const cardId = (await file()).cards[0]?.cardId;
    if (!cardId) throw new Error('no card');
    return cardId;
  };
  const ordered = async (cardId: string) => {
    const order = { idempotencyKey: randomUUID(), person: chen, cardId, reason: 'lost' as const };
    const payment = await client.startPayment(order);
    if (!payment.ok) throw new Error(JSON.stringify(payment.error));
    return payment.value;
  };
  const refused = (reason: string) => ({ ok: false, error: { kind: 'refused', code: 'REQUEST_REFUSED', reason } });

  it('leads from the application to the replacement of the card', async () => {
    const acceptanceNumber = await made(newCard());
    expect((await file()).progress).toMatchObject([
      {
        acceptanceNumber,
        status: 'ready',
        steps: [{ status: 'verified' }, { status: 'in-production' }, { status: 'ready' }],
        collectBefore: region === 'qingtan' ? '2027-02-22' : '2027-05-23',
      },
    ]);
    expect(await ask({ kind: 'collect-card', acceptanceNumber })).toMatchObject({
      value: { applicationStatus: 'ready', number: `L${acceptanceNumber.slice(-6)}` },
    });
    expect(await ask({ kind: 'collect-card', acceptanceNumber, dispensedCardNumber: 'A12345678' })).toMatchObject({
      value: { applicationStatus: 'issued', cardStatus: 'sealed' },
    });
    const cardId = (await file()).cards[0]?.cardId ?? '';
    expect((await file()).cards).toMatchObject([
      { cardNumberMasked: 'A******78', status: 'sealed', medicalEnabled: false },
    ]);

    const activated = await ask({ kind: 'activate-card', cardId });
    if (region === 'qingtan') expect(activated).toMatchObject({ value: { cardStatus: 'normal' } });
    else expect(activated).toEqual(refused('at-bank-only'));
    const before = region === 'qingtan' ? 'normal' : 'sealed';
    expect((await file()).cards).toMatchObject([{ status: before, medicalEnabled: region === 'qingtan' }]);

    expect(await ask({ kind: 'report-loss', cardId })).toMatchObject({ value: { cardStatus: 'temporarily-lost' } });
    expect(await ask({ kind: 'release-loss', cardId })).toMatchObject({ value: { cardStatus: before } });
    const formal = await ask({ kind: 'report-formal-loss', cardId });
    if (region === 'qingtan') expect(formal).toMatchObject({ value: { cardStatus: 'lost' } });
    else expect(formal).toEqual(refused('at-window-only'));

    let paymentId: string | undefined;
    if (region === 'songpu') {
      expect(await ask(replacement(cardId))).toEqual(refused('fee-not-paid'));
      ({ paymentId } = await ordered(cardId));
      expect(await play(`payments/${paymentId}/pay`)).toEqual({ status: 200, body: { sent: 'paid', answered: 200 } });
    } else {
      const order = { idempotencyKey: randomUUID(), person: chen, cardId, reason: 'lost' as const };
      expect(await client.startPayment(order)).toMatchObject({ error: { code: 'NOTHING_DUE', reason: 'nothing-due' } });
    }
    const next = await made(replacement(cardId, paymentId ? { paymentId } : {}));
    expect((await file()).cards).toMatchObject([{ replacementUnderWay: next }]);
    if (paymentId) {
      expect(await client.cancelPayment({ paymentId })).toMatchObject({ error: { code: 'PAYMENT_USED' } });
    }
    await ask({ kind: 'collect-card', acceptanceNumber: next, dispensedCardNumber: 'B12345678' });
    const statuses = (await file()).cards.map(({ cardNumberMasked, status }) => [cardNumberMasked, status]);
    expect(statuses.sort()).toEqual([
      ['A******78', 'replaced'],
      ['B******78', 'sealed'],
    ]);
    if (paymentId) {
      const second = (await file()).cards.find(({ status }) => status === 'sealed')?.cardId ?? '';
      expect(await ask(replacement(second, { paymentId }))).toEqual(refused('fee-not-paid'));
    }
  });

  it('goes only the ways an application can go, and tells the citizen why', async () => {
    const applied = await ask(newCard());
    const number = (applied.ok ? applied.value.number : undefined) ?? '';
    const advance = (event: string, note?: string) => play(`applications/${number}/advance`, { event, note });
    expect(await advance('issue')).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } });
    expect(await advance('fly')).toMatchObject({ status: 400 });
    expect(await play('applications/SQ0/advance', { event: 'reject' })).toMatchObject({ status: 404 });
    await advance('want-material', '请补交户口簿本人页');
    expect((await file()).progress).toMatchObject([{ status: 'material-wanted', note: '请补交户口簿本人页' }]);
    await advance('supply-material');
    expect((await file()).progress[0]).not.toHaveProperty('note');
    await advance('verify');
    expect((await file()).progress).toMatchObject([{ status: 'verified', due: { certain: region === 'qingtan' } }]);
    await advance('reject', '相片背景不是白色');
    expect((await file()).progress).toMatchObject([{ status: 'rejected', note: '相片背景不是白色' }]);
    expect(await ask(newCard())).toMatchObject({ ok: true });
  });

  it('answers a number with the end of its holder’s, and stops whoever tries numbers', async () => {
    const applied = await ask(newCard());
    const acceptanceNumber = (applied.ok ? applied.value.number : undefined) ?? '';
    const find = (idNumberEnd: string) => client.findProgress({ acceptanceNumber, idNumberEnd });
    for (let asked = 0; asked < 10; asked += 1) expect(await find('9999')).toEqual({ ok: true, value: {} });
    expect(await find('0017')).toMatchObject({
      error: { code: 'TOO_MANY_REQUESTS', reason: 'too-many-questions', retryAfterSeconds: 600 },
    });
    now = new Date(now.getTime() + 600_001);
    expect(await find('0017')).toMatchObject({ value: { progress: { acceptanceNumber, status: 'verified' } } });
    for (let asked = 0; asked < 20; asked += 1) expect((await find('0017')).ok).toBe(true);
  });

  it('lets two members of staff vouch for one request', async () => {
    const cardId = await holding('A1');
    const sign = (...codes: [string, string][]) =>
      client.confirmByStaff({
        person: chen,
        terminalId: 'T1',
        staff: codes.map(([staffId, code]) => ({ staffId, code })),
      });
    const no = (reason: string) => ({ ok: false, error: { kind: 'refused', code: 'STAFF_REFUSED', reason } });
    expect(await sign(['S1', '111110'], ['S1', '111110'])).toEqual(no('two-people-needed'));
    expect(await sign(['S1', '111110'], ['S9', '111111'])).toEqual(no('wrong-code'));
    const signed = await sign(['S1', '111110'], ['S2', '111111']);
    if (!signed.ok) throw new Error(signed.error.kind);
    const evidence = { method: 'staff', confirmationId: signed.value.confirmationId } as const;
    const report = (at: number) => {
      const confirmedAt = new Date(now.getTime() + at).toISOString();
      return client.submitRequest(serviceRequest({ kind: 'report-loss', cardId }, { evidence, confirmedAt }));
    };
    expect(await report(17 * 60_000 + 1)).toMatchObject({ error: { reason: 'confirmation-too-old' } });
    expect(await report(-2 * 60_000 - 1)).toMatchObject({ error: { reason: 'confirmed-before-sign-off' } });
    expect(await report(0)).toMatchObject({ ok: true });
    expect(await report(0)).toMatchObject({ error: { code: 'EVIDENCE_REFUSED', reason: 'confirmation-already-used' } });
    for (let wrong = 0; wrong < 5; wrong += 1) {
      expect(await sign(['S1', '111110'], ['S3', '000000'])).toEqual(no('wrong-code'));
    }
    expect(await sign(['S1', '111110'], ['S3', '111112'])).toEqual(no('staff-locked'));
    expect(await sign(['S1', '111110'], ['S2', '111111'])).toMatchObject({ ok: true });
  });

  it('believes only the gateway what has been paid', async () => {
    const cardId = await holding('A1');
    if (region === 'qingtan') {
      // Nothing is ever due there, so there is nothing to pay.
      expect(await play(`payments/${randomUUID()}/pay`)).toMatchObject({ status: 404 });
      return;
    }
    const { paymentId } = await ordered(cardId);
    const notice = { order: paymentId, event: 'paid', reference: 'R1', amountFen: 1600 };
    for (const signature of ['', '00', 'f'.repeat(64)]) {
      const answer = await fetch(`${central.url}/payment-callbacks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-signature': signature },
        body: JSON.stringify(notice),
      });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ data: { reason: 'wrong-signature' } });
    }
    expect(await client.getPayment({ paymentId })).toMatchObject({ value: { status: 'pending' } });
    expect(await play(`payments/${paymentId}/close`)).toEqual({ status: 200, body: { sent: 'closed', answered: 200 } });
    expect(await client.getPayment({ paymentId })).toMatchObject({ value: { status: 'expired' } });
    await play(`payments/${paymentId}/pay`);
    expect(await client.getPayment({ paymentId })).toMatchObject({ value: { status: 'refunded' } });
    expect(await client.getPayment({ paymentId: randomUUID() })).toMatchObject({
      error: { code: 'PAYMENT_NOT_FOUND' },
    });
  });

  it('lists branches, the nearest first', async () => {
    expect(await client.listBranches({})).toEqual({ ok: true, value: { branches: [branch, farther] } });
    expect(await client.listBranches({ bankCode: 'ccb', homeVisits: true })).toMatchObject({
      value: { branches: [farther] },
    });
    expect(await client.listBranches({ bankCode: 'icbc' })).toMatchObject({ value: { branches: [] } });
  });

  it('hands out rules that a terminal can trust', async () => {
    const { id, pem } = central.policyKey;
    const keep = (trustedKeys: Record<string, string>) =>
      new PackKeeper({ dir: mkdtempSync(join(dir, 'pack-')), region, trustedKeys });
    const pack = await client.getPolicyPack({ region });
    if (!pack.ok) throw new Error(pack.error.kind);
    expect(keep({ [id]: pem }).offer(pack.value)).toMatchObject({ ok: true, value: { region: { id: region } } });
    expect(keep({}).offer(pack.value)).toMatchObject({ error: { code: 'PACK_KEY_UNKNOWN' } });
    expect(await client.getPolicyPack({ region: 'nowhere' })).toMatchObject({ error: { code: 'NO_PACK' } });
  });
});
