import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { TroublePanel } from './TroublePanel.tsx';

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'TroublePanel',
    state: 'card-expired',
    render: ({ words }) => (
      <TroublePanel
        text={words({
          zh: { meaning: '过期的身份证不能核验', here: '可换一张有效的身份证', help: '工作人员能帮您，或拨打 12333' },
          en: {
            meaning: 'It cannot prove who you are',
            here: 'Use a card that is valid',
            help: 'Staff can help, or call 12333',
          },
        })}
      />
    ),
  },
];
