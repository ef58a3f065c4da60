import type { CardReading, ReadCardError, ReadProgress } from '@renshe/devices';
import type { EnrolResult, FaceDecision } from '@renshe/face';
import { fromCallback, fromPromise } from 'xstate';
import type { ServiceInput } from '../ports.ts';

/** What the card reader tells the workflow. The reading itself goes into the session, never into an event. */
export type CardEvent =
  | { type: 'card.progress'; progress: ReadProgress }
  | { type: 'card.read' }
  | { type: 'card.failed'; code: ReadCardError['code'] };

/** Waits for a card as long as the state lasts; leaving the state aborts the wait. */
export const readCard = fromCallback<CardEvent, ServiceInput>(({ input, sendBack }) => {
  const { ports, session } = input;
  const abort = new AbortController();
  const onProgress = (progress: ReadProgress) => {
    if (abort.signal.aborted) return;
    session.cardPresented = true;
    sendBack({ type: 'card.progress', progress });
  };
  void ports.reader.readCard({ signal: abort.signal, onProgress }).then((result) => {
    if (abort.signal.aborted) return discard(result.ok ? result.value : undefined);
    if (!result.ok) {
      ports.record({ event: 'card.failed', code: result.error.code });
      return sendBack({ type: 'card.failed', code: result.error.code });
    }
    session.keepReading(result.value);
    ports.record({ event: 'card.read', ...result.value.timings });
    sendBack({ type: 'card.read' });
  });
  return () => abort.abort();
});

/** A reading that arrives after the citizen has left belongs to nobody. */
function discard(reading: CardReading | undefined): void {
  reading?.photo.fill(0);
}

/** Tells when the card that could not be used has been lifted, so that the next attempt starts by itself. */
export const watchCardLifted = fromCallback<{ type: 'card.lifted' }, ServiceInput>(({ input, sendBack }) => {
  const abort = new AbortController();
  void input.ports.reader.waitForRemoval({ signal: abort.signal }).then((result) => {
    if (abort.signal.aborted || !result.ok || result.value !== 'removed') return;
    input.session.cardPresented = false;
    sendBack({ type: 'card.lifted' });
  });
  return () => abort.abort();
});

/** Tells when the lost reader is back. */
export const watchReaderBack = fromCallback<{ type: 'reader.back' }, ServiceInput>(({ input, sendBack }) => {
  const look = (state: string) => {
    if (state === 'online') sendBack({ type: 'reader.back' });
  };
  const stop = input.ports.reader.onStatus((status) => look(status.state));
  look(input.ports.reader.status.state);
  return stop;
});

export const enrolChipPhoto = fromPromise<EnrolResult | 'engine-trouble', ServiceInput>(async ({ input, signal }) => {
  const { face } = input.ports;
  if (!face) return 'engine-trouble';
  await face.clear();
  // The citizen has gone on meanwhile, and the engine has been told to forget: it must not learn the face after that.
  signal.throwIfAborted();
  // The engine zeroes what it is handed; the session keeps its own copy until the wipe.
  return face.enrol(Uint8Array.from(input.session.getReading().photo));
});

export const decideFace = fromPromise<FaceDecision | undefined, ServiceInput>(async ({ input }) => {
  const { face, record } = input.ports;
  if (!face) throw new Error('no face engine');
  const decision = await face.decide();
  if (decision) {
    const { match, distance, threshold, frames, elapsedMs } = decision;
    record({ event: 'face.decided', match, distance, threshold, frames, elapsedMs });
  }
  return decision;
});

export type SmsStart = { kind: 'sent' } | { kind: 'failed'; reason: 'no-phone' | 'too-many' | 'central-unreachable' };

export const startSms = fromPromise<SmsStart, ServiceInput>(async ({ input: { ports, session }, signal }) => {
  const person = session.getPerson();
  const result = await ports.central.startSmsChallenge({ person, terminalId: ports.terminal.id }, { signal });
  // The session may be another citizen's by now.
  signal.throwIfAborted();
  if (result.ok) {
    const { challengeId, phoneMasked, resendAfterSeconds } = result.value;
    session.sms = { challengeId, phoneMasked, resendAt: ports.clock.now() + resendAfterSeconds * 1000 };
    return { kind: 'sent' };
  }
  if (result.error.kind !== 'refused') return { kind: 'failed', reason: 'central-unreachable' };
  return { kind: 'failed', reason: result.error.code === 'NO_PHONE' ? 'no-phone' : 'too-many' };
});

export type SmsAnswer = { result: 'passed' | 'wrong' | 'locked' | 'expired'; attemptsLeft: number };

export const answerSms = fromPromise<SmsAnswer, ServiceInput & { code: string }>(async ({ input, signal }) => {
  const { sms } = input.session;
  if (!sms) throw new Error('no SMS code has been sent in this session');
  const { challengeId } = sms;
  const result = await input.ports.central.answerSmsChallenge({ challengeId, code: input.code }, { signal });
  if (result.ok) return result.value;
  // The service no longer knows of this code: for the citizen it has run out, and a new one helps.
  if (result.error.kind === 'refused') return { result: 'expired', attemptsLeft: 0 };
  throw new Error(`central service ${result.error.kind}`);
});
