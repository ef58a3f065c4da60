import type { IdCardReader } from '@renshe/devices';

/** A reader that has not said anything by then will not hold up the first screen; the notices tell of it. */
const READER_PATIENCE_MS = 6_000;

/** Resolves when the reader has told what it is, or has been given time enough to. */
export function whenReaderKnown(reader: IdCardReader): Promise<void> {
  if (reader.status.state !== 'starting') return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(finish, READER_PATIENCE_MS);
    const stop = reader.onStatus((status) => {
      if (status.state !== 'starting') finish();
    });
    function finish(): void {
      clearTimeout(timer);
      stop();
      resolve();
    }
  });
}
