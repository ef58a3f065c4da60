import { Emblem, Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { ApplicationChoices } from './ApplicationChoices.tsx';
import { personRows } from './personRows.ts';
import { type ScreenDefinition, withLeave } from './screenDefinition.ts';

function ChooseApplication({ view }: { readonly view: ScreenOf<'choose-application'> }) {
  const { messages } = useKiosk();
  const prompt = messages.screens['choose-application']({ count: view.applications.length });
  return (
    <Stage
      title={prompt.title}
      lead={prompt.lead}
      figure={<Emblem kind="folder" />}
      controls={<ApplicationChoices choices={actions(view, messages)} />}
    >
      <p className="rs-person">
        <span>{view.citizen.name}</span>
        <span>{view.citizen.idNumberMasked}</span>
      </p>
    </Stage>
  );
}

const actions: ScreenDefinition<'choose-application'>['actions'] = ({ applications }, messages) =>
  applications.map(({ applicationId, kind, bankName, submittedAt }) => ({
    control: `choose-application-${applicationId}`,
    label: messages.application.choice({ kind: messages.application.kinds[kind], bank: bankName }),
    detail: messages.formatDay(submittedAt),
    intent: { type: 'choose-application', applicationId },
  }));

export const chooseApplication: ScreenDefinition<'choose-application'> = {
  Screen: ChooseApplication,
  spoken: (view, messages) => messages.screens['choose-application']({ count: view.applications.length }).spoken,
  details: ({ citizen }, messages) => personRows(citizen, messages),
  actions,
  utilities: () => withLeave,
};
