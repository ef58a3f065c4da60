import type { AnyMachineSnapshot, SnapshotFrom } from 'xstate';
import type { ServiceId } from '../../contract/services.ts';
import type { Shown } from './shown.ts';
import { showVerifyApplication } from './showVerifyApplication.ts';
import { verifyApplicationMachine } from './verifyApplication.ts';

/**
 * Every service there is. A new one is a name in the contract, a machine here, and a line below: the compiler asks for
 * each. A machine takes `ServiceInput` and ends `served`, when something was recorded, told or handed out, or `left`.
 */
export const serviceMachines = {
  'verify-application': verifyApplicationMachine,
} satisfies Record<ServiceId, unknown>;

/** What the terminal's day has to know of a service. */
interface Service<Id extends ServiceId> {
  /** Whom the terminal has to know before it begins. Queries that give nothing away need nobody. */
  readonly needs: 'person' | 'nobody';
  readonly show: (snapshot: SnapshotFrom<(typeof serviceMachines)[Id]>) => Shown;
}

const services: { readonly [Id in ServiceId]: Service<Id> } = {
  'verify-application': { needs: 'person', show: showVerifyApplication },
};

export const needsOf = (id: ServiceId): Service<ServiceId>['needs'] => services[id].needs;

/** The view of a service's snapshot. That id and snapshot belong together is the kiosk machine's word. */
export const showService = (id: ServiceId, snapshot: AnyMachineSnapshot): Shown =>
  (services[id].show as (snapshot: AnyMachineSnapshot) => Shown)(snapshot);
