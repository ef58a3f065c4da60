import { readFileSync } from 'node:fs';
import {
  applicationKindSchema,
  applicationStatusSchema,
  branchSchema,
  cardStatusSchema,
  personSchema,
} from '@renshe/central-api';
import { dateInChina } from '@renshe/identity';
import { addDays } from '@renshe/policy';
import { z } from 'zod';
import { hashSecret } from '../secretHash.ts';
import { StartError } from '../startError.ts';
import type { Database } from '../store/database.ts';
import { applicationIdOf } from './applicationId.ts';

const DAY_MS = 24 * 3_600_000;

const daysAgo = z.int().min(0);

/** What is used of fixtures/people/citizens.json. Days are told from today, so that the people stay what they are. */
const seedSchema = z.object({
  citizens: z.array(
    z.object({
      credential: z.object({
        kind: personSchema.shape.documentKind,
        idNumber: personSchema.shape.idNumber,
        name: personSchema.shape.name,
      }),
      /** null: the citizen gave none. */
      phone: z
        .string()
        .regex(/^\d{5,15}$/)
        .nullable(),
      applications: z.array(
        z.object({
          acceptanceNumber: z.string().min(1).max(64),
          kind: applicationKindSchema,
          status: applicationStatusSchema,
          submittedAt: z.iso.datetime(),
          bankCode: z.string().optional(),
          bankName: z.string(),
          collection: z.enum(['branch', 'mail', 'service-hall']),
          collectionPlace: z.string(),
          note: z.string().optional(),
          dueInDays: z.int().optional(),
          readyDaysAgo: daysAgo.optional(),
          mail: z.object({ carrier: z.string(), trackingNumber: z.string() }).optional(),
        }),
      ),
      cards: z
        .array(
          z.object({
            cardNumber: z.string(),
            status: cardStatusSchema,
            bankCode: z.string(),
            issuedDaysAgo: daysAgo,
            validForDays: z.int(),
            /** Temporarily lost for so many days more. */
            lostForDays: z.int().optional(),
          }),
        )
        .default([]),
      photoTakenDaysAgo: daysAgo.optional(),
    }),
  ),
  branches: z.array(branchSchema).default([]),
  staff: z.array(z.object({ staffId: z.string(), code: z.string().regex(/^\d{6}$/) })).default([]),
});
export type Seed = z.infer<typeof seedSchema>;
type Citizen = Seed['citizens'][number];

/** Reads a file of synthetic citizens. Throws StartError SEED_UNREADABLE naming the file and the fields. */
export function readSeed(file: string): Seed {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new StartError('SEED_UNREADABLE', `${file} cannot be read as JSON: check the path of --seed`, error);
  }
  const seed = seedSchema.safeParse(content);
  if (seed.success) return seed.data;
  const fields = seed.error.issues.map((issue) => issue.path.join('.')).slice(0, 5);
  throw new StartError('SEED_UNREADABLE', `${file} is not a file of citizens: look at ${fields.join(', ')}`);
}

/** Adds what is not there yet; what has happened to the rest since is left alone. */
export async function applySeed(db: Database, seed: Seed, now: Date): Promise<void> {
  for (const citizen of seed.citizens) {
    for (const application of citizen.applications) await addApplication(db, citizen, application, now);
    for (const card of citizen.cards) await addCard(db, citizen, card, now);
    const { photoTakenDaysAgo, credential } = citizen;
    if (photoTakenDaysAgo === undefined) continue;
    await db
      .insertInto('photos')
      .values({ id_number: credential.idNumber, jpeg: null, taken_on: inDays(now, -photoTakenDaysAgo) })
      .onConflict((conflict) => conflict.column('id_number').doNothing())
      .execute();
  }
  for (const branch of seed.branches) {
    await db
      .insertInto('branches')
      .values({
        branch_id: branch.branchId,
        bank_code: branch.bankCode,
        name: branch.name,
        address: branch.address,
        opening_hours: branch.openingHours,
        distance_metres: branch.distanceMetres,
        home_visits: branch.homeVisits,
      })
      .onConflict((conflict) => conflict.column('branch_id').doNothing())
      .execute();
  }
  for (const { staffId, code } of seed.staff) {
    await db
      .insertInto('staff')
      .values({ staff_id: staffId, code_hash: await hashSecret(code) })
      .onConflict((conflict) => conflict.column('staff_id').doNothing())
      .execute();
  }
}

const inDays = (now: Date, days: number): string => addDays(dateInChina(now.getTime()), days);

async function addApplication(
  db: Database,
  { credential, phone }: Citizen,
  application: Citizen['applications'][number],
  now: Date,
): Promise<void> {
  const application_id = applicationIdOf(application.acceptanceNumber);
  const { readyDaysAgo, dueInDays, mail, status } = application;
  const inserted = await db
    .insertInto('applications')
    .values({
      application_id,
      acceptance_number: application.acceptanceNumber,
      kind: application.kind,
      status,
      document_kind: credential.kind,
      id_number: credential.idNumber,
      name: credential.name,
      phone,
      bank_code: application.bankCode ?? null,
      bank_name: application.bankName,
      collection: application.collection,
      collection_place: application.collectionPlace,
      submitted_at: new Date(application.submittedAt),
      // The file knows no day for it; today keeps "this has been done" on the screen, whenever it is tried.
      verified_at: status === 'verified' ? now : null,
      note: application.note ?? null,
      due_day: dueInDays === undefined ? null : inDays(now, dueInDays),
      due_certain: dueInDays === undefined ? null : true,
      ready_at: readyDaysAgo === undefined ? null : new Date(now.getTime() - readyDaysAgo * DAY_MS),
      mail_carrier: mail?.carrier ?? null,
      mail_number: mail?.trackingNumber ?? null,
    })
    .onConflict((conflict) => conflict.column('acceptance_number').doNothing())
    .returning('application_id')
    .executeTakeFirst();
  if (!inserted) return;
  await db
    .insertInto('application_history')
    .values({ application_id, from_status: null, to_status: status, verification_id: null, changed_at: now })
    .execute();
}

async function addCard(
  db: Database,
  { credential, phone }: Citizen,
  card: Citizen['cards'][number],
  now: Date,
): Promise<void> {
  const card_id = applicationIdOf(card.cardNumber);
  const lost = card.status === 'temporarily-lost';
  const inserted = await db
    .insertInto('cards')
    .values({
      card_id,
      card_number: card.cardNumber,
      status: card.status,
      document_kind: credential.kind,
      id_number: credential.idNumber,
      name: credential.name,
      phone,
      bank_code: card.bankCode,
      issued_on: inDays(now, -card.issuedDaysAgo),
      valid_until: inDays(now, card.validForDays),
      medical_enabled: card.status === 'normal',
      lost_until: lost ? inDays(now, card.lostForDays ?? 1) : null,
      lost_until_certain: lost ? true : null,
      before_loss: lost ? 'normal' : null,
    })
    .onConflict((conflict) => conflict.column('card_number').doNothing())
    .returning('card_id')
    .executeTakeFirst();
  if (!inserted) return;
  await db
    .insertInto('card_history')
    .values({ card_id, from_status: null, to_status: card.status, event: 'seed', request_id: null, changed_at: now })
    .execute();
}
