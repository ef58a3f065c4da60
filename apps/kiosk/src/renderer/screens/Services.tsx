import { CardIcon, Emblem, NoticeList, Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { noticeTexts, spokenNotices } from './noticeTexts.ts';
import type { ScreenDefinition } from './screenDefinition.ts';

function Services({ view }: { readonly view: ScreenOf<'services'> }) {
  const { messages, preferences } = useKiosk();
  const text = messages.screens.services;
  return (
    <Stage
      title={text.title}
      lead={text.lead}
      figure={<Emblem kind="card" />}
      actions={
        <ActionButtons
          actions={actions(view, messages)}
          looks={{ 'choose-service': { kind: 'choice', icon: <CardIcon /> } }}
        />
      }
    >
      <NoticeList notices={noticeTexts(view.notices, messages)} />
      <p className="rs-lead">{text.needs}</p>
      {preferences.form === 'elder' ? undefined : <p className="rs-lead">{text.others}</p>}
    </Stage>
  );
}

const actions: ScreenDefinition<'services'>['actions'] = (_view, { screens: { services: text } }) => [
  { control: 'choose-service', ...text.verify, intent: { type: 'choose-service', service: 'verify-application' } },
];

export const services: ScreenDefinition<'services'> = {
  Screen: Services,
  spoken: (_view, messages) => messages.screens.services.spoken,
  details: ({ notices }, messages) => [...spokenNotices(notices, messages), messages.screens.services.needs],
  actions,
  /** "Back" leaves: nothing has begun yet. */
  utilities: () => ['back', 'repeat', 'help'],
};
