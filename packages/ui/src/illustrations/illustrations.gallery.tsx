import type { ReactNode } from 'react';
import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { Emblem } from './Emblem.tsx';
import { FloatingCard } from './FloatingCard.tsx';
import { LayCard } from './LayCard.tsx';
import { SmallCard } from './SmallCard.tsx';
import { TakeCard } from './TakeCard.tsx';
import { Waiting } from './Waiting.tsx';

const picture = (component: string, state: string, figure: () => ReactNode): GalleryEntry => ({
  component,
  state,
  render: figure,
});

export const gallery: readonly GalleryEntry[] = [
  picture('LayCard', 'reading', () => <LayCard reading />),
  picture('TakeCard', 'urgent', () => <TakeCard alarm={2} />),
  picture('FloatingCard', 'poster', () => <FloatingCard />),
  picture('Waiting', 'working', () => <Waiting />),
  ...(['match', 'message', 'application', 'delivery'] as const).map((what) =>
    picture('Waiting', what, () => <Waiting what={what} />),
  ),
  picture('SmallCard', 'again', () => <SmallCard again />),
  picture('Emblem', 'done', () => <Emblem kind="done" tone="done" />),
];
