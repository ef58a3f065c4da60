import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { type ScreenDefinition, withBack } from './screenDefinition.ts';
import { TroubleStage } from './TroubleStage.tsx';

type Reason = ScreenOf<'sms-ended'>['reason'];

/** Where the terminal takes "again" (see the contract's `retry`), it is offered. */
const again: Record<Reason, boolean> = {
  'no-phone': false,
  locked: false,
  expired: true,
  'too-many': false,
  'central-unreachable': true,
};

function SmsEnded({ view }: { readonly view: ScreenOf<'sms-ended'> }) {
  const { messages } = useKiosk();
  const text = messages.screens['sms-ended'];
  return (
    <TroubleStage
      trouble={text[view.reason]}
      emblem={view.reason === 'central-unreachable' ? 'cloud-off' : view.reason === 'locked' ? 'shield' : 'phone-off'}
      actions={<ActionButtons actions={actions(view, messages)} />}
    />
  );
}

const actions: ScreenDefinition<'sms-ended'>['actions'] = (view, { common, screens: { 'sms-ended': text } }) => [
  again[view.reason]
    ? { control: 'retry', label: text.resend, intent: { type: 'retry' } }
    : { control: 'leave', label: common.leave, intent: { type: 'leave' } },
];

export const smsEnded: ScreenDefinition<'sms-ended'> = {
  Screen: SmsEnded,
  spoken: (view, messages) => messages.screens['sms-ended'][view.reason].spoken,
  actions,
  utilities: (view) => (again[view.reason] ? withBack : ['back', 'repeat', 'help']),
};
