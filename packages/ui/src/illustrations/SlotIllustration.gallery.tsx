import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { SlotIllustration, slotActions } from './SlotIllustration.tsx';

export const gallery: readonly GalleryEntry[] = slotActions.map((action) => ({
  component: 'SlotIllustration',
  state: action,
  render: () => <SlotIllustration action={action} />,
}));
