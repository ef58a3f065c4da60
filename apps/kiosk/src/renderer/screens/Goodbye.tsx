import { Emblem, Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { noActions, type ScreenDefinition, whileWorking } from './screenDefinition.ts';

function Goodbye({ view }: { readonly view: ScreenOf<'goodbye'> }) {
  const text = useKiosk().messages.screens.goodbye;
  const prompt = view.served ? text.served : text.unserved;
  return (
    <Stage
      title={prompt.title}
      lead={prompt.lead}
      tone={view.served ? 'done' : 'calm'}
      figure={<Emblem kind={view.served ? 'done' : 'wave'} tone={view.served ? 'done' : 'calm'} />}
    >
      <p className="rs-callout" data-tone="done">
        {text.wiped}
      </p>
    </Stage>
  );
}

export const goodbye: ScreenDefinition<'goodbye'> = {
  Screen: Goodbye,
  spoken: (view, { screens: { goodbye: text } }) => (view.served ? text.served.spoken : text.unserved.spoken),
  actions: noActions,
  utilities: () => whileWorking,
  scene: 'open',
};
