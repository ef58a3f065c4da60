import { BigButton } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { type ScreenDefinition, whileWorking } from './screenDefinition.ts';
import { TroubleStage } from './TroubleStage.tsx';

function SubmitRefused({ view }: { readonly view: ScreenOf<'submit-refused'> }) {
  const { messages, act } = useKiosk();
  const text = messages.screens['submit-refused'];
  return (
    <TroubleStage
      trouble={text[view.reason]}
      emblem={view.reason === 'terminal-trouble' ? 'pause' : 'folder'}
      actions={<BigButton control="done" label={text.finish} onPress={() => act({ type: 'done' })} />}
    />
  );
}

export const submitRefused: ScreenDefinition<'submit-refused'> = {
  Screen: SubmitRefused,
  spoken: (view, messages) => messages.screens['submit-refused'][view.reason].spoken,
  utilities: () => whileWorking,
};
