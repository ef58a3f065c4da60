import { randomUUID } from 'node:crypto';
import type { Person, RequestBody, ServiceRequest } from '@renshe/central-api';
import { submitRequest } from '../requests/submitRequest.ts';
import type { World } from './describeEachStore.ts';
import { policyOf, type Region } from './regions.ts';
import { addApplication, chen, li, type papers, serviceRequest } from './synthetic.ts';

/** What a test of requests does again and again, by the world's clock. */
export function requesting(world: World) {
  const submit = (request: ServiceRequest, region: Region = 'qingtan', store = world.store) =>
    submitRequest(store.db, request, { policy: policyOf(region, world.now), now: world.now });
  /** An application of the person's that has been made, and its number. */
  const readyCard = async (person: Person = chen, change: Parameters<typeof addApplication>[2] = {}) => {
    const acceptance_number = `SQ${randomUUID()}`;
    await addApplication(world.store.db, person, {
      acceptance_number,
      status: 'ready',
      bank_code: 'ccb',
      verified_at: world.now,
      ready_at: world.now,
      ...change,
    });
    return acceptance_number;
  };
  return {
    submit,
    ask: (body: RequestBody, region: Region = 'qingtan', change: Partial<ServiceRequest> = {}) =>
      submit(serviceRequest(body, change), region),
    count: async (table: 'applications' | 'requests' | 'cards' | 'photos' | 'bookings') =>
      (await world.store.db.selectFrom(table).selectAll().execute()).length,
    card: (cardId: string) =>
      world.store.db.selectFrom('cards').selectAll().where('card_id', '=', cardId).executeTakeFirstOrThrow(),
    readyCard,
    /** 陈建国 wants to collect what was made for 李秀英. */
    collectForLi: async (...documents: ReturnType<typeof papers>): Promise<RequestBody> => ({
      kind: 'collect-for-another',
      acceptanceNumber: await readyCard(li),
      holder: { idNumber: li.idNumber, name: li.name },
      relation: 'child',
      documents,
    }),
  };
}

export const refused = (reason: string, rule?: string) => ({
  ok: false,
  error: { code: 'REQUEST_REFUSED', reason, ...(rule ? { rule } : {}) },
});

/** A window at a branch, in the morning. */
export const visit = (day: string): Extract<RequestBody, { kind: 'book' }> => ({
  kind: 'book',
  visit: 'window',
  service: 'new-card',
  because: 'reader-out-of-order',
  phone: '13800000001',
  branchId: 'ccb-01',
  day,
  half: 'morning',
});
