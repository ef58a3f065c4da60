import { LayCard, Stage, TroublePanel } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { type ScreenDefinition, withBack } from './screenDefinition.ts';

/** The cure is always to lay a card down again, so that is what the picture shows. */
function CardProblem({ view }: { readonly view: ScreenOf<'card-problem'> }) {
  const { messages } = useKiosk();
  const text = messages.screens['card-problem'];
  const trouble = text[view.problem];
  return (
    <Stage
      title={trouble.title}
      tone="attention"
      figure={<LayCard />}
      actions={<ActionButtons actions={actions(view, messages)} />}
    >
      <TroublePanel text={trouble} />
    </Stage>
  );
}

const actions: ScreenDefinition<'card-problem'>['actions'] = (_view, { screens: { 'card-problem': text } }) => [
  { control: 'retry', label: text.again, intent: { type: 'retry' } },
];

export const cardProblem: ScreenDefinition<'card-problem'> = {
  Screen: CardProblem,
  spoken: (view, messages) => messages.screens['card-problem'][view.problem].spoken,
  actions,
  utilities: () => withBack,
};
