import type { EmblemKind, Messages, Trouble } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { type ScreenDefinition, withBack } from './screenDefinition.ts';
import { TroubleStage } from './TroubleStage.tsx';

type View = ScreenOf<'card-refused'>;

const emblems: Record<View['reason'], EmblemKind> = {
  expired: 'card-expired',
  'not-yet-valid': 'card-expired',
  'number-invalid': 'card-wrong',
  'under-age': 'family',
};

function findTrouble(view: View, { screens: { 'card-refused': text } }: Messages): Trouble {
  switch (view.reason) {
    case 'expired':
      return view.date === undefined ? text['expired-undated'] : text.expired({ date: view.date });
    case 'not-yet-valid':
      return view.date === undefined ? text['not-yet-valid-undated'] : text['not-yet-valid']({ date: view.date });
    case 'number-invalid':
      return text['number-invalid'];
    case 'under-age':
      return view.minimumAge === undefined
        ? text['under-age-unstated']
        : text['under-age']({ minimumAge: view.minimumAge });
  }
}

function CardRefused({ view }: { readonly view: View }) {
  const { messages } = useKiosk();
  return (
    <TroubleStage
      trouble={findTrouble(view, messages)}
      emblem={emblems[view.reason]}
      actions={<ActionButtons actions={actions(view, messages)} looks={{ retry: { kind: 'secondary' } }} />}
    />
  );
}

const actions: ScreenDefinition<'card-refused'>['actions'] = (_view, { screens: { 'card-refused': text } }) => [
  { control: 'retry', label: text.otherCard, intent: { type: 'retry' } },
];

export const cardRefused: ScreenDefinition<'card-refused'> = {
  Screen: CardRefused,
  spoken: (view, messages) => findTrouble(view, messages).spoken,
  actions,
  utilities: () => withBack,
};
