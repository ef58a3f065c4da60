import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { type ScreenDefinition, withBack } from './screenDefinition.ts';
import { TroubleStage } from './TroubleStage.tsx';

function FaceMismatch({ view }: { readonly view: ScreenOf<'face-mismatch'> }) {
  const { messages } = useKiosk();
  return (
    <TroubleStage
      trouble={messages.screens['face-mismatch']({ attemptsLeft: view.attemptsLeft })}
      emblem="face"
      actions={<ActionButtons actions={actions(view, messages)} />}
    />
  );
}

const actions: ScreenDefinition<'face-mismatch'>['actions'] = (_view, { common }) => [
  { control: 'retry', label: common.retry, intent: { type: 'retry' } },
  { control: 'use-sms', label: common.useSms, intent: { type: 'use-sms' } },
];

export const faceMismatch: ScreenDefinition<'face-mismatch'> = {
  Screen: FaceMismatch,
  spoken: (view, messages) => messages.screens['face-mismatch']({ attemptsLeft: view.attemptsLeft }).spoken,
  actions,
  utilities: () => withBack,
};
