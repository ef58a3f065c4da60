import type { GalleryContext, GalleryEntry } from '../../gallery/galleryEntry.ts';
import { Countdown } from './Countdown.tsx';

const at =
  (left: number) =>
  ({ words }: GalleryContext) => (
    <Countdown
      secondsLeft={left}
      seconds={60}
      label={words({ zh: '二维码有效时间', en: 'This code is good for' })}
      spoken={words({ zh: `${left}秒`, en: `${left} seconds` })}
    />
  );

export const gallery: readonly GalleryEntry[] = [
  { component: 'Countdown', state: 'plenty', render: at(42) },
  { component: 'Countdown', state: 'soon', render: at(8) },
];
