import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from './storeError.ts';

/**
 * Every version of the database, oldest first; `user_version` counts how many have been applied. A version that has
 * been in a hall is never edited.
 */
const migrations: readonly string[] = [
  `CREATE TABLE confirmation (
     key TEXT PRIMARY KEY,
     receipt_number TEXT NOT NULL UNIQUE,
     state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'refused', 'quarantined')),
     sealed BLOB,
     enqueued_at INTEGER NOT NULL,
     attempts INTEGER NOT NULL DEFAULT 0,
     settled_at INTEGER,
     outcome TEXT CHECK (outcome IN ('verified', 'needs-review')),
     verification_id TEXT,
     recorded_at TEXT,
     refusal_code TEXT,
     CHECK ((state = 'delivered') = (sealed IS NULL)),
     CHECK ((state = 'delivered') = (verification_id IS NOT NULL)),
     CHECK ((state = 'refused') = (refusal_code IS NOT NULL))
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX confirmation_by_state ON confirmation (state, enqueued_at);
   CREATE TABLE receipt_counter (day TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
];

/** Brings the database to the version of this program, each step whole or not at all. Throws `store-too-new`. */
export function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version > migrations.length) throw new StoreError('store-too-new', { detail: `version ${version}` });
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    database.exec(`BEGIN IMMEDIATE; ${sql} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}
