import { randomInt } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { dayInChina, formatReceiptNumber, LINEAGE_ALPHABET, LINEAGE_LENGTH } from '../receipts/receiptNumber.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { type SalvagedRow, salvageRows, writeSalvaged } from './salvage.ts';
import { migrate } from './schema.ts';
import { asStoreError, StoreError, toStoreError } from './storeError.ts';

/** Another process may hold the file for a moment (a backup); longer is a second terminal on the same folder. */
const LOCK_WAIT_MS = 2_000;

export interface StoreOptions {
  readonly file: string;
  /** 32 bytes, from `loadStoreKey`. */
  readonly key: Uint8Array;
  readonly terminalId: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/**
 * How the database was found. `replaced`: it was damaged; it lies untouched under another name, and a new one began
 * with the `salvaged` undelivered confirmations that could still be read.
 */
export type StoreOpening =
  | { readonly state: 'created' }
  | { readonly state: 'existing' }
  | { readonly state: 'replaced'; readonly movedTo: string; readonly salvaged: number };

export interface Store {
  readonly opening: StoreOpening;
  readonly outbox: Outbox;
  /** A number no receipt of this terminal has ever had or will have; on the disk before it is given out. */
  nextReceiptNumber(): string;
  close(): void;
}

/**
 * Opens the terminal's database, making it when there is none. Every commit is on the disk when it returns (WAL with
 * `synchronous=FULL`). A damaged file never stops the terminal: it is moved aside, kept, and reported in `opening`.
 * Throws `StoreError` when the folder cannot be written, the disk is full, or a newer program wrote the file.
 */
export function openStore(options: StoreOptions): Store {
  const now = options.now ?? Date.now;
  const { database, opening } = openDatabase(options.file, now);
  try {
    return assemble({ ...options, now, database, opening });
  } catch (error) {
    database.close();
    throw toStoreError(error);
  }
}

function assemble(options: Required<StoreOptions> & { database: DatabaseSync; opening: StoreOpening }): Store {
  const { database, opening, now, terminalId } = options;
  const lineage = readLineage(database);
  const count = database.prepare(
    `INSERT INTO receipt_counter (day, last) VALUES (?, 1)
     ON CONFLICT (day) DO UPDATE SET last = last + 1 RETURNING last`,
  );
  return {
    opening,
    outbox: createOutbox({ database, key: options.key, now }),
    nextReceiptNumber: () =>
      asStoreError(() => {
        const day = dayInChina(now());
        return formatReceiptNumber({ terminalId, day, sequence: Number(count.get(day)?.last), lineage });
      }),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}

function openDatabase(file: string, now: () => number): { database: DatabaseSync; opening: StoreOpening } {
  const existed = existsSync(file);
  try {
    return { database: openChecked(file), opening: { state: existed ? 'existing' : 'created' } };
  } catch (error) {
    const failure = toStoreError(error);
    if (!(failure instanceof StoreError) || failure.code !== 'store-damaged') throw failure;
    const movedTo = moveAside(file, now());
    const rows: SalvagedRow[] = salvageRows(movedTo);
    return asStoreError(() => {
      const database = openChecked(file);
      return { database, opening: { state: 'replaced', movedTo, salvaged: writeSalvaged(database, rows) } };
    });
  }
}

function openChecked(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: LOCK_WAIT_MS });
  try {
    // secure_delete: a delivered row is overwritten, not only unlinked. FULL: WAL alone may lose the last commits.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
    const check = database.prepare('PRAGMA quick_check(1)').get();
    if (check?.quick_check !== 'ok') throw new StoreError('store-damaged', { detail: 'quick_check' });
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Keeps the file with its log under one name with the time: whoever repairs it needs all of them. */
function moveAside(file: string, at: number): string {
  const stamp = new Date(at).toISOString().replaceAll(/[-:.]/g, '');
  let movedTo = `${file}.damaged-${stamp}`;
  for (let copy = 2; existsSync(movedTo); copy++) movedTo = `${file}.damaged-${stamp}-${copy}`;
  renameSync(file, movedTo);
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, movedTo + suffix);
  }
  return movedTo;
}

function readLineage(database: DatabaseSync): string {
  const drawn = Array.from({ length: LINEAGE_LENGTH }, () =>
    LINEAGE_ALPHABET.charAt(randomInt(LINEAGE_ALPHABET.length)),
  );
  database.prepare(`INSERT OR IGNORE INTO fact (name, value) VALUES ('lineage', ?)`).run(drawn.join(''));
  const row = database.prepare(`SELECT value FROM fact WHERE name = 'lineage'`).get();
  return String(row?.value);
}
