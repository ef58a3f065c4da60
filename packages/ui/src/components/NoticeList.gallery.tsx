import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { NoticeList } from './NoticeList.tsx';

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'NoticeList',
    state: 'two',
    render: ({ words }) => (
      <NoticeList
        notices={words({
          zh: [
            { key: 'printer', what: '今天不能打印回执', instead: '可用手机拍下屏幕' },
            { key: 'camera', what: '今天不能刷脸', instead: '可用短信核验' },
          ],
          en: [
            { key: 'printer', what: 'No printing today', instead: 'Take a photo of the screen' },
            { key: 'camera', what: 'No camera today', instead: 'Use your phone' },
          ],
        })}
      />
    ),
  },
];
