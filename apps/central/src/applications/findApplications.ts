import type { FoundApplications, Person } from '@renshe/central-api';
import { isSameName } from '@renshe/identity';
import type { Database } from '../store/database.ts';
import { toApplication } from './toApplication.ts';

/** How long an application that has been verified is still shown as done. */
const SHOW_VERIFIED_MS = 90 * 24 * 3_600_000;

/**
 * The applications a verified person may see. What lies under the same number with another name is only counted as a
 * mismatch: nothing of it goes out.
 */
export async function findApplications(db: Database, person: Person, now: Date): Promise<FoundApplications> {
  const rows = await db
    .selectFrom('applications')
    .selectAll()
    .where('id_number', '=', person.idNumber)
    .where((where) =>
      where.or([
        where('status', '=', 'submitted'),
        where.and([
          where('status', '=', 'verified'),
          where('verified_at', '>=', new Date(now.getTime() - SHOW_VERIFIED_MS)),
        ]),
      ]),
    )
    .orderBy('submitted_at')
    .orderBy('acceptance_number')
    .execute();
  const own = rows.filter((row) => isSameName(row.name, person.name));
  return {
    waiting: own.filter((row) => row.status === 'submitted').map(toApplication),
    alreadyVerified: own.filter((row) => row.status === 'verified').map(toApplication),
    nameMismatch: own.length < rows.length,
  };
}
