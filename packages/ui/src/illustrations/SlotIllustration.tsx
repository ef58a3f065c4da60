import type { ReactNode } from 'react';
import { InsertSocialCard, TakeSocialCard } from './CardMouth.tsx';
import { LayCard } from './LayCard.tsx';
import { LookAtCamera } from './LookAtCamera.tsx';
import { PlugHeadset } from './PlugHeadset.tsx';
import { PutDocument } from './PutDocument.tsx';
import { ScanQr } from './ScanQr.tsx';
import { TakeCard } from './TakeCard.tsx';
import { TakeReceipt } from './TakeReceipt.tsx';

/** Everything a citizen's hand does at the machine. */
const ILLUSTRATIONS = {
  'lay-id-card': () => <LayCard />,
  'take-id-card': () => <TakeCard alarm={0} />,
  'insert-social-card': InsertSocialCard,
  'take-social-card': TakeSocialCard,
  'take-receipt': TakeReceipt,
  'scan-qr': ScanQr,
  'look-at-camera': LookAtCamera,
  'put-document': PutDocument,
  'plug-headset': PlugHeadset,
} satisfies Record<string, () => ReactNode>;

export type SlotAction = keyof typeof ILLUSTRATIONS;

export const slotActions = Object.keys(ILLUSTRATIONS) as readonly SlotAction[];

/** The picture that belongs to an action, so that a service only has to name it. Beside words, hence hidden from readers. */
export function SlotIllustration({ action }: { readonly action: SlotAction }) {
  const Illustration = ILLUSTRATIONS[action];
  return <Illustration />;
}
