import { type Kysely, sql } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';

/** The first shape. One statement each: PostgreSQL's extended protocol, which PGlite speaks too, takes no more. */
const first: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table terminals (
        terminal_id text primary key,
        secret_hash text not null,
        registered_at timestamptz not null
      )`.execute(db);
    await sql`
      create table applications (
        application_id uuid primary key,
        acceptance_number text not null unique,
        kind text not null check (kind in ('new-card', 'replacement-card')),
        status text not null check (status in ('submitted', 'verified', 'cancelled')),
        document_kind text not null,
        id_number text not null,
        name text not null,
        phone text,
        bank_name text not null,
        collection text not null check (collection in ('branch', 'mail')),
        collection_place text not null,
        submitted_at timestamptz not null,
        verified_at timestamptz,
        check ((status = 'verified') = (verified_at is not null))
      )`.execute(db);
    await sql`create index applications_of_person on applications (id_number)`.execute(db);
    await sql`
      create table verifications (
        verification_id uuid primary key,
        idempotency_key uuid not null unique,
        request_hash text not null,
        terminal_id text not null references terminals,
        outcome text not null check (outcome in ('verified', 'needs-review')),
        application_id uuid references applications,
        answered_application jsonb,
        evidence jsonb not null,
        document_kind text not null,
        id_number text not null,
        name text not null,
        confirmed_at timestamptz not null,
        recorded_at timestamptz not null,
        check ((outcome = 'verified') = (application_id is not null))
      )`.execute(db);
    // The last guard behind the row locks: an application can be verified by one verification only.
    await sql`create unique index one_verification_of_application on verifications (application_id)`.execute(db);
    await sql`
      create table application_history (
        history_id bigint generated always as identity primary key,
        application_id uuid not null references applications,
        from_status text,
        to_status text not null,
        verification_id uuid references verifications,
        changed_at timestamptz not null
      )`.execute(db);
    await sql`create index history_of_application on application_history (application_id)`.execute(db);
    await sql`
      create table sms_challenges (
        challenge_id uuid primary key,
        terminal_id text not null references terminals,
        id_number text not null,
        name text not null,
        phone text not null,
        code_hash text not null,
        status text not null check (status in ('pending', 'passed', 'locked', 'superseded')),
        attempts_left integer not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        passed_at timestamptz,
        used_by uuid unique references verifications,
        check ((status = 'passed') = (passed_at is not null))
      )`.execute(db);
    await sql`create index challenges_of_phone on sms_challenges (phone, created_at)`.execute(db);
    await sql`
      create table sms_outbox (
        message_id bigint generated always as identity primary key,
        phone text not null,
        text text not null,
        sent_at timestamptz not null
      )`.execute(db);
    await sql`create table store_facts (fact text primary key, value text not null)`.execute(db);
  },
};

/** Every migration in order of its name. In code, not in files, so that they are bundled with what needs them. */
export const migrations: MigrationProvider = {
  getMigrations: async () => ({ '0001-first': first }),
};
