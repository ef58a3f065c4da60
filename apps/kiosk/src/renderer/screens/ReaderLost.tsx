import { useKiosk } from '../kioskContext.ts';
import { noActions, type ScreenDefinition, withLeave } from './screenDefinition.ts';
import { TroubleStage } from './TroubleStage.tsx';

function ReaderLost() {
  return <TroubleStage trouble={useKiosk().messages.screens['reader-lost']} emblem="plug" />;
}

export const readerLost: ScreenDefinition<'reader-lost'> = {
  Screen: ReaderLost,
  spoken: (_view, messages) => messages.screens['reader-lost'].spoken,
  actions: noActions,
  utilities: () => withLeave,
};
