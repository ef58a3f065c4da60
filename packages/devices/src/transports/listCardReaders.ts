import { systemClock } from '../core/clock.ts';
import { NativeCalls } from './nativeCalls.ts';
import { type PcscLibrary, SCARD } from './pcscLibrary.ts';

/** The service on this machine answers in a millisecond; one that hangs must not hold a list up. */
const ANSWER_MS = 2_000;

/** Names of the readers the PC/SC service knows; none where there is no service, or no library to ask it by. */
export async function listCardReaders(): Promise<readonly string[]> {
  let library: PcscLibrary;
  try {
    library = (await import('./pcscLibrary.ts')).loadPcscLibrary();
  } catch {
    return [];
  }
  const calls = new NativeCalls(systemClock);
  const made = await calls.within(ANSWER_MS, library.establishContext());
  if (made === 'late' || made.code !== SCARD.success) return [];
  const listed = await calls.within(ANSWER_MS, library.listReaders(made.context));
  if (listed === 'late') return [];
  await calls.within(ANSWER_MS, library.releaseContext(made.context));
  return listed.code === SCARD.success ? listed.names : [];
}
