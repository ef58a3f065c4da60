import { randomUUID } from 'node:crypto';
import type { Person, RequestBody, ServiceRequest, VerificationRequest } from '@renshe/central-api';
import type { Insertable } from 'kysely';
import type { ApplicationsTable, CardsTable, Database } from '../store/database.ts';
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

/** A child of twelve, and one of three. */
export const child: Person = { documentKind: 'resident-id-card', idNumber: '110105201404050084', name: '孙小雨' };
export const infant = { idNumber: '110105202305050085', name: '孙小小' };

/** Puts one card into the store and returns its id: normal, of 陈建国's bank, good for years. */
export async function addCard(
  db: Database,
  person: Pick<Person, 'idNumber' | 'name'>,
  change: Partial<Insertable<CardsTable>> = {},
): Promise<string> {
  const card_id = randomUUID();
  await db
    .insertInto('cards')
    .values({
      card_id,
      card_number: `T${card_id.slice(0, 8)}`,
      status: 'normal',
      document_kind: 'resident-id-card',
      id_number: person.idNumber,
      name: person.name,
      phone: '13800000001',
      bank_code: 'ccb',
      issued_on: '2024-01-01',
      valid_until: '2033-12-31',
      medical_enabled: true,
      lost_until: null,
      lost_until_certain: null,
      before_loss: null,
      ...change,
    })
    .execute();
  return card_id;
}

/** A branch of a bank both regions work with. */
export async function addBranch(db: Database, branchId = 'ccb-01', bankCode = 'ccb'): Promise<void> {
  await db
    .insertInto('branches')
    .values({
      branch_id: branchId,
      bank_code: bankCode,
      name: '测试网点',
      address: '示范路1号',
      opening_hours: '9:00–17:00',
      distance_metres: 100,
      home_visits: true,
    })
    .execute();
}

/** A request of 陈建国 by face at T1, unless said otherwise. */
export const serviceRequest = (body: RequestBody, change: Partial<ServiceRequest> = {}): ServiceRequest => ({
  ...request(),
  body,
  ...change,
});

type BodyOf<Kind extends RequestBody['kind']> = Extract<RequestBody, { kind: Kind }>;

const application = {
  phone: '13800000001',
  address: '示范路1号',
  bankCode: 'ccb',
  collection: { way: 'branch', branchId: 'ccb-01' },
  photo: { from: 'terminal', jpeg: '/9j/' },
  signature: 'M0 0L10 10',
} as const;

export const newCard = (change: Partial<BodyOf<'new-card'>> = {}): BodyOf<'new-card'> => ({
  kind: 'new-card',
  ...application,
  documents: [],
  ...change,
});

export const replacement = (
  cardId: string,
  change: Partial<BodyOf<'replacement-card'>> = {},
): BodyOf<'replacement-card'> => ({
  kind: 'replacement-card',
  ...application,
  documents: [],
  cardId,
  reason: 'lost',
  ...change,
});

/** Papers laid under the camera. */
export const papers = (...kinds: BodyOf<'new-card'>['documents'][number]['kind'][]) =>
  kinds.map((kind) => ({ kind, jpeg: '/9j/' }));
