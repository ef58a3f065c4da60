import { useKiosk } from '../kioskContext.ts';
import { noActions, type ScreenDefinition, withLeave } from './screenDefinition.ts';
import { WaitingStage } from './WaitingStage.tsx';

function SmsSending() {
  const { messages } = useKiosk();
  return <WaitingStage what="message" prompt={messages.screens['sms-sending']} />;
}

export const smsSending: ScreenDefinition<'sms-sending'> = {
  Screen: SmsSending,
  spoken: (_view, messages) => messages.screens['sms-sending'].spoken,
  scene: 'open',
  actions: noActions,
  utilities: () => withLeave,
};
