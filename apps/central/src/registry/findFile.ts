import type { Person, PersonFile, Progress } from '@renshe/central-api';
import { isSameName } from '@renshe/identity';
import type { PolicyOnDay } from '@renshe/policy';
import type { Selectable } from 'kysely';
import { maskPhone } from '../applications/toApplication.ts';
import type { ApplicationsTable, Database } from '../store/database.ts';
import { isUnderWay } from './lifecycle.ts';
import { toCard } from './toCard.ts';
import { statusToday, toProgress } from './toProgress.ts';

/**
 * What the register holds about the person whose chip was read. What lies under the same number with another name is
 * only told as a mismatch: nothing of it goes out.
 */
export async function findFile(db: Database, person: Person, policy: PolicyOnDay): Promise<PersonFile> {
  const rows = await db
    .selectFrom('applications')
    .selectAll()
    .where('id_number', '=', person.idNumber)
    .orderBy('submitted_at', 'desc')
    .orderBy('acceptance_number')
    .execute();
  const cardRows = await db
    .selectFrom('cards')
    .selectAll()
    .where('id_number', '=', person.idNumber)
    .orderBy('issued_on', 'desc')
    .orderBy('card_number')
    .execute();
  const applications = rows.filter((row) => isSameName(row.name, person.name));
  const cards = cardRows.filter((row) => isSameName(row.name, person.name));
  const underWay = (cardId: string) =>
    applications.find((row) => row.replaces_card === cardId && isUnderWay(statusToday(row, policy)))?.acceptance_number;
  const phone = cards.find((row) => row.phone !== null)?.phone ?? applications.find((row) => row.phone !== null)?.phone;
  const photo = await photoOnFile(db, person, policy);
  return {
    cards: cards.map((row) => toCard(row, policy, underWay(row.card_id))),
    progress: await Promise.all(applications.map((row) => progressOf(db, row, policy))),
    ...(phone ? { phoneMasked: maskPhone(phone) } : {}),
    ...(photo ? { photoOnFile: photo } : {}),
    nameMismatch: applications.length < rows.length || cards.length < cardRows.length,
  };
}

/** One application with the steps it has gone. */
export async function progressOf(
  db: Database,
  row: Selectable<ApplicationsTable>,
  policy: PolicyOnDay,
): Promise<Progress> {
  const history = await db
    .selectFrom('application_history')
    .select(['to_status', 'changed_at'])
    .where('application_id', '=', row.application_id)
    .orderBy('history_id')
    .execute();
  return toProgress(row, history, policy);
}

/** The photograph on file, and whether the region lets it be used again. */
export async function photoOnFile(
  db: Database,
  person: Pick<Person, 'idNumber'>,
  policy: PolicyOnDay,
): Promise<PersonFile['photoOnFile']> {
  const photo = await db
    .selectFrom('photos')
    .select('taken_on')
    .where('id_number', '=', person.idNumber)
    .executeTakeFirst();
  if (!photo) return undefined;
  const rule = policy.value('photo.on-file');
  switch (rule.use) {
    case 'never':
      return { takenOn: photo.taken_on, usable: false };
    case 'taken-by-default':
      return { takenOn: photo.taken_on, usable: true };
    case 'younger-than': {
      const limit = `${Number(policy.day.slice(0, 4)) - rule.years}${policy.day.slice(4)}`;
      return { takenOn: photo.taken_on, usable: photo.taken_on > limit };
    }
  }
}
