import type { Person, RequestBody, RequestKind, RequestRefusalReason, RequestResult } from '@renshe/central-api';
import { ageOn, isSameName } from '@renshe/identity';
import type { PolicyOnDay, RuleName } from '@renshe/policy';
import { failure, type Result } from '../result.ts';
import type { Database } from '../store/database.ts';

/** What every handler has to know, whatever is asked. Everything it writes is undone when it refuses. */
export interface HandlerContext {
  readonly trx: Database;
  readonly requestId: string;
  /** Who stands at the terminal. */
  readonly person: Person;
  readonly policy: PolicyOnDay;
  readonly now: Date;
}

export type HandlerInput<Kind extends RequestKind> = HandlerContext & {
  readonly body: Extract<RequestBody, { kind: Kind }>;
};

/** What a handler decides; the rest of the result is the same for all. */
export type Decision = Pick<RequestResult, 'outcome' | 'number' | 'applicationStatus' | 'cardStatus' | 'day'>;

export interface Refusal {
  readonly reason: RequestRefusalReason;
  /** The rule of the region's pack it follows from. */
  readonly rule?: RuleName;
}

export type Handled = Promise<Result<Decision, Refusal>>;

export const refuse = (reason: RequestRefusalReason, rule?: RuleName): { ok: false; error: Refusal } =>
  failure({ reason, ...(rule ? { rule } : {}) });

/** Whose card it is: the person at the terminal, or somebody they act for. */
export interface Holder {
  readonly documentKind: Person['documentKind'];
  readonly idNumber: string;
  readonly name: string;
}

/** The holder named in the request, else the person. A child's number is a resident's. */
export function holderOf(person: Person, holder: { idNumber: string; name: string } | undefined): Holder {
  return holder ? { documentKind: 'resident-id-card', ...holder } : person;
}

/** Completed years on the region's day; undefined where the number tells no birth date (foreigners' cards of 2017). */
export function ageOf({ idNumber }: Pick<Holder, 'idNumber'>, policy: PolicyOnDay): number | undefined {
  const digits = /^\d{6}(\d{4})(\d{2})(\d{2})/.exec(idNumber);
  if (!digits || idNumber.length !== 18) return undefined;
  return ageOn(`${digits[1]}-${digits[2]}-${digits[3]}`, policy.day);
}

/** Whether a row is about this person and nobody else. */
export const isOf = (row: { id_number: string; name: string }, holder: Pick<Holder, 'idNumber' | 'name'>): boolean =>
  row.id_number === holder.idNumber && isSameName(row.name, holder.name);
