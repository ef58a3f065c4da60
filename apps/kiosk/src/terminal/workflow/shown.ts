import { maskIdNumber } from '@renshe/identity';
import type { Screen, Snapshot } from '../../contract/snapshot.ts';
import type { Session } from '../session.ts';

/** What a machine's state looks like to the citizen, and where on the step rail that is. */
export interface Shown {
  readonly view: Screen;
  readonly step?: NonNullable<Snapshot['step']>;
}

/** The steps of one journey, in their order: "step n of m". */
export function stepOf<Name extends string>(names: readonly Name[]) {
  return (name: Name) => ({ current: names.indexOf(name) + 1, total: names.length });
}

/** The outermost name of a state value: `{ card: 'waiting' }` is `card`. */
export function stateName(value: string | Record<string, unknown>): string {
  return typeof value === 'string' ? value : (Object.keys(value)[0] ?? '');
}

/** Who is being served, as far as a bystander may read it. */
export function citizenOf(session: Session): { name: string; idNumberMasked: string } {
  const person = session.getPerson();
  return { name: person.name, idNumberMasked: maskIdNumber(person.idNumber) };
}
