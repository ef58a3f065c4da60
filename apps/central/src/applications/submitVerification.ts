import { randomUUID } from 'node:crypto';
import type { Person, SubmitRefusal, VerificationRequest, VerificationResult } from '@renshe/central-api';
import { isSameName } from '@renshe/identity';
import type { Selectable } from 'kysely';
import { acceptEvidence } from '../requests/acceptEvidence.ts';
import { failure, type Result, success } from '../result.ts';
import type { ApplicationsTable, Database } from '../store/database.ts';
import { transact } from '../store/transact.ts';
import { requestHash } from './requestHash.ts';
import { toApplication } from './toApplication.ts';

export interface SubmitRefused {
  readonly code: SubmitRefusal;
  readonly reason: string;
}

type ApplicationRow = Selectable<ApplicationsTable>;

/**
 * Records a citizen's verification exactly once, in one transaction.
 *
 * Locks are always taken in the same order, so that no two transactions wait for each other: the idempotency key (the
 * insert itself waits while another transaction holds the same key), then applications by id, then the SMS challenge.
 * A refusal undoes everything, the key too: nothing of a refused request is kept.
 */
export function submitVerification(
  db: Database,
  request: VerificationRequest,
  now: Date,
): Promise<Result<VerificationResult, SubmitRefused>> {
  return transact(db, async (trx) => {
    const hash = requestHash(request);
    const verificationId = randomUUID();
    // Claimed as "needs-review", which is what it is until an application is found for it.
    const claimed = await trx
      .insertInto('verifications')
      .values({
        verification_id: verificationId,
        idempotency_key: request.idempotencyKey,
        request_hash: hash,
        terminal_id: request.terminalId,
        outcome: 'needs-review',
        application_id: null,
        answered_application: null,
        evidence: JSON.stringify(request.evidence),
        document_kind: request.person.documentKind,
        id_number: request.person.idNumber,
        name: request.person.name,
        confirmed_at: new Date(request.confirmedAt),
        recorded_at: now,
      })
      .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
      .returning('verification_id')
      .executeTakeFirst();
    if (!claimed) return firstResult(trx, request.idempotencyKey, hash);

    const chosen = await chooseApplication(trx, request);
    if (!chosen.ok) return chosen;
    const { evidence } = request;
    const accepted = await acceptEvidence(trx, { ...request, evidence, requestId: verificationId });
    if (!accepted.ok) return failure({ code: 'EVIDENCE_REFUSED', reason: accepted.error });
    const recorded = { verificationId, duplicate: false, recordedAt: now.toISOString() };
    if (!chosen.value) return success({ ...recorded, outcome: 'needs-review' });
    const application = await moveToVerified(trx, chosen.value, verificationId, now);
    return success({ ...recorded, outcome: 'verified', application });
  });
}

/** What the first delivery of this key was answered, or KEY_REUSED when that was another request. */
async function firstResult(
  trx: Database,
  idempotencyKey: string,
  hash: string,
): Promise<Result<VerificationResult, SubmitRefused>> {
  const first = await trx
    .selectFrom('verifications')
    .selectAll()
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirstOrThrow();
  if (first.request_hash !== hash) return failure({ code: 'KEY_REUSED', reason: 'same-key-other-request' });
  return success({
    verificationId: first.verification_id,
    outcome: first.outcome,
    duplicate: true,
    ...(first.answered_application ? { application: first.answered_application } : {}),
    recordedAt: first.recorded_at.toISOString(),
  });
}

/** The open application this verification is for; undefined when an offline terminal's request fits none, or several. */
async function chooseApplication(
  trx: Database,
  { applicationId, person }: VerificationRequest,
): Promise<Result<ApplicationRow | undefined, SubmitRefused>> {
  if (applicationId === undefined) {
    const waiting = (await lockApplicationsOf(trx, person)).filter((row) => row.status === 'submitted');
    return success(waiting.length === 1 ? waiting[0] : undefined);
  }
  const row = await trx
    .selectFrom('applications')
    .selectAll()
    .where('application_id', '=', applicationId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return failure({ code: 'APPLICATION_NOT_FOUND', reason: 'unknown-application' });
  if (row.id_number !== person.idNumber || !isSameName(row.name, person.name)) {
    return failure({ code: 'APPLICATION_NOT_OPEN', reason: 'another-person' });
  }
  switch (row.status) {
    case 'submitted':
      return success(row);
    case 'rejected':
    case 'cancelled':
    case 'material-wanted':
      return failure({ code: 'APPLICATION_NOT_OPEN', reason: row.status });
    case 'verified':
    case 'in-production':
    case 'production-failed':
    case 'ready':
    case 'mailed':
    case 'overdue':
    case 'issued':
      return failure({ code: 'APPLICATION_NOT_OPEN', reason: 'already-verified' });
  }
}

/**
 * Locks every application of the person, whatever its state: locking only those still waiting would skip one that
 * another transaction is about to verify, and then two waiting ones could pass for one.
 */
export async function lockApplicationsOf(trx: Database, person: Person): Promise<ApplicationRow[]> {
  const rows = await trx
    .selectFrom('applications')
    .selectAll()
    .where('id_number', '=', person.idNumber)
    .orderBy('application_id')
    .forUpdate()
    .execute();
  return rows.filter((row) => isSameName(row.name, person.name));
}

async function moveToVerified(trx: Database, row: ApplicationRow, verificationId: string, now: Date) {
  const application = toApplication({ ...row, status: 'verified', verified_at: now });
  await trx
    .updateTable('applications')
    .set({ status: 'verified', verified_at: now })
    .where('application_id', '=', row.application_id)
    .execute();
  await trx
    .updateTable('verifications')
    .set({
      outcome: 'verified',
      application_id: row.application_id,
      answered_application: JSON.stringify(application),
    })
    .where('verification_id', '=', verificationId)
    .execute();
  await trx
    .insertInto('application_history')
    .values({
      application_id: row.application_id,
      from_status: row.status,
      to_status: 'verified',
      verification_id: verificationId,
      changed_at: now,
    })
    .execute();
  return application;
}
