import { randomBytes, randomUUID } from 'node:crypto';
import {
  chmodSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isReceiptNumber } from '../receipts/receiptNumber.ts';
import { openStore, type Store } from './store.ts';
import { loadStoreKey } from './storeKey.ts';
import { makeRequest } from './testing.ts';

let folder: string;
let stores: Store[];
const key = randomBytes(32);
const file = () => join(folder, 'terminal.db');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'renshe-store-'));
  stores = [];
});
afterEach(() => {
  for (const store of stores) store.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(options: { key?: Uint8Array; now?: () => number } = {}): Store {
  const store = openStore({ file: file(), key, terminalId: 'HALL-01', ...options });
  stores.push(store);
  return store;
}

function close(store: Store): void {
  stores.splice(stores.indexOf(store), 1);
  store.close();
}

function enqueue(store: Store, request = makeRequest()): string {
  store.outbox.enqueue(request, store.nextReceiptNumber());
  return request.idempotencyKey;
}

const verified = (id = randomUUID()) =>
  ({ verificationId: id, outcome: 'verified', duplicate: false, recordedAt: '2026-11-24T02:00:01.000Z' }) as const;

test('a confirmation survives a restart, and its whole life is told', () => {
  const first = open();
  expect(first.opening).toEqual({ state: 'created' });
  const request = makeRequest();
  enqueue(first, request);
  close(first);

  const store = open();
  expect(store.opening).toEqual({ state: 'existing' });
  expect(store.outbox.pending()).toMatchObject([{ key: request.idempotencyKey, attempts: 0 }]);
  expect(store.outbox.find(request.idempotencyKey)).toMatchObject({ state: 'pending', request });
  store.outbox.markAttempt(request.idempotencyKey);
  expect(store.outbox.pending()).toMatchObject([{ attempts: 1 }]);

  const result = verified();
  store.outbox.markDelivered(request.idempotencyKey, result);
  expect(store.outbox.pending()).toEqual([]);
  expect(store.outbox.find(request.idempotencyKey)).toMatchObject({
    state: 'delivered',
    result: { ...result, duplicate: true },
  });
  expect(store.outbox.counters()).toEqual({
    pending: 0,
    refused: 0,
    quarantined: 0,
    delivered: 1,
    oldestPendingAt: undefined,
  });
});

test('a refused confirmation is kept for staff and not delivered again', () => {
  const store = open();
  const refused = enqueue(store);
  store.outbox.markRefused(refused, 'APPLICATION_NOT_OPEN');
  expect(store.outbox.find(refused)).toMatchObject({ state: 'refused', code: 'APPLICATION_NOT_OPEN' });
  expect(store.outbox.pending()).toEqual([]);
  expect(store.outbox.counters()).toMatchObject({ refused: 1, pending: 0 });
});

test('one key is written down once', () => {
  const store = open();
  const request = makeRequest();
  enqueue(store, request);
  expect(() => enqueue(store, request)).toThrow(expect.objectContaining({ code: 'item-exists' }));
  expect(store.outbox.counters().pending).toBe(1);
});

test('no file ever holds a name or a number in the clear, and after delivery not even the sealed text', () => {
  const store = open();
  const request = makeRequest();
  const delivered = enqueue(store, request);
  const everything = () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
  for (const secret of [request.person.name, request.person.idNumber, '王', 'resident-id-card', 'challengeId']) {
    expect(everything().includes(secret)).toBe(false);
  }
  const peek = new DatabaseSync(file());
  const row = peek.prepare('SELECT sealed FROM confirmation WHERE key = ?').get(delivered);
  peek.close();
  if (!(row?.sealed instanceof Uint8Array)) throw new Error('no sealed text');
  const sealed = Buffer.from(row.sealed);
  expect(everything().includes(sealed)).toBe(true);
  store.outbox.markDelivered(delivered, verified());
  expect(everything().includes(sealed)).toBe(false);
  expect(everything().includes(sealed.subarray(40, 80))).toBe(false);
});

test('another key quarantines the rows of the old one, blocks nothing, and the old key brings them back', () => {
  const before = open();
  const old = enqueue(before);
  close(before);

  const other = randomBytes(32);
  const store = open({ key: other });
  const fresh = enqueue(store);
  expect(store.outbox.find(old)).toMatchObject({ state: 'quarantined' });
  expect(store.outbox.find(fresh)).toMatchObject({ state: 'pending' });
  expect(store.outbox.pending().map((item) => item.key)).toEqual([fresh]);
  expect(store.outbox.counters()).toMatchObject({ pending: 1, quarantined: 1 });
  close(store);

  const again = open();
  expect(again.outbox.find(old)).toMatchObject({ state: 'pending' });
});

test('a row that was tampered with is quarantined, its neighbours are not', () => {
  const store = open();
  const keys = [enqueue(store), enqueue(store), enqueue(store)];
  const peek = new DatabaseSync(file());
  // The sealed text of one citizen in the place of another's.
  peek
    .prepare('UPDATE confirmation SET sealed = (SELECT sealed FROM confirmation WHERE key = ?) WHERE key = ?')
    .run(keys[0] ?? '', keys[1] ?? '');
  peek.close();
  expect(keys.map((item) => store.outbox.find(item)?.state)).toEqual(['pending', 'quarantined', 'pending']);
});

test.each([
  ['text', 'this is no database, it only has its name\n'.repeat(200)],
  ['random bytes', randomBytes(20_000)],
])('%s in the place of the database is moved aside and kept', (_, content) => {
  writeFileSync(file(), content);
  const store = open();
  if (store.opening.state !== 'replaced') throw new Error(`opened as ${store.opening.state}`);
  expect(store.opening.salvaged).toBe(0);
  expect(readFileSync(store.opening.movedTo)).toEqual(Buffer.from(content));
  enqueue(store);
  expect(store.outbox.counters().pending).toBe(1);
});

test('of a database with a ruined page, every confirmation that can be read is carried over', () => {
  const before = open();
  const requests = Array.from({ length: 60 }, () => makeRequest());
  for (const request of requests) enqueue(before, request);
  close(before);
  const handle = openSync(file(), 'r+');
  const page = 4096;
  writeSync(handle, randomBytes(page), 0, page, Math.floor(statSync(file()).size / page / 2) * page);

  const store = open();
  if (store.opening.state !== 'replaced') throw new Error(`opened as ${store.opening.state}`);
  expect(store.opening.salvaged).toBeGreaterThan(0);
  const alive = requests.filter((request) => store.outbox.find(request.idempotencyKey)?.state === 'pending');
  expect(alive).toHaveLength(store.opening.salvaged);
  for (const request of alive) {
    expect(store.outbox.find(request.idempotencyKey)).toMatchObject({ state: 'pending', request });
  }
});

test('receipt numbers are never given twice: not after a restart, a clock set back, or a lost database', () => {
  let now = Date.parse('2026-11-24T02:00:00Z');
  const given = new Set<string>();
  const draw = (store: Store) => {
    const number = store.nextReceiptNumber();
    expect(isReceiptNumber(number)).toBe(true);
    expect(given.has(number)).toBe(false);
    given.add(number);
    return number;
  };
  for (let start = 0; start < 3; start++) {
    const store = open({ now: () => now });
    for (let n = 0; n < 5; n++) draw(store);
    close(store);
  }
  now -= 3 * 86_400_000;
  const earlier = open({ now: () => now });
  expect(draw(earlier)).toContain('-20261121-0001-');
  now += 3 * 86_400_000;
  expect(draw(earlier)).toContain('-20261124-0016-');
  close(earlier);
  writeFileSync(file(), randomBytes(9000));
  const lost = open({ now: () => now });
  for (let n = 0; n < 20; n++) draw(lost);
});

test('a later program’s database is left alone', () => {
  close(open());
  const peek = new DatabaseSync(file());
  peek.exec('PRAGMA user_version = 99');
  peek.close();
  expect(() => open()).toThrow(expect.objectContaining({ code: 'store-too-new' }));
  expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
});

test('a folder that is not there, and a closed store, are named', () => {
  expect(() => openStore({ file: join(folder, 'none', 'x.db'), key, terminalId: 'T' })).toThrow(
    expect.objectContaining({ code: 'store-read-only' }),
  );
  const store = open();
  close(store);
  expect(() => enqueue(store)).toThrow(expect.objectContaining({ code: 'store-closed' }));
});

test('the key is made once, for the terminal’s user only', () => {
  const path = join(folder, 'store.key');
  const made = loadStoreKey(path);
  expect(made).toHaveLength(32);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  chmodSync(path, 0o644);
  expect(Buffer.from(loadStoreKey(path)).equals(made)).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['store.key']);
});

test('a key that is no key is refused and not replaced', () => {
  const path = join(folder, 'store.key');
  loadStoreKey(path);
  truncateSync(path, 31);
  expect(() => loadStoreKey(path)).toThrow(expect.objectContaining({ code: 'key-unreadable' }));
  expect(statSync(path).size).toBe(31);
  expect(() => loadStoreKey(join(folder, 'none', 'store.key'))).toThrow(
    expect.objectContaining({ code: 'store-read-only' }),
  );
});
