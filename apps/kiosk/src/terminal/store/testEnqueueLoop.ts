import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from './store.ts';
import { StoreError } from './storeError.ts';
import { loadStoreKey } from './storeKey.ts';
import { makeRequest } from './testing.ts';

/**
 * The program the kill test shoots and the full-disk test starves: enqueues until it dies, and says `key number` on
 * standard output after, and only after, each one was acknowledged. A `StoreError` ends it with `error code`.
 */
const folder = process.argv[2] ?? '.';
try {
  const key = loadStoreKey(join(folder, 'store.key'));
  const store = openStore({ file: join(folder, 'terminal.db'), key, terminalId: 'HALL-01' });
  for (;;) {
    const request = makeRequest();
    const number = store.nextReceiptNumber();
    store.outbox.enqueue(request, number);
    // Straight to the pipe: what Node would still be holding dies with it.
    writeSync(1, `${request.idempotencyKey} ${number}\n`);
  }
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  writeSync(1, `error ${error.code}\n`);
}
