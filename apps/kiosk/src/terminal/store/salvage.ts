import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';

/** An undelivered confirmation as it lay in a damaged database; still sealed. */
export interface SalvagedRow {
  readonly key: string;
  readonly receiptNumber: string;
  readonly state: 'pending' | 'refused';
  readonly sealed: Uint8Array;
  readonly enqueuedAt: number;
  readonly refusalCode: string | null;
}

/**
 * Reads what can still be read of the undelivered confirmations in a damaged database. A citizen holds a receipt for
 * each of them. A row that came through damaged cannot pass for whole: its seal tells when it is opened. Works on a
 * copy, so that the original stays as it was found. An unreadable file gives no rows.
 */
export function salvageRows(file: string): SalvagedRow[] {
  const rows: SalvagedRow[] = [];
  // Beside the file: what is in it is personal, and belongs in no common folder.
  const folder = mkdtempSync(join(dirname(file), 'salvage-'));
  try {
    const copy = join(folder, 'copy.db');
    copyFileSync(file, copy);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
    const database = new DatabaseSync(copy);
    try {
      // One by one: the rows before and after a bad page are good.
      for (const order of ['ASC', 'DESC']) {
        const select = database.prepare(`SELECT * FROM confirmation WHERE sealed IS NOT NULL ORDER BY key ${order}`);
        collect(select.iterate(), rows);
      }
    } finally {
      database.close();
    }
  } catch {
    // Not a database at all. What was collected before is still good.
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

function collect(found: Iterable<Record<string, SQLOutputValue>>, rows: SalvagedRow[]): void {
  try {
    for (const row of found) {
      const { key, receipt_number, sealed, enqueued_at, refusal_code } = row;
      if (typeof key !== 'string' || typeof receipt_number !== 'string' || !(sealed instanceof Uint8Array)) continue;
      if (rows.some((known) => known.key === key)) continue;
      const refusalCode = typeof refusal_code === 'string' ? refusal_code : null;
      const state = refusalCode === null ? 'pending' : 'refused';
      rows.push({ key, receiptNumber: receipt_number, state, sealed, enqueuedAt: Number(enqueued_at), refusalCode });
    }
  } catch {
    // A bad page: the other direction reads what lies behind it.
  }
}

/** Puts salvaged rows into a new database, all or none; the number written. */
export function writeSalvaged(database: DatabaseSync, rows: readonly SalvagedRow[]): number {
  const insert = database.prepare(
    `INSERT OR IGNORE INTO confirmation (key, receipt_number, state, sealed, enqueued_at, refusal_code)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  let written = 0;
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const row of rows) {
      const { key, receiptNumber, state, sealed, enqueuedAt, refusalCode } = row;
      written += Number(insert.run(key, receiptNumber, state, sealed, enqueuedAt, refusalCode).changes);
    }
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
  return written;
}
