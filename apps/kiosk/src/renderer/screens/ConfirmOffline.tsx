import { Emblem, Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { HintList } from './HintList.tsx';
import { personRows } from './personRows.ts';
import { type ScreenDefinition, withLeave } from './screenDefinition.ts';

function ConfirmOffline({ view }: { readonly view: ScreenOf<'confirm-offline'> }) {
  const { messages } = useKiosk();
  const text = messages.screens['confirm-offline'];
  return (
    <Stage
      title={text.title}
      lead={text.lead}
      tone="attention"
      figure={<Emblem kind="cloud-off" tone="attention" />}
      actions={<ActionButtons actions={actions(view, messages)} />}
    >
      <p className="rs-person">
        <span>{view.citizen.name}</span>
        <span>{view.citizen.idNumberMasked}</span>
      </p>
      <HintList hints={text.facts} />
    </Stage>
  );
}

const actions: ScreenDefinition<'confirm-offline'>['actions'] = (_view, { screens: { 'confirm-offline': text } }) => [
  { control: 'confirm', label: text.confirm, intent: { type: 'confirm' } },
  { control: 'retry', label: text.again, intent: { type: 'retry' } },
];

export const confirmOffline: ScreenDefinition<'confirm-offline'> = {
  Screen: ConfirmOffline,
  spoken: (_view, messages) => messages.screens['confirm-offline'].spoken,
  details: ({ citizen }, messages) => [...personRows(citizen, messages), ...messages.screens['confirm-offline'].facts],
  actions,
  utilities: () => withLeave,
};
