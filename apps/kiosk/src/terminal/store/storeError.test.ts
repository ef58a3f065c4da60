import { expect, test } from 'vitest';
import { toStoreError } from './storeError.ts';

const sqlite = (errcode: number) => Object.assign(new Error('played'), { code: 'ERR_SQLITE_ERROR', errcode });

test.each([
  [13, 'store-full'],
  [8, 'store-read-only'],
  [1544, 'store-read-only'], // SQLITE_READONLY_DIRECTORY
  [14, 'store-read-only'],
  [5, 'store-busy'],
  [10, 'store-io'],
  [778, 'store-io'], // SQLITE_IOERR_WRITE
  [11, 'store-damaged'],
  [267, 'store-damaged'], // SQLITE_CORRUPT_VTAB
  [26, 'store-damaged'],
])('SQLite %i is %s', (errcode, code) => {
  expect(toStoreError(sqlite(errcode))).toMatchObject({ name: 'StoreError', code });
});

test('what is no condition of the store passes through: it is a bug', () => {
  const bug = sqlite(1);
  expect(toStoreError(bug)).toBe(bug);
  expect(toStoreError('text')).toBe('text');
});
