import { BigButton, CardIcon, Emblem, NoticeList, Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { noticeTexts } from './noticeTexts.ts';
import type { ScreenDefinition } from './screenDefinition.ts';

function Services({ view }: { readonly view: ScreenOf<'services'> }) {
  const { messages, preferences, act } = useKiosk();
  const text = messages.screens.services;
  return (
    <Stage
      title={text.title}
      lead={text.lead}
      figure={<Emblem kind="card" />}
      actions={
        <BigButton
          control="choose-service"
          kind="choice"
          label={text.verify.label}
          detail={text.verify.detail}
          icon={<CardIcon />}
          onPress={() => act({ type: 'choose-service', service: 'verify-application' })}
        />
      }
    >
      <NoticeList notices={noticeTexts(view.notices, messages)} />
      <p className="rs-lead">{text.needs}</p>
      {preferences.form === 'elder' ? undefined : <p className="rs-lead">{text.others}</p>}
    </Stage>
  );
}

export const services: ScreenDefinition<'services'> = {
  Screen: Services,
  spoken: (_view, messages) => messages.screens.services.spoken,
  /** "Back" leaves: nothing has begun yet. */
  utilities: () => ['back', 'repeat', 'help'],
};
