import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { PersonCard } from './PersonCard.tsx';

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'PersonCard',
    state: 'short-name',
    render: () => <PersonCard name="陆春晓" number="110105********002X" />,
  },
  {
    component: 'PersonCard',
    state: 'long-name',
    render: () => <PersonCard name="古丽娜尔·阿卜杜热依木" number="650102********0021" />,
  },
];
