import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { PageButtons } from './PageButtons.tsx';

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'PageButtons',
    state: 'first-page',
    render: () => <PageButtons page={0} count={2} turn={() => {}} />,
  },
];
