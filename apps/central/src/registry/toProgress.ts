import type { ApplicationStatus, Progress } from '@renshe/central-api';
import { dateInChina } from '@renshe/identity';
import { addDays, type PolicyOnDay } from '@renshe/policy';
import type { Selectable } from 'kysely';
import type { ApplicationHistoryTable, ApplicationsTable } from '../store/database.ts';

type ApplicationRow = Selectable<ApplicationsTable>;
type HistoryRow = Pick<Selectable<ApplicationHistoryTable>, 'to_status' | 'changed_at'>;

/** Where an application stands, for its holder: without the person. */
export function toProgress(row: ApplicationRow, history: readonly HistoryRow[], policy: PolicyOnDay): Progress {
  const status = statusToday(row, policy);
  return {
    acceptanceNumber: row.acceptance_number,
    kind: row.kind,
    status,
    submittedAt: row.submitted_at.toISOString(),
    steps: history.map(({ to_status, changed_at }) => ({ status: to_status, at: changed_at.toISOString() })),
    bankName: row.bank_name,
    collection: row.collection,
    collectionPlace: row.collection_place,
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.due_day !== null && isBeingMade(status)
      ? { due: { day: row.due_day, certain: row.due_certain ?? false } }
      : {}),
    ...(row.ready_at !== null && (status === 'ready' || status === 'overdue')
      ? { collectBefore: collectBefore(row.ready_at, policy) }
      : {}),
    ...(row.mail_carrier !== null && row.mail_number !== null
      ? { mail: { carrier: row.mail_carrier, trackingNumber: row.mail_number } }
      : {}),
  };
}

/** A card nobody came for is overdue from a day on, whether or not anybody has written that down. */
export function statusToday(row: Pick<ApplicationRow, 'status' | 'ready_at'>, policy: PolicyOnDay): ApplicationStatus {
  if (row.status !== 'ready' || row.ready_at === null) return row.status;
  return policy.day > collectBefore(row.ready_at, policy) ? 'overdue' : 'ready';
}

const collectBefore = (readyAt: Date, policy: PolicyOnDay): string =>
  addDays(dateInChina(readyAt.getTime()), policy.value('collection.overdue').days);

function isBeingMade(status: ApplicationStatus): boolean {
  return status === 'verified' || status === 'in-production' || status === 'production-failed';
}
