import { randomUUID } from 'node:crypto';
import type { Person, VerificationRequest } from '@renshe/central-api';
import type { Insertable } from 'kysely';
import type { ApplicationsTable, Database } from '../store/database.ts';
import { startTime } from './describeEachStore.ts';

export const chen: Person = { documentKind: 'resident-id-card', idNumber: '110105197903120017', name: '陈建国' };
export const li: Person = { documentKind: 'resident-id-card', idNumber: '110105193208010029', name: '李秀英' };

/** Puts one application into the store and returns its id. */
export async function addApplication(
  db: Database,
  person: Person,
  change: Partial<Insertable<ApplicationsTable>> = {},
): Promise<string> {
  const application_id = randomUUID();
  await db
    .insertInto('applications')
    .values({
      application_id,
      acceptance_number: `SQ-${application_id}`,
      kind: 'new-card',
      status: 'submitted',
      document_kind: person.documentKind,
      id_number: person.idNumber,
      name: person.name,
      phone: '13800000001',
      bank_name: '测试银行',
      collection: 'branch',
      collection_place: '测试银行示范支行',
      submitted_at: new Date('2026-11-18T09:12:00Z'),
      verified_at: null,
      ...change,
    })
    .execute();
  return application_id;
}

/** A verification by face, of 陈建国 at T1, unless said otherwise. */
export const request = (change: Partial<VerificationRequest> = {}): VerificationRequest => ({
  idempotencyKey: randomUUID(),
  terminalId: 'T1',
  person: chen,
  evidence: { method: 'face', engine: 'e', distance: 0.31, threshold: 0.45, falseMatchRate: 1e-4, frames: 3 },
  confirmedAt: startTime.toISOString(),
  ...change,
});
