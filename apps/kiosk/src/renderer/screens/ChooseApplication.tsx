import { Stage } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { ApplicationChoices } from './ApplicationChoices.tsx';
import { type ScreenDefinition, withLeave } from './screenDefinition.ts';

function ChooseApplication({ view }: { readonly view: ScreenOf<'choose-application'> }) {
  const { messages, act } = useKiosk();
  const prompt = messages.screens['choose-application']({ count: view.applications.length });
  return (
    <Stage
      title={prompt.title}
      lead={prompt.lead}
      controls={
        <ApplicationChoices
          applications={view.applications}
          onChoose={(applicationId) => act({ type: 'choose-application', applicationId })}
        />
      }
    >
      <p className="rs-person">
        <span>{view.citizen.name}</span>
        <span>{view.citizen.idNumberMasked}</span>
      </p>
    </Stage>
  );
}

export const chooseApplication: ScreenDefinition<'choose-application'> = {
  Screen: ChooseApplication,
  spoken: (view, messages) => messages.screens['choose-application']({ count: view.applications.length }).spoken,
  utilities: () => withLeave,
};
