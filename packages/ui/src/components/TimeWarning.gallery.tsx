import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { TimeWarning } from './TimeWarning.tsx';

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'TimeWarning',
    state: 'half-way',
    room: 'page',
    render: ({ messages }) => (
      <TimeWarning
        title={messages.timeWarning.title}
        lead={messages.timeWarning.lead ?? ''}
        seconds={messages.timeWarning.seconds({ seconds: 15 })}
        extend={messages.timeWarning.extend}
        share={0.5}
        onExtend={() => {}}
      />
    ),
  },
];
