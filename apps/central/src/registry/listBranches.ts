import type { Branch } from '@renshe/central-api';
import type { Database } from '../store/database.ts';

/** Branches, the nearest first. */
export async function listBranches(
  db: Database,
  { bankCode, homeVisits }: { bankCode?: string | undefined; homeVisits?: boolean | undefined },
): Promise<Branch[]> {
  let query = db.selectFrom('branches').selectAll().orderBy('distance_metres').orderBy('branch_id');
  if (bankCode !== undefined) query = query.where('bank_code', '=', bankCode);
  if (homeVisits !== undefined) query = query.where('home_visits', '=', homeVisits);
  return (await query.execute()).map((row) => ({
    branchId: row.branch_id,
    bankCode: row.bank_code,
    name: row.name,
    address: row.address,
    openingHours: row.opening_hours,
    distanceMetres: row.distance_metres,
    homeVisits: row.home_visits,
  }));
}
