import { useKiosk } from '../kioskContext.ts';
import { noActions, type ScreenDefinition, whileWorking } from './screenDefinition.ts';
import { WaitingStage } from './WaitingStage.tsx';

function Submitting() {
  const { messages } = useKiosk();
  return <WaitingStage what="delivery" prompt={messages.screens.submitting} />;
}

export const submitting: ScreenDefinition<'submitting'> = {
  Screen: Submitting,
  spoken: (_view, messages) => messages.screens.submitting.spoken,
  scene: 'open',
  actions: noActions,
  utilities: () => whileWorking,
};
