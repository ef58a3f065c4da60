import { randomUUID } from 'node:crypto';
import type { VerificationRequest } from '@renshe/central-api';

/** A confirmation of a person who does not exist, for the tests of store and delivery. */
export function makeRequest(changes: Partial<VerificationRequest> = {}): VerificationRequest {
  return {
    idempotencyKey: randomUUID(),
    terminalId: 'HALL-01',
    person: { documentKind: 'resident-id-card', idNumber: '110105197903120017', name: '王㛃𬭎' },
    evidence: { method: 'sms', challengeId: randomUUID() },
    applicationId: randomUUID(),
    confirmedAt: '2026-11-24T02:00:00.000Z',
    ...changes,
  };
}
