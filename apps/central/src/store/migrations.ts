import { applicationStatuses, cardStatuses } from '@renshe/central-api';
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

/** The whole life of a card, and what citizens ask for at a terminal. */
const life: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const run = (text: string) => sql.raw(text).execute(db);
    await run(`alter table applications drop constraint applications_status_check`);
    await run(`alter table applications drop constraint applications_collection_check`);
    // Verified once, an application keeps that day through all that follows.
    await run(`alter table applications drop constraint applications_check`);
    await run(`alter table applications
      add constraint applications_status_known check (status in (${quoted(applicationStatuses)})),
      add constraint applications_collection_known check (collection in ('branch', 'mail', 'service-hall')),
      add column bank_code text,
      add column note text,
      add column due_day text,
      add column due_certain boolean,
      add column ready_at timestamptz,
      add column mail_carrier text,
      add column mail_number text,
      add column replaces_card uuid,
      add column request_id uuid`);
    await run(`create table cards (
      card_id uuid primary key,
      card_number text not null unique,
      status text not null check (status in (${quoted(cardStatuses)})),
      document_kind text not null,
      id_number text not null,
      name text not null,
      phone text,
      bank_code text not null,
      issued_on text not null,
      valid_until text not null,
      medical_enabled boolean not null,
      lost_until text,
      lost_until_certain boolean,
      before_loss text check (before_loss in ('sealed', 'normal')),
      check ((status = 'temporarily-lost') = (lost_until is not null)),
      check ((status = 'temporarily-lost') = (before_loss is not null))
    )`);
    await run(`create index cards_of_person on cards (id_number)`);
    await run(`create table requests (
      request_id uuid primary key,
      idempotency_key uuid not null unique,
      request_hash text not null,
      terminal_id text not null references terminals,
      kind text not null,
      outcome text not null check (outcome in ('accepted', 'needs-review')),
      document_kind text,
      id_number text,
      name text,
      body jsonb not null,
      evidence jsonb,
      result jsonb not null,
      confirmed_at timestamptz not null,
      recorded_at timestamptz not null
    )`);
    await run(`create index requests_of_person on requests (id_number)`);
    await run(`create table card_history (
      history_id bigint generated always as identity primary key,
      card_id uuid not null references cards,
      from_status text,
      to_status text not null,
      event text not null,
      request_id uuid references requests,
      changed_at timestamptz not null
    )`);
    await run(`create index history_of_card on card_history (card_id)`);
    await run(`create table photos (
      id_number text primary key,
      jpeg bytea,
      taken_on text not null
    )`);
    await run(`create table payments (
      payment_id uuid primary key,
      idempotency_key uuid not null unique,
      request_hash text not null,
      id_number text not null,
      card_id uuid not null references cards,
      reason text not null,
      amount_fen integer not null check (amount_fen > 0),
      status text not null check (status in ('pending', 'paid', 'expired', 'refunded')),
      gateway_order text not null unique,
      qr_text text not null,
      reference text,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      settled_at timestamptz,
      used_by uuid unique references requests
    )`);
    await run(`create table bookings (
      booking_id uuid primary key references requests,
      booking_number text not null unique,
      visit text not null check (visit in ('home', 'window')),
      branch_id text,
      day text not null,
      half text not null
    )`);
    await run(`create table branches (
      branch_id text primary key,
      bank_code text not null,
      name text not null,
      address text not null,
      opening_hours text not null,
      distance_metres integer not null,
      home_visits boolean not null
    )`);
    await run(`create table staff (
      staff_id text primary key,
      code_hash text not null,
      wrong_codes integer not null default 0
    )`);
    await run(`create table staff_confirmations (
      confirmation_id uuid primary key,
      terminal_id text not null references terminals,
      id_number text not null,
      name text not null,
      first_staff text not null references staff,
      second_staff text not null references staff,
      confirmed_at timestamptz not null,
      used_by uuid unique,
      check (first_staff <> second_staff)
    )`);
    await run(`create table progress_questions (
      terminal_id text not null references terminals,
      asked_at timestamptz not null,
      found boolean not null
    )`);
    await run(`create index questions_of_terminal on progress_questions (terminal_id, asked_at)`);
    // A code vouches for one verification or for one request.
    await run(`alter table sms_challenges drop constraint sms_challenges_used_by_fkey`);
  },
};

const quoted = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

/** Every migration in order of its name. In code, not in files, so that they are bundled with what needs them. */
export const migrations: MigrationProvider = {
  getMigrations: async () => ({ '0001-first': first, '0002-life': life }),
};
