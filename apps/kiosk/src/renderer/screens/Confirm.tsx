import { ApplicationCard, BigButton, Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { applicationRows } from './applicationRows.ts';
import { type ScreenDefinition, withLeave } from './screenDefinition.ts';

function Confirm({ view }: { readonly view: ScreenOf<'confirm'> }) {
  const { messages, act } = useKiosk();
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
      actions={
        <>
          <BigButton control="confirm" label={text.confirm} onPress={() => act({ type: 'confirm' })} />
          {view.canChooseAnother ? (
            <BigButton control="back" kind="secondary" label={text.another} onPress={() => act({ type: 'back' })} />
          ) : undefined}
        </>
      }
    >
      <p className="rs-lead">{text.wrong}</p>
    </Stage>
  );
}

export const confirm: ScreenDefinition<'confirm'> = {
  Screen: Confirm,
  spoken: (_view, messages) => messages.screens.confirm.spoken,
  utilities: () => withLeave,
};
