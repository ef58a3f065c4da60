import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { type VerificationRequest, type VerificationResult, verificationRequestSchema } from '@renshe/central-api';
import { seal, unseal } from './sealedPayload.ts';
import { asStoreError, StoreError, toStoreError } from './storeError.ts';

/** One confirmation as the store knows it; the citizen's data is there only while it still has to be delivered. */
export type OutboxItem =
  | { readonly state: 'pending'; readonly request: VerificationRequest; readonly receiptNumber: string }
  | { readonly state: 'delivered'; readonly result: VerificationResult; readonly receiptNumber: string }
  | { readonly state: 'refused'; readonly code: string; readonly receiptNumber: string }
  | { readonly state: 'quarantined'; readonly receiptNumber: string };

export interface PendingItem {
  readonly key: string;
  readonly attempts: number;
  /** Milliseconds since the epoch. */
  readonly enqueuedAt: number;
}

export interface OutboxCounters {
  readonly pending: number;
  /** The central service said no; kept, encrypted, for a member of staff. */
  readonly refused: number;
  /** Does not decrypt; kept. */
  readonly quarantined: number;
  readonly delivered: number;
  readonly oldestPendingAt: number | undefined;
}

/** Confirmations on their way to the central service. Every method throws `StoreError`. */
export interface Outbox {
  /** On the disk when it returns. `item-exists` for a key that was here before. */
  enqueue(request: VerificationRequest, receiptNumber: string): void;
  /** What is still to be delivered, oldest first, without decrypting it. */
  pending(): PendingItem[];
  /** A pending item that does not decrypt is put into quarantine on the way, and blocks nothing. */
  find(key: string): OutboxItem | undefined;
  /** Counts one attempt. */
  markAttempt(key: string): void;
  /** Erases the citizen's data; what stays is that, when and how it was delivered. */
  markDelivered(key: string, result: VerificationResult): void;
  markRefused(key: string, code: string): void;
  counters(): OutboxCounters;
}

interface OutboxOptions {
  readonly database: DatabaseSync;
  readonly key: Uint8Array;
  readonly now: () => number;
}

/** The outbox in the tables of `schema.ts`. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { database, key: storeKey, now } = options;
  const insert = database.prepare(
    `INSERT INTO confirmation (key, receipt_number, state, sealed, enqueued_at) VALUES (?, ?, 'pending', ?, ?)`,
  );
  const select = database.prepare('SELECT * FROM confirmation WHERE key = ?');
  const selectState = database.prepare(
    'SELECT key, attempts, enqueued_at, sealed FROM confirmation WHERE state = ? ORDER BY enqueued_at, key',
  );
  const setState = database.prepare('UPDATE confirmation SET state = ? WHERE key = ?');
  const countAttempt = database.prepare('UPDATE confirmation SET attempts = attempts + 1 WHERE key = ?');
  const deliver = database.prepare(
    `UPDATE confirmation
        SET state = 'delivered', sealed = NULL, settled_at = ?, outcome = ?, verification_id = ?, recorded_at = ?
      WHERE key = ? AND state IN ('pending', 'quarantined')`,
  );
  const refuse = database.prepare(
    `UPDATE confirmation SET state = 'refused', settled_at = ?, refusal_code = ? WHERE key = ? AND state = 'pending'`,
  );
  const count = database.prepare(
    'SELECT state, count(*) AS n, min(enqueued_at) AS oldest FROM confirmation GROUP BY state',
  );

  const read = (key: string, sealed: SQLOutputValue | undefined): VerificationRequest | undefined => {
    const text = sealed instanceof Uint8Array ? unseal(storeKey, key, sealed) : undefined;
    // It was authenticated, so it is what we wrote; the schema guards against what an older version wrote.
    return text === undefined ? undefined : verificationRequestSchema.safeParse(JSON.parse(text)).data;
  };

  // The right key may have come back since: what decrypts again is delivered again.
  asStoreError(() => {
    for (const row of selectState.all('quarantined')) {
      const key = textOf(row.key);
      if (read(key, row.sealed)) setState.run('pending', key);
    }
  });

  return {
    enqueue: (request, receiptNumber) => {
      const sealed = seal(storeKey, request.idempotencyKey, JSON.stringify(request));
      try {
        insert.run(request.idempotencyKey, receiptNumber, sealed, now());
      } catch (error) {
        if (isConstraint(error)) throw new StoreError('item-exists', { cause: error });
        throw toStoreError(error);
      }
    },
    pending: () =>
      asStoreError(() =>
        selectState.all('pending').map((row) => ({
          key: textOf(row.key),
          attempts: Number(row.attempts),
          enqueuedAt: Number(row.enqueued_at),
        })),
      ),
    find: (key) =>
      asStoreError((): OutboxItem | undefined => {
        const row = select.get(key);
        if (!row) return undefined;
        const receiptNumber = textOf(row.receipt_number);
        if (row.state === 'refused') return { state: 'refused', code: textOf(row.refusal_code), receiptNumber };
        if (row.state === 'delivered') return { state: 'delivered', result: resultOf(row), receiptNumber };
        const request = row.state === 'pending' ? read(key, row.sealed) : undefined;
        if (request) return { state: 'pending', request, receiptNumber };
        setState.run('quarantined', key);
        return { state: 'quarantined', receiptNumber };
      }),
    markAttempt: (key) => asStoreError(() => void countAttempt.run(key)),
    markDelivered: (key, result) =>
      asStoreError(() => {
        deliver.run(now(), result.outcome, result.verificationId, result.recordedAt, key);
        // The encrypted text is still in the log; fold the log into the file, where secure_delete has wiped it.
        // A reader elsewhere may hold the log: then the next delivery, or closing, does it.
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      }),
    markRefused: (key, code) => asStoreError(() => void refuse.run(now(), code, key)),
    counters: () =>
      asStoreError(() => {
        const rows = new Map(count.all().map((row) => [row.state, row]));
        const n = (state: string) => Number(rows.get(state)?.n ?? 0);
        const oldest = rows.get('pending')?.oldest;
        return {
          pending: n('pending'),
          refused: n('refused'),
          quarantined: n('quarantined'),
          delivered: n('delivered'),
          oldestPendingAt: typeof oldest === 'number' ? oldest : undefined,
        };
      }),
  };
}

function resultOf(row: Record<string, SQLOutputValue>): VerificationResult {
  return {
    verificationId: textOf(row.verification_id),
    outcome: row.outcome === 'verified' ? 'verified' : 'needs-review',
    duplicate: true,
    recordedAt: textOf(row.recorded_at),
  };
}

/** The schema is STRICT: another type in a TEXT column is a bug. */
function textOf(value: SQLOutputValue | undefined): string {
  if (typeof value !== 'string') throw new Error(`expected text in the store, found ${typeof value}`);
  return value;
}

/** SQLITE_CONSTRAINT with any extension. */
function isConstraint(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 19;
}
