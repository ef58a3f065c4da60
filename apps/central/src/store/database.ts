import type { ApplicationStatus, Evidence, VerificationResult } from '@renshe/central-api';
import type { ColumnType, Generated, JSONColumnType, Kysely } from 'kysely';

/** timestamptz: a Date both ways. */
type Time = ColumnType<Date, Date, Date>;
/** jsonb: written as text, read parsed. */
type Json<T extends object> = JSONColumnType<T, string, string>;

export interface TerminalsTable {
  terminal_id: string;
  secret_hash: string;
  registered_at: Time;
}

export interface ApplicationsTable {
  application_id: string;
  acceptance_number: string;
  kind: 'new-card' | 'replacement-card';
  status: ApplicationStatus;
  document_kind: string;
  id_number: string;
  name: string;
  /** 11 digits; null where the citizen gave none. */
  phone: string | null;
  bank_name: string;
  collection: 'branch' | 'mail';
  collection_place: string;
  submitted_at: Time;
  verified_at: ColumnType<Date | null, Date | null, Date | null>;
}

export interface ApplicationHistoryTable {
  history_id: Generated<string>;
  application_id: string;
  from_status: ApplicationStatus | null;
  to_status: ApplicationStatus;
  /** Set when a verification moved the application on. */
  verification_id: string | null;
  changed_at: Time;
}

export interface VerificationsTable {
  verification_id: string;
  idempotency_key: string;
  /** SHA-256 of the request in canonical form: tells a repeated delivery from a reused key. */
  request_hash: string;
  terminal_id: string;
  outcome: VerificationResult['outcome'];
  application_id: string | null;
  /** The application as the first answer showed it, so that a repeated delivery gets the very same answer. */
  answered_application: ColumnType<VerificationResult['application'] | null, string | null, string | null>;
  evidence: Json<Evidence>;
  /** Who it was, kept for the person who reviews what no application matched. */
  document_kind: string;
  id_number: string;
  name: string;
  confirmed_at: Time;
  recorded_at: Time;
}

export interface SmsChallengesTable {
  challenge_id: string;
  terminal_id: string;
  id_number: string;
  name: string;
  phone: string;
  code_hash: string;
  status: 'pending' | 'passed' | 'locked' | 'superseded';
  attempts_left: number;
  created_at: Time;
  expires_at: Time;
  passed_at: ColumnType<Date | null, Date | null, Date | null>;
  /** The one verification this challenge has vouched for. */
  used_by: string | null;
}

/** What the sandbox gateway has "sent". Empty in production. */
export interface SmsOutboxTable {
  message_id: Generated<string>;
  phone: string;
  text: string;
  sent_at: Time;
}

export interface StoreFactsTable {
  fact: string;
  value: string;
}

export interface Tables {
  terminals: TerminalsTable;
  applications: ApplicationsTable;
  application_history: ApplicationHistoryTable;
  verifications: VerificationsTable;
  sms_challenges: SmsChallengesTable;
  sms_outbox: SmsOutboxTable;
  store_facts: StoreFactsTable;
}

/** The database, or one transaction of it. */
export type Database = Kysely<Tables>;
