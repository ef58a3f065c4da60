export type StoreErrorCode =
  | 'store-full' // no room on the disk
  | 'store-read-only' // the folder or the file may not be written, or is not there
  | 'store-busy' // another process holds it
  | 'store-damaged' // found while running; opening anew moves it aside
  | 'store-io' // the disk itself failed
  | 'store-too-new' // written by a later version of this program
  | 'store-closed'
  | 'key-unreadable' // the key file cannot be read, made, or is not a key
  | 'item-exists' // this idempotency key has been written down before
  | 'item-unreadable'; // the row does not decrypt: another key file, or damage

const advice: Record<StoreErrorCode, string> = {
  'store-full': 'The disk is full. Make room in the data folder; nothing that was written is lost.',
  'store-read-only': 'The data folder cannot be written. Check that it exists and belongs to the terminal user.',
  'store-busy': 'Another process is using this data folder. Stop it, or give this terminal a folder of its own.',
  'store-damaged': 'The database is damaged. Restart the terminal: it moves the file aside and starts a new one.',
  'store-io': 'The disk reports an error. Check it; nothing that was acknowledged before is affected.',
  'store-too-new': 'A newer version of the terminal wrote this database. Install that version again.',
  'store-closed': 'The terminal is shutting down.',
  'key-unreadable': 'The key of the store cannot be used. Restore store.key (32 bytes, mode 0600) from where it was.',
  'item-exists': 'This confirmation has been written down before; make a new key for a new confirmation.',
  'item-unreadable': 'This confirmation does not decrypt. It is kept; restore the key file it was written with.',
};

/**
 * The store could not do what it was asked. It is thrown, not returned: a confirmation that is not on the disk must
 * stop the journey, and a result can be forgotten to be looked at. Carries no data of a citizen.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, options?: { cause?: unknown; detail?: string }) {
    super(options?.detail ? `${advice[code]} (${options.detail})` : advice[code], { cause: options?.cause });
    this.code = code;
  }
}

/** https://sqlite.org/rescode.html: the low byte is the primary code, whatever the extension says. */
const codeOfSqlite: Readonly<Record<number, StoreErrorCode>> = {
  3: 'store-read-only', // SQLITE_PERM
  5: 'store-busy', // SQLITE_BUSY
  6: 'store-busy', // SQLITE_LOCKED
  8: 'store-read-only', // SQLITE_READONLY
  10: 'store-io', // SQLITE_IOERR
  11: 'store-damaged', // SQLITE_CORRUPT
  13: 'store-full', // SQLITE_FULL
  14: 'store-read-only', // SQLITE_CANTOPEN
  26: 'store-damaged', // SQLITE_NOTADB
};

/** What node:sqlite threw, as one of ours; anything that is not a known condition of the store passes through. */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if ('errcode' in error && typeof error.errcode === 'number') {
    const code = codeOfSqlite[error.errcode & 0xff];
    return code ? new StoreError(code, { cause: error, detail: `SQLite ${error.errcode}` }) : error;
  }
  if ('code' in error && error.code === 'ERR_INVALID_STATE') return new StoreError('store-closed', { cause: error });
  return error;
}

/** Runs one piece of work on the database and names its failures. */
export function asStoreError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toStoreError(error);
  }
}
