import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { personRows } from './personRows.ts';
import { noActions, type ScreenDefinition, withLeave } from './screenDefinition.ts';
import { WaitingStage } from './WaitingStage.tsx';

function Finding({ view }: { readonly view: ScreenOf<'finding'> }) {
  const { messages } = useKiosk();
  return <WaitingStage what="application" prompt={messages.screens.finding({ name: view.citizen.name })} />;
}

export const finding: ScreenDefinition<'finding'> = {
  Screen: Finding,
  spoken: (view, messages) => messages.screens.finding({ name: view.citizen.name }).spoken,
  scene: 'open',
  details: ({ citizen }, messages) => personRows(citizen, messages),
  actions: noActions,
  utilities: () => withLeave,
};
