import type {
  ApplicationStatus,
  CardStatus,
  Evidence,
  PaymentStatus,
  ReplacementReason,
  RequestBody,
  RequestResult,
  VerificationResult,
} from '@renshe/central-api';
import type { ColumnType, Generated, JSONColumnType, Kysely } from 'kysely';

/** timestamptz: a Date both ways. */
type Time = ColumnType<Date, Date, Date>;
type MaybeTime = ColumnType<Date | null, Date | null, Date | null>;
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
  bank_code: string | null;
  collection: 'branch' | 'mail' | 'service-hall';
  collection_place: string;
  submitted_at: Time;
  verified_at: MaybeTime;
  /** Why it was rejected or failed, what is wanted: a sentence for the citizen. */
  note: string | null;
  /** `YYYY-MM-DD`, and whether the working days up to it are all announced. */
  due_day: string | null;
  due_certain: boolean | null;
  ready_at: MaybeTime;
  mail_carrier: string | null;
  mail_number: string | null;
  /** The card this one will replace. */
  replaces_card: string | null;
  /** The request at a terminal it came from; null when it was made online. */
  request_id: string | null;
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
  /** The one verification or request this challenge has vouched for. */
  used_by: string | null;
}

/** What the sandbox gateway has "sent". Empty in production. */
export interface SmsOutboxTable {
  message_id: Generated<string>;
  phone: string;
  text: string;
  sent_at: Time;
}

export interface CardsTable {
  card_id: string;
  card_number: string;
  /** As it was last written; a temporary loss that has run out is read as what was before. */
  status: CardStatus;
  document_kind: string;
  id_number: string;
  name: string;
  phone: string | null;
  bank_code: string;
  issued_on: string;
  valid_until: string;
  medical_enabled: boolean;
  /** While temporarily lost: the last day of it, and what the card goes back to. */
  lost_until: string | null;
  lost_until_certain: boolean | null;
  before_loss: 'sealed' | 'normal' | null;
}

export interface CardHistoryTable {
  history_id: Generated<string>;
  card_id: string;
  from_status: CardStatus | null;
  to_status: CardStatus;
  event: string;
  request_id: string | null;
  changed_at: Time;
}

export interface RequestsTable {
  request_id: string;
  idempotency_key: string;
  /** SHA-256 of the request in canonical form: tells a repeated delivery from a reused key. */
  request_hash: string;
  terminal_id: string;
  kind: RequestBody['kind'];
  outcome: RequestResult['outcome'];
  document_kind: string | null;
  id_number: string | null;
  name: string | null;
  body: Json<RequestBody>;
  evidence: ColumnType<Evidence | null, string | null, string | null>;
  /** As the first answer gave it, so that a repeated delivery gets the very same answer. */
  result: Json<Omit<RequestResult, 'duplicate'>>;
  confirmed_at: Time;
  recorded_at: Time;
}

/** The photograph on file of a person, which may be used again by the region's rule. */
export interface PhotosTable {
  id_number: string;
  jpeg: Uint8Array | null;
  taken_on: string;
}

export interface PaymentsTable {
  payment_id: string;
  idempotency_key: string;
  request_hash: string;
  id_number: string;
  card_id: string;
  reason: ReplacementReason;
  amount_fen: number;
  status: PaymentStatus;
  /** Our number at the gateway. */
  gateway_order: string;
  qr_text: string;
  /** The gateway's number, once it has said "paid". */
  reference: string | null;
  created_at: Time;
  expires_at: Time;
  settled_at: MaybeTime;
  /** The one request it has paid for. */
  used_by: string | null;
}

export interface BookingsTable {
  booking_id: string;
  booking_number: string;
  visit: 'home' | 'window';
  branch_id: string | null;
  day: string;
  half: 'morning' | 'afternoon';
}

export interface BranchesTable {
  branch_id: string;
  bank_code: string;
  name: string;
  address: string;
  opening_hours: string;
  distance_metres: number;
  home_visits: boolean;
}

export interface StaffTable {
  staff_id: string;
  code_hash: string;
  wrong_codes: ColumnType<number, number | undefined, number>;
}

export interface StaffConfirmationsTable {
  confirmation_id: string;
  terminal_id: string;
  id_number: string;
  name: string;
  first_staff: string;
  second_staff: string;
  confirmed_at: Time;
  used_by: string | null;
}

/** Questions by acceptance number, so that nobody can try numbers. */
export interface ProgressQuestionsTable {
  terminal_id: string;
  asked_at: Time;
  found: boolean;
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
  cards: CardsTable;
  card_history: CardHistoryTable;
  requests: RequestsTable;
  photos: PhotosTable;
  payments: PaymentsTable;
  bookings: BookingsTable;
  branches: BranchesTable;
  staff: StaffTable;
  staff_confirmations: StaffConfirmationsTable;
  progress_questions: ProgressQuestionsTable;
  store_facts: StoreFactsTable;
}

/** Everything that has happened, and whom it happened to, in an order in which it can be deleted: who refers comes first. */
const eventTables = [
  'application_history',
  'card_history',
  'bookings',
  'payments',
  'sms_challenges',
  'sms_outbox',
  'staff_confirmations',
  'progress_questions',
  'verifications',
  'requests',
  'applications',
  'cards',
  'photos',
  'branches',
  'staff',
] as const satisfies readonly (keyof Tables)[];

/** Empties the store down to its terminals. For the sandbox and the tests. */
export async function emptyStore(db: Database): Promise<void> {
  for (const table of eventTables) await db.deleteFrom(table).execute();
}

/** The database, or one transaction of it. */
export type Database = Kysely<Tables>;
