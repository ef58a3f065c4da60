import { randomBytes, randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { StoreError } from './storeError.ts';

const KEY_BYTES = 32;

/**
 * The key of the store: 32 random bytes in a file only the terminal's user can read, made on first use. Throws
 * `StoreError` (`key-unreadable`, `store-full`, `store-read-only`). A file that is there but is no key is never
 * replaced: whatever waits in the store could then never be delivered.
 */
export function loadStoreKey(file: string): Uint8Array {
  const found = readKey(file);
  if (found) return found;
  makeKey(file);
  const made = readKey(file);
  if (!made) throw new StoreError('key-unreadable');
  return made;
}

function readKey(file: string): Uint8Array | undefined {
  let key: Buffer;
  try {
    key = readFileSync(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new StoreError('key-unreadable', { cause: error, detail: codeOf(error) });
  }
  if (key.length !== KEY_BYTES) throw new StoreError('key-unreadable', { detail: `${key.length} bytes` });
  // Copied back from a backup it is often readable by everyone.
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  return key;
}

/**
 * Written beside and linked into place only when it is on the disk, so that a power cut leaves a whole key or none;
 * `link` also refuses where another process was quicker, and then that one's key is the key.
 */
function makeKey(file: string): void {
  // Not the process id: after a power cut here, the same one may come again and find its own draft in the way.
  const draft = `${file}.${randomUUID()}.new`;
  try {
    const handle = openSync(draft, 'wx', 0o600);
    try {
      writeSync(handle, randomBytes(KEY_BYTES));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    try {
      linkSync(draft, file);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    } finally {
      unlinkSync(draft);
    }
    syncFolder(dirname(file));
  } catch (error) {
    const code = codeOf(error);
    throw new StoreError(code === 'ENOSPC' ? 'store-full' : 'store-read-only', { cause: error, detail: code });
  }
}

/** The file's name is part of its folder: without this the key could be gone after a power cut and the rows not. */
function syncFolder(folder: string): void {
  // Windows cannot open a folder; its journal keeps names by itself.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
