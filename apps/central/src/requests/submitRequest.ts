import { randomUUID } from 'node:crypto';
import type { RequestBody, RequestResult, ServiceRequest } from '@renshe/central-api';
import type { PolicyOnDay } from '@renshe/policy';
import { requestHash } from '../applications/requestHash.ts';
import { failure, type Result, success } from '../result.ts';
import type { Database } from '../store/database.ts';
import { transact } from '../store/transact.ts';
import { acceptEvidence } from './acceptEvidence.ts';
import { applyForNewCard, applyForReplacement } from './applyForCard.ts';
import { book } from './book.ts';
import { activateCard, recordPinChange, releaseLoss, reportFormalLoss, reportLoss } from './changeCard.ts';
import { collectCard, collectForAnother } from './collectCard.ts';
import type { Handled, HandlerContext, Refusal } from './handler.ts';

export type RequestRefused =
  | ({ readonly code: 'REQUEST_REFUSED' } & Refusal)
  | { readonly code: 'EVIDENCE_REFUSED' | 'KEY_REUSED'; readonly reason: string };

/**
 * Does what a citizen asked for exactly once, in one transaction. The key is claimed first: another delivery of it waits
 * there and then gets the first one's answer. A refusal undoes everything, the key too.
 */
export function submitRequest(
  db: Database,
  request: ServiceRequest,
  { policy, now }: { policy: PolicyOnDay; now: Date },
): Promise<Result<RequestResult, RequestRefused>> {
  return transact<RequestResult, RequestRefused>(db, async (trx) => {
    const hash = requestHash(request);
    const requestId = randomUUID();
    const { person, evidence, body } = request;
    const recordedAt = now.toISOString();
    const claimed = await trx
      .insertInto('requests')
      .values({
        request_id: requestId,
        idempotency_key: request.idempotencyKey,
        request_hash: hash,
        terminal_id: request.terminalId,
        kind: body.kind,
        outcome: 'needs-review',
        document_kind: person?.documentKind ?? null,
        id_number: person?.idNumber ?? null,
        name: person?.name ?? null,
        body: JSON.stringify(withoutPicture(body)),
        evidence: evidence ? JSON.stringify(evidence) : null,
        result: '{}',
        confirmed_at: new Date(request.confirmedAt),
        recorded_at: now,
      })
      .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
      .returning('request_id')
      .executeTakeFirst();
    if (!claimed) return firstResult(trx, request.idempotencyKey, hash);

    const decided = await decide({ trx, requestId, policy, now }, request);
    if (!decided.ok) return decided;
    const result = { requestId, recordedAt, ...decided.value };
    await trx
      .updateTable('requests')
      .set({ outcome: result.outcome, result: JSON.stringify(result) })
      .where('request_id', '=', requestId)
      .execute();
    return success({ ...result, duplicate: false });
  });
}

type Decided = Result<Omit<RequestResult, 'requestId' | 'duplicate' | 'recordedAt'>, RequestRefused>;

async function decide(input: Omit<HandlerContext, 'person'>, request: ServiceRequest): Promise<Decided> {
  const { body, person, evidence } = request;
  if (!needsPerson(body)) return success({ outcome: 'accepted' });
  if (!person) return failure({ code: 'REQUEST_REFUSED', reason: 'evidence-missing' });
  if (needsEvidence(body)) {
    if (!evidence) return failure({ code: 'REQUEST_REFUSED', reason: 'evidence-missing' });
    const accepted = await acceptEvidence(input.trx, { ...request, requestId: input.requestId, person, evidence });
    if (!accepted.ok) return failure({ code: 'EVIDENCE_REFUSED', reason: accepted.error });
  }
  const handled = await handle({ ...input, person }, body);
  return handled.ok ? handled : failure({ code: 'REQUEST_REFUSED', ...handled.error });
}

function handle(input: HandlerContext, body: RequestBody): Handled {
  switch (body.kind) {
    case 'new-card':
      return applyForNewCard({ ...input, body });
    case 'replacement-card':
      return applyForReplacement({ ...input, body });
    case 'collect-card':
      return collectCard({ ...input, body });
    case 'collect-for-another':
      return collectForAnother({ ...input, body });
    case 'activate-card':
      return activateCard({ ...input, body });
    case 'report-loss':
      return reportLoss({ ...input, body });
    case 'release-loss':
      return releaseLoss({ ...input, body });
    case 'report-formal-loss':
      return reportFormalLoss({ ...input, body });
    case 'pin-changed':
      return recordPinChange({ ...input, body });
    case 'book':
      return book({ ...input, body });
    case 'rate':
    case 'withdraw-consent':
      return Promise.resolve(success({ outcome: 'accepted' }));
  }
}

const needsPerson = (body: RequestBody): boolean => body.kind !== 'rate';

/** A booking and a withdrawn consent give nothing away: the card that was read is enough. */
const needsEvidence = (body: RequestBody): boolean => body.kind !== 'book' && body.kind !== 'withdraw-consent';

/** The photograph has a place of its own; the request keeps what was asked for. */
function withoutPicture(body: RequestBody): RequestBody {
  if (body.kind !== 'new-card' && body.kind !== 'replacement-card') return body;
  return body.photo.from === 'terminal' ? { ...body, photo: { from: 'terminal', jpeg: '' } } : body;
}

/** What the first delivery of this key was answered, or KEY_REUSED when that was another request. */
async function firstResult(
  trx: Database,
  idempotencyKey: string,
  hash: string,
): Promise<Result<RequestResult, RequestRefused>> {
  const first = await trx
    .selectFrom('requests')
    .select(['request_hash', 'result'])
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirstOrThrow();
  if (first.request_hash !== hash) return failure({ code: 'KEY_REUSED', reason: 'same-key-other-request' });
  return success({ ...first.result, duplicate: true });
}
