import { LayCard, Stage } from '@renshe/ui';
import { commonCardPlace } from '../../contract/contract.ts';
import { useKiosk } from '../kioskContext.ts';
import { HintList } from './HintList.tsx';
import { noActions, type ScreenDefinition, withBack } from './screenDefinition.ts';

function PlaceCard() {
  const text = useKiosk().messages.screens['place-card'];
  return (
    <Stage title={text.title} lead={text.lead} figure={<LayCard />}>
      <HintList hints={text.hints} />
    </Stage>
  );
}

export const placeCard: ScreenDefinition<'place-card'> = {
  Screen: PlaceCard,
  spoken: (_view, messages) => messages.screens['place-card'].spoken,
  heard: (_view, { screens, inTurn }, { profile }) => {
    const { heard, felt, stay } = screens['place-card'];
    const { side, edge } = profile.cardPlace ?? commonCardPlace;
    return inTurn(heard[side], felt[edge], stay);
  },
  actions: noActions,
  utilities: () => withBack,
};
