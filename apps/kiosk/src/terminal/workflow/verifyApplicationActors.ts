import { randomUUID } from 'node:crypto';
import type { VerificationRequest } from '@renshe/central-api';
import { forgetDocument, type PrintErrorCode } from '@renshe/devices';
import { fromPromise } from 'xstate';
import type { Outcome, ScreenOf } from '../../contract/snapshot.ts';
import type { ServiceInput } from '../ports.ts';
import { buildReceipt } from '../receipts/receiptModel.ts';

export type Found =
  | { kind: 'waiting'; count: number }
  | { kind: 'nothing'; reason: ScreenOf<'no-application'>['reason'] }
  | { kind: 'offline' };

/** Looks up the applications of the verified person; they go into the session, only their number into the event. */
export const findApplications = fromPromise<Found, ServiceInput>(async ({ input: { ports, session }, signal }) => {
  session.applications = [];
  session.chosen = undefined;
  const result = await ports.central.findApplications({ person: session.getPerson() }, { signal });
  // The session may be another citizen's by now.
  signal.throwIfAborted();
  // Refused, garbled or not reachable: in each case nothing is known here and now, and the outbox can still deliver.
  if (!result.ok) return { kind: 'offline' };
  const { waiting, alreadyVerified, nameMismatch } = result.value;
  session.applications = waiting;
  session.chosen = waiting.length === 1 ? waiting[0] : undefined;
  if (waiting.length > 0) return { kind: 'waiting', count: waiting.length };
  if (alreadyVerified.length > 0) {
    session.chosen = alreadyVerified[alreadyVerified.length - 1];
    return { kind: 'nothing', reason: 'already-verified' };
  }
  return { kind: 'nothing', reason: nameMismatch ? 'name-mismatch' : 'none' };
});

export type Submitted =
  | { kind: 'accepted'; outcome: Outcome }
  | { kind: 'refused'; reason: ScreenOf<'submit-refused'>['reason'] };

/**
 * Writes the confirmation to the outbox first and only then asks the central service, so that a power cut at any
 * instant leaves either nothing or one complete confirmation. Builds the receipt of what has really happened.
 */
export const submitVerification = fromPromise<Submitted, ServiceInput>(async ({ input, signal }) => {
  const { ports, session } = input;
  const { evidence } = session;
  if (!evidence) throw new Error('submitting without evidence');
  const receiptNumber = ports.nextReceiptNumber();
  const request: VerificationRequest = {
    idempotencyKey: randomUUID(),
    terminalId: ports.terminal.id,
    person: session.getPerson(),
    evidence,
    confirmedAt: new Date(ports.clock.now()).toISOString(),
    ...(session.chosen ? { applicationId: session.chosen.applicationId } : {}),
  };
  const began = performance.now();
  ports.outbox.enqueue(request, receiptNumber);
  const delivered = await deliver(ports, request.idempotencyKey);
  // Only when the terminal is shutting down: the confirmation is safe, the citizen's data must not come back to life.
  signal.throwIfAborted();
  const elapsedMs = Math.round(performance.now() - began);
  const outcome = 'refused' in delivered ? delivered.refused : delivered.outcome;
  ports.record({ event: 'verification.submitted', outcome, elapsedMs });
  if ('refused' in delivered) return { kind: 'refused', reason: toReason(delivered.refused) };
  const application = ('result' in delivered ? delivered.result.application : undefined) ?? session.chosen;
  session.receipt = buildReceipt({
    receiptNumber,
    outcome: delivered.outcome,
    citizen: { name: request.person.name, idNumber: request.person.idNumber },
    method: evidence.method,
    confirmedAt: request.confirmedAt,
    terminalId: ports.terminal.id,
    place: ports.terminal.place,
    hotline: ports.terminal.hotline,
    ...(application ? { application } : {}),
    ...('result' in delivered
      ? { recordedAt: delivered.result.recordedAt, verificationId: delivered.result.verificationId }
      : {}),
  });
  return { kind: 'accepted', outcome: delivered.outcome };
});

/** Never fails: once it is written down, the worst that can be said truthfully is that it lies here. */
async function deliver(ports: ServiceInput['ports'], key: string): ReturnType<typeof ports.delivery.deliverNow> {
  try {
    return await ports.delivery.deliverNow(key, { timeoutMs: ports.policy.time.centralAnswer });
  } catch {
    // The store could not be read again just now. The row is on the disk; the background delivers it.
    return { outcome: 'received-here' };
  }
}

function toReason(code: string): ScreenOf<'submit-refused'>['reason'] {
  switch (code) {
    case 'APPLICATION_NOT_FOUND':
      return 'application-not-found';
    case 'APPLICATION_NOT_OPEN':
      return 'application-not-open';
    case 'EVIDENCE_REFUSED':
      return 'evidence-refused';
    default:
      return 'terminal-trouble';
  }
}

export type Printed = ScreenOf<'receipt'>['print'];

export const printReceipt = fromPromise<Printed, ServiceInput>(async ({ input: { ports, session }, signal }) => {
  if (!session.receipt) throw new Error('printing without a receipt');
  const began = performance.now();
  const { language } = session.preferences;
  const document = await ports.renderReceipt(session.receipt, ports.printer.accepts, language);
  const rendered = performance.now();
  // The job's name shows in the printer's queue: the receipt number, never the person.
  signal.throwIfAborted();
  const result = await ports.printer.print(document, { jobName: session.receipt.receiptNumber, signal });
  forgetDocument(document);
  ports.record({
    event: 'receipt.printed',
    result: result.ok ? 'printed' : result.error.code,
    renderMs: Math.round(rendered - began),
    printMs: Math.round(performance.now() - rendered),
  });
  return result.ok ? 'printed' : toPrinted(result.error.code);
});

function toPrinted(code: PrintErrorCode): Printed {
  switch (code) {
    case 'paper-out':
      return 'paper-out';
    case 'print-timeout':
      return 'maybe-printed';
    case 'aborted':
    case 'printer-unreachable':
    case 'paper-jammed':
    case 'cover-open':
    case 'cutter-jammed':
    case 'printer-error':
    case 'document-refused':
      return 'printer-trouble';
  }
}
