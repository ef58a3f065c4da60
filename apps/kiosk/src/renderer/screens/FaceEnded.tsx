import type { EmblemKind } from '@renshe/ui';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { type ScreenDefinition, withBack } from './screenDefinition.ts';
import { TroubleStage } from './TroubleStage.tsx';

const emblems: Record<ScreenOf<'face-ended'>['reason'], EmblemKind> = {
  'three-mismatches': 'face',
  'camera-missing': 'camera-off',
  'photo-unreadable': 'card-wrong',
  'engine-trouble': 'pause',
};

function FaceEnded({ view }: { readonly view: ScreenOf<'face-ended'> }) {
  const { messages } = useKiosk();
  return (
    <TroubleStage
      trouble={messages.screens['face-ended'][view.reason]}
      emblem={emblems[view.reason]}
      actions={<ActionButtons actions={actions(view, messages)} />}
    />
  );
}

const actions: ScreenDefinition<'face-ended'>['actions'] = (_view, { common }) => [
  { control: 'use-sms', label: common.useSms, intent: { type: 'use-sms' } },
];

export const faceEnded: ScreenDefinition<'face-ended'> = {
  Screen: FaceEnded,
  spoken: (view, messages) => messages.screens['face-ended'][view.reason].spoken,
  actions,
  utilities: () => withBack,
};
