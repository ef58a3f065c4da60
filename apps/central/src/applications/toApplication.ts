import type { Application } from '@renshe/central-api';
import type { Selectable } from 'kysely';
import type { ApplicationsTable } from '../store/database.ts';

/** An application as a terminal may show it: without the person, and with the phone masked. */
export function toApplication(row: Selectable<ApplicationsTable>): Application {
  return {
    applicationId: row.application_id,
    acceptanceNumber: row.acceptance_number,
    kind: row.kind,
    status: row.status,
    submittedAt: row.submitted_at.toISOString(),
    ...(row.phone === null ? {} : { phoneMasked: maskPhone(row.phone) }),
    bankName: row.bank_name,
    collection: row.collection,
    collectionPlace: row.collection_place,
  };
}

/** `13812341234` → `138****1234`. Of anything shorter than a mobile number only the last two digits are shown. */
export function maskPhone(phone: string): string {
  return phone.length >= 11 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-2)}`;
}
