import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { OfferBar } from './OfferBar.tsx';

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'OfferBar',
    state: 'elder',
    render: ({ messages: { modes } }) => (
      <OfferBar
        name="elder-offer"
        question={modes.offer.title}
        yes={modes.offer.yes}
        no={modes.offer.no}
        onAnswer={() => {}}
      />
    ),
  },
];
