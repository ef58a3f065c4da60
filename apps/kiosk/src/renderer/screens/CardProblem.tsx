import { BigButton, LayCard, Stage, TroublePanel } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { type ScreenDefinition, withLeave } from './screenDefinition.ts';

/** The cure is always to lay a card down again, so that is what the picture shows. */
function CardProblem({ view }: { readonly view: ScreenOf<'card-problem'> }) {
  const { messages, act } = useKiosk();
  const text = messages.screens['card-problem'];
  const trouble = text[view.problem];
  return (
    <Stage
      title={trouble.title}
      tone="attention"
      figure={<LayCard />}
      actions={<BigButton control="retry" label={text.again} onPress={() => act({ type: 'retry' })} />}
    >
      <TroublePanel text={trouble} />
    </Stage>
  );
}

export const cardProblem: ScreenDefinition<'card-problem'> = {
  Screen: CardProblem,
  spoken: (view, messages) => messages.screens['card-problem'][view.problem].spoken,
  utilities: () => withLeave,
};
