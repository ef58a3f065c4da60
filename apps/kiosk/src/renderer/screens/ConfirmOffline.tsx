import { BigButton, Emblem, Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { HintList } from './HintList.tsx';
import { type ScreenDefinition, withLeave } from './screenDefinition.ts';

function ConfirmOffline({ view }: { readonly view: ScreenOf<'confirm-offline'> }) {
  const { messages, act } = useKiosk();
  const text = messages.screens['confirm-offline'];
  return (
    <Stage
      title={text.title}
      lead={text.lead}
      tone="attention"
      figure={<Emblem kind="cloud-off" tone="attention" />}
      actions={
        <>
          <BigButton control="confirm" label={text.confirm} onPress={() => act({ type: 'confirm' })} />
          <BigButton control="retry" kind="secondary" label={text.again} onPress={() => act({ type: 'retry' })} />
        </>
      }
    >
      <p className="rs-person">
        <span>{view.citizen.name}</span>
        <span>{view.citizen.idNumberMasked}</span>
      </p>
      <HintList hints={text.facts} />
    </Stage>
  );
}

export const confirmOffline: ScreenDefinition<'confirm-offline'> = {
  Screen: ConfirmOffline,
  spoken: (_view, messages) => messages.screens['confirm-offline'].spoken,
  utilities: () => withLeave,
};
