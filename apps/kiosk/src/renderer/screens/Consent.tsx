import { FaceIcon, FactList, PhoneIcon, Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { type ScreenDefinition, withBack } from './screenDefinition.ts';

/** Two answers of the same size, the same kind and the same number of touches; nothing is chosen beforehand. */
function Consent({ view }: { readonly view: ScreenOf<'consent'> }) {
  const { messages, settings } = useKiosk();
  const text = messages.screens.consent;
  return (
    <Stage
      title={text.title}
      lead={view.faceAvailable ? text.lead : text.faceUnavailable}
      figure={
        <FactList
          title={text.factsTitle}
          facts={text.facts}
          note={text.processor({ place: settings.place, hotline: settings.hotline })}
        />
      }
      wideFigure
      actions={
        <ActionButtons
          actions={actions(view, messages)}
          looks={{
            'consent-face': { kind: 'choice', icon: <FaceIcon /> },
            'consent-sms': { kind: 'choice', icon: <PhoneIcon /> },
          }}
        />
      }
    />
  );
}

const actions: ScreenDefinition<'consent'>['actions'] = (view, { screens: { consent: text } }) => [
  ...(view.faceAvailable
    ? [{ control: 'consent-face', ...text.face, intent: { type: 'consent', path: 'face' } as const }]
    : []),
  { control: 'consent-sms', ...text.sms, intent: { type: 'consent', path: 'sms' } },
];

export const consent: ScreenDefinition<'consent'> = {
  Screen: Consent,
  spoken: (view, { screens: { consent: text } }) => (view.faceAvailable ? text.spoken : text.spokenFaceUnavailable),
  details: (_view, { screens: { consent: text }, speech }, { place, hotline }) => [
    ...text.facts.map(({ label, text: value }) => speech.row({ label, value })),
    text.processor({ place, hotline }),
  ],
  actions,
  utilities: () => withBack,
};
