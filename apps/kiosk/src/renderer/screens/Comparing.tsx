import { useKiosk } from '../kioskContext.ts';
import { noActions, type ScreenDefinition, withLeave } from './screenDefinition.ts';
import { WaitingStage } from './WaitingStage.tsx';

function Comparing() {
  const { messages } = useKiosk();
  return <WaitingStage what="match" prompt={messages.screens.comparing} />;
}

export const comparing: ScreenDefinition<'comparing'> = {
  Screen: Comparing,
  spoken: (_view, messages) => messages.screens.comparing.spoken,
  scene: 'open',
  actions: noActions,
  utilities: () => withLeave,
};
