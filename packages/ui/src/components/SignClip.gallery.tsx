import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { SignClip } from './SignClip.tsx';

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'SignClip',
    state: 'none-filmed',
    render: ({ messages }) => (
      <SignClip clip={undefined} label={messages.signLanguage.label}>
        <p className="rs-lead">{messages.screens['place-card'].lead}</p>
      </SignClip>
    ),
  },
];
