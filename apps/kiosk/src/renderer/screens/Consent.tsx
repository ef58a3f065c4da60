import { BigButton, FaceIcon, FactList, PhoneIcon, Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { type ScreenDefinition, withBack } from './screenDefinition.ts';

/** Two answers of the same size, the same kind and the same number of touches; nothing is chosen beforehand. */
function Consent({ view }: { readonly view: ScreenOf<'consent'> }) {
  const { messages, settings, act } = useKiosk();
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
        <>
          {view.faceAvailable ? (
            <BigButton
              control="consent-face"
              kind="choice"
              label={text.face.label}
              detail={text.face.detail}
              icon={<FaceIcon />}
              onPress={() => act({ type: 'consent', path: 'face' })}
            />
          ) : undefined}
          <BigButton
            control="consent-sms"
            kind="choice"
            label={text.sms.label}
            detail={text.sms.detail}
            icon={<PhoneIcon />}
            onPress={() => act({ type: 'consent', path: 'sms' })}
          />
        </>
      }
    />
  );
}

export const consent: ScreenDefinition<'consent'> = {
  Screen: Consent,
  spoken: (view, { screens: { consent: text } }) => (view.faceAvailable ? text.spoken : text.spokenFaceUnavailable),
  utilities: () => withBack,
};
