import { BigButton, Stage, TakeCard as TakeCardPicture } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { type ScreenDefinition, whileWorking } from './screenDefinition.ts';

const urgency = ['asked', 'reminded', 'urgent'] as const;

function TakeCard({ view }: { readonly view: ScreenOf<'take-card'> }) {
  const { messages, act } = useKiosk();
  const text = messages.screens['take-card'];
  const prompt = text[urgency[view.alarm]];
  return (
    <Stage
      title={prompt.title}
      lead={prompt.lead}
      tone={view.alarm === 0 ? 'calm' : 'alarm'}
      figure={<TakeCardPicture alarm={view.alarm} />}
      actions={
        view.watched ? undefined : (
          <BigButton control="card-taken" label={text.taken} onPress={() => act({ type: 'card-taken' })} />
        )
      }
    >
      {view.watched ? undefined : <p className="rs-lead">{text.ask}</p>}
    </Stage>
  );
}

export const takeCard: ScreenDefinition<'take-card'> = {
  Screen: TakeCard,
  spoken: (view, { screens: { 'take-card': text }, inTurn }) =>
    inTurn(text[urgency[view.alarm]].spoken, ...(view.watched ? [] : [text.ask])),
  utilities: () => whileWorking,
};
