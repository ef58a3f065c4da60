import type { Notice, ScreenOf } from '../../contract/snapshot.ts';
import type { Hindrance } from '../machineState.ts';
import type { KioskSnapshot } from './kiosk.ts';
import { showService } from './services.ts';
import { showIdentify } from './showIdentify.ts';
import type { Shown } from './shown.ts';

/** The one translation from machine states to screens. `notices` is the terminal's own trouble for the idle screens. */
export function showKiosk(snapshot: KioskSnapshot, notices: Notice[]): Shown {
  const { context } = snapshot;
  if (snapshot.matches('starting')) return { view: { screen: 'starting' } };
  if (snapshot.matches('attract')) return { view: { screen: 'attract', notices } };
  if (snapshot.matches('services')) return { view: { screen: 'services', notices } };
  if (snapshot.matches('outOfService')) {
    return { view: { screen: 'out-of-service', reason: reasonOf(context.ports.machine?.hindrance) } };
  }
  if (snapshot.matches('identifying')) {
    const child = snapshot.children.identify?.getSnapshot();
    if (child) return showIdentify(child);
  }
  if (snapshot.matches('serving')) {
    const child = snapshot.children.service?.getSnapshot();
    if (child) return showService(context.service, child);
  }
  if (snapshot.matches('takeCard')) {
    const alarm = snapshot.matches({ takeCard: 'urgent' }) ? 2 : snapshot.matches({ takeCard: 'reminded' }) ? 1 : 0;
    return { view: { screen: 'take-card', alarm, watched: context.watched, served: context.served } };
  }
  return { view: { screen: 'goodbye', served: context.served } };
}

/** To a citizen it is the same whether the battery is full or not. */
function reasonOf(hindrance: Hindrance | undefined): ScreenOf<'out-of-service'>['reason'] {
  switch (hindrance) {
    case 'cabinet-open':
      return 'cabinet-open';
    case 'mains-failed':
    case 'battery-low':
      return 'mains-failed';
    case undefined:
      return 'card-reader-unavailable';
  }
}
