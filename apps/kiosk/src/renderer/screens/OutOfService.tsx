import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { noActions, type ScreenDefinition, whileWorking } from './screenDefinition.ts';
import { TroubleStage } from './TroubleStage.tsx';

function OutOfService({ view }: { readonly view: ScreenOf<'out-of-service'> }) {
  return <TroubleStage trouble={useKiosk().messages.screens['out-of-service'][view.reason]} emblem="pause" />;
}

export const outOfService: ScreenDefinition<'out-of-service'> = {
  Screen: OutOfService,
  spoken: (view, messages) => messages.screens['out-of-service'][view.reason].spoken,
  actions: noActions,
  utilities: () => whileWorking,
  scene: 'open',
};
