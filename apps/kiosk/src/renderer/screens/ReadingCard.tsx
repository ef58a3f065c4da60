import { LayCard, Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { noActions, type ScreenDefinition, withLeave } from './screenDefinition.ts';

function ReadingCard({ view }: { readonly view: ScreenOf<'reading-card'> }) {
  const prompt = useKiosk().messages.screens['reading-card'][view.progress];
  return <Stage title={prompt.title} lead={prompt.lead} figure={<LayCard reading />} />;
}

export const readingCard: ScreenDefinition<'reading-card'> = {
  Screen: ReadingCard,
  spoken: (view, messages) => messages.screens['reading-card'][view.progress].spoken,
  actions: noActions,
  utilities: () => withLeave,
};
