import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { type ScreenDefinition, whileWorking } from './screenDefinition.ts';
import { TroubleStage } from './TroubleStage.tsx';

function SubmitRefused({ view }: { readonly view: ScreenOf<'submit-refused'> }) {
  const { messages } = useKiosk();
  const text = messages.screens['submit-refused'];
  return (
    <TroubleStage
      trouble={text[view.reason]}
      emblem={view.reason === 'terminal-trouble' ? 'pause' : 'folder'}
      actions={<ActionButtons actions={actions(view, messages)} />}
    />
  );
}

const actions: ScreenDefinition<'submit-refused'>['actions'] = (_view, { screens: { 'submit-refused': text } }) => [
  { control: 'done', label: text.finish, intent: { type: 'done' } },
];

export const submitRefused: ScreenDefinition<'submit-refused'> = {
  Screen: SubmitRefused,
  spoken: (view, messages) => messages.screens['submit-refused'][view.reason].spoken,
  actions,
  utilities: () => whileWorking,
};
