import { Stage, TakeCard as TakeCardPicture } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { type ScreenDefinition, whileWorking } from './screenDefinition.ts';

/** By how much each reminder is louder than the one before. */
const LOUDER_DB = 6;
const urgency = ['asked', 'reminded', 'urgent'] as const;

function TakeCard({ view }: { readonly view: ScreenOf<'take-card'> }) {
  const { messages } = useKiosk();
  const text = messages.screens['take-card'];
  const prompt = text[urgency[view.alarm]];
  return (
    <Stage
      title={prompt.title}
      lead={prompt.lead}
      tone={view.alarm === 0 ? 'calm' : 'alarm'}
      figure={<TakeCardPicture alarm={view.alarm} />}
      actions={view.watched ? undefined : <ActionButtons actions={actions(view, messages)} />}
    >
      {view.watched ? undefined : <p className="rs-lead">{text.ask}</p>}
    </Stage>
  );
}

const actions: ScreenDefinition<'take-card'>['actions'] = (view, { screens: { 'take-card': text } }) => [
  ...(view.watched ? [] : [{ control: 'card-taken', label: text.taken, intent: { type: 'card-taken' } as const }]),
];

export const takeCard: ScreenDefinition<'take-card'> = {
  Screen: TakeCard,
  spoken: (view, { screens: { 'take-card': text }, inTurn }) =>
    inTurn(text[urgency[view.alarm]].spoken, ...(view.watched ? [] : [text.ask])),
  heard: (view, { screens: { 'take-card': text } }) => text[urgency[view.alarm]].spoken,
  louderBy: ({ alarm }) => alarm * LOUDER_DB,
  actions,
  utilities: () => whileWorking,
};
