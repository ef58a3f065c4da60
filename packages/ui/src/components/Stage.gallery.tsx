import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { Emblem } from '../illustrations/Emblem.tsx';
import { LayCard } from '../illustrations/LayCard.tsx';
import { BigButton } from './BigButton.tsx';
import { Stage } from './Stage.tsx';

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'Stage',
    state: 'figure',
    room: 'page',
    render: ({ words }) => (
      <Stage
        title={words({ zh: '请放身份证', en: 'Lay your ID card here' })}
        lead={words({ zh: '放平，不用按', en: 'Flat; no need to press' })}
        figure={<LayCard />}
      />
    ),
  },
  {
    component: 'Stage',
    state: 'alarm',
    room: 'page',
    render: ({ words }) => (
      <Stage
        tone="alarm"
        title={words({ zh: '身份证读不出来', en: 'The card cannot be read' })}
        lead={words({ zh: '请再放一次', en: 'Please try again' })}
        figure={<Emblem kind="card-wrong" tone="attention" />}
        actions={<BigButton control="again" label={words({ zh: '再试一次', en: 'Try again' })} onPress={() => {}} />}
      />
    ),
  },
];
