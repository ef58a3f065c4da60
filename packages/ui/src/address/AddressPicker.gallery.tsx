import type { GalleryContext, GalleryEntry } from '../../gallery/galleryEntry.ts';
import { AddressPicker } from './AddressPicker.tsx';

const render = ({ words }: GalleryContext) => (
  <AddressPicker
    texts={words({
      zh: {
        questions: ['您住在哪个省？', '哪个市？', '哪个区县？', '哪个街道？'],
        loading: '请稍等',
        other: '没有我的，自己写',
        change: (name: string) => `改：${name}`,
        previous: '上一页',
        next: '下一页',
        page: (page: number, pages: number) => `${page} / ${pages}`,
      },
      en: {
        questions: ['Which province?', 'Which city?', 'Which district?', 'Which street?'],
        loading: 'One moment',
        other: 'Not here: I will type it',
        change: (name: string) => `Change ${name}`,
        previous: 'Previous',
        next: 'More',
        page: (page: number, pages: number) => `${page} / ${pages}`,
      },
    })}
    onDone={() => {}}
    onOther={() => {}}
  />
);

const option = (code: string) => `[data-control="address-option"][data-key="${code}"]`;

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'AddressPicker',
    state: 'province',
    press: [option('110000'), '[data-control="address-change"]'],
    render,
  },
  { component: 'AddressPicker', state: 'street', press: [option('110000'), option('110101')], render },
];
