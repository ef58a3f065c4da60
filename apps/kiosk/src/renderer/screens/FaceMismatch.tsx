import { BigButton } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { type ScreenDefinition, withLeave } from './screenDefinition.ts';
import { TroubleStage } from './TroubleStage.tsx';

function FaceMismatch({ view }: { readonly view: ScreenOf<'face-mismatch'> }) {
  const { messages, act } = useKiosk();
  return (
    <TroubleStage
      trouble={messages.screens['face-mismatch']({ attemptsLeft: view.attemptsLeft })}
      emblem="face"
      actions={
        <>
          <BigButton control="retry" label={messages.common.retry} onPress={() => act({ type: 'retry' })} />
          <BigButton
            control="use-sms"
            kind="secondary"
            label={messages.common.useSms}
            onPress={() => act({ type: 'use-sms' })}
          />
        </>
      }
    />
  );
}

export const faceMismatch: ScreenDefinition<'face-mismatch'> = {
  Screen: FaceMismatch,
  spoken: (view, messages) => messages.screens['face-mismatch']({ attemptsLeft: view.attemptsLeft }).spoken,
  utilities: () => withLeave,
};
