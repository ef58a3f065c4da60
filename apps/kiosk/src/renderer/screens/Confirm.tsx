import { ApplicationCard, Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { applicationRows } from './applicationRows.ts';
import { type ScreenDefinition, withLeave } from './screenDefinition.ts';

function Confirm({ view }: { readonly view: ScreenOf<'confirm'> }) {
  const { messages } = useKiosk();
  const text = messages.screens.confirm;
  const { application, citizen } = view;
  return (
    <Stage
      title={text.title}
      lead={text.lead}
      figure={
        <ApplicationCard
          title={messages.application.kinds[application.kind]}
          rows={applicationRows(application, messages, citizen)}
        />
      }
      wideFigure
      actions={<ActionButtons actions={actions(view, messages)} />}
    >
      <p className="rs-lead">{text.wrong}</p>
    </Stage>
  );
}

const actions: ScreenDefinition<'confirm'>['actions'] = (view, { screens: { confirm: text } }) => [
  { control: 'confirm', label: text.confirm, intent: { type: 'confirm' } },
  ...(view.canChooseAnother ? [{ control: 'back', label: text.another, intent: { type: 'back' } as const }] : []),
];

export const confirm: ScreenDefinition<'confirm'> = {
  Screen: Confirm,
  spoken: (_view, messages) => messages.screens.confirm.spoken,
  details: ({ application, citizen }, messages) => [
    messages.application.kinds[application.kind],
    ...applicationRows(application, messages, citizen).map(messages.speech.row),
    messages.screens.confirm.wrong,
  ],
  actions,
  utilities: () => withLeave,
};
