import { readFileSync } from 'node:fs';
import { applicationKindSchema, applicationStatusSchema, personSchema } from '@renshe/central-api';
import { z } from 'zod';
import { StartError } from '../startError.ts';
import type { Database } from '../store/database.ts';
import { applicationIdOf } from './applicationId.ts';

/** What is used of fixtures/people/citizens.json. */
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
          bankName: z.string(),
          collection: z.enum(['branch', 'mail']),
          collectionPlace: z.string(),
        }),
      ),
    }),
  ),
});
export type Seed = z.infer<typeof seedSchema>;

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

/** Adds the applications that are not there yet; what has happened to the others since is left alone. */
export async function applySeed(db: Database, seed: Seed, now: Date): Promise<void> {
  for (const { credential, phone, applications } of seed.citizens) {
    for (const application of applications) {
      const application_id = applicationIdOf(application.acceptanceNumber);
      const inserted = await db
        .insertInto('applications')
        .values({
          application_id,
          acceptance_number: application.acceptanceNumber,
          kind: application.kind,
          status: application.status,
          document_kind: credential.kind,
          id_number: credential.idNumber,
          name: credential.name,
          phone,
          bank_name: application.bankName,
          collection: application.collection,
          collection_place: application.collectionPlace,
          submitted_at: new Date(application.submittedAt),
          // The file knows no day for it; today keeps "this has been done" on the screen, whenever it is tried.
          verified_at: application.status === 'verified' ? now : null,
        })
        .onConflict((conflict) => conflict.column('acceptance_number').doNothing())
        .returning('application_id')
        .executeTakeFirst();
      if (!inserted) continue;
      await db
        .insertInto('application_history')
        .values({
          application_id,
          from_status: null,
          to_status: application.status,
          verification_id: null,
          changed_at: now,
        })
        .execute();
    }
  }
}
