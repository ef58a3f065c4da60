import { PersonCard, SmallCard, Stage } from '@renshe/ui';
import type { ReactNode } from 'react';
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
      figure={<PersonCard name={view.citizen.name} number={view.citizen.idNumberMasked} />}
      wideFigure
      controls={<ApplicationChoices choices={actions(view, messages)} icons={iconsOf(view)} />}
    />
  );
}

const iconsOf = ({ applications }: ScreenOf<'choose-application'>): Readonly<Record<string, ReactNode>> =>
  Object.fromEntries(
    applications.map(({ applicationId, kind }) => [
      controlOf(applicationId),
      <SmallCard key={applicationId} again={kind === 'replacement-card'} />,
    ]),
  );

const controlOf = (applicationId: string) => `choose-application-${applicationId}`;

const actions: ScreenDefinition<'choose-application'>['actions'] = ({ applications }, messages) =>
  applications.map(({ applicationId, kind, bankName, submittedAt }) => ({
    control: controlOf(applicationId),
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
