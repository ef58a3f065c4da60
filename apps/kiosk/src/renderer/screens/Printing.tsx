import { Stage, TakeReceipt } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { noActions, type ScreenDefinition, whileWorking } from './screenDefinition.ts';

function Printing({ view }: { readonly view: ScreenOf<'printing'> }) {
  const prompt = useKiosk().messages.screens.printing[view.outcome];
  return <Stage title={prompt.title} lead={prompt.lead} figure={<TakeReceipt />} />;
}

export const printing: ScreenDefinition<'printing'> = {
  Screen: Printing,
  spoken: (view, messages) => messages.screens.printing[view.outcome].spoken,
  actions: noActions,
  utilities: () => whileWorking,
};
