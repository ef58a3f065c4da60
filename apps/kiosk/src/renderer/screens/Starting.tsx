import { useKiosk } from '../kioskContext.ts';
import { noActions, type ScreenDefinition, whileWorking } from './screenDefinition.ts';
import { WaitingStage } from './WaitingStage.tsx';

function Starting() {
  const { messages } = useKiosk();
  return <WaitingStage what="machine" prompt={messages.screens.starting} />;
}

export const starting: ScreenDefinition<'starting'> = {
  Screen: Starting,
  spoken: (_view, messages) => messages.screens.starting.spoken,
  actions: noActions,
  utilities: () => whileWorking,
  scene: 'open',
};
