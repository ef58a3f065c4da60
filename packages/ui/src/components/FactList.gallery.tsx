import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { FactList } from './FactList.tsx';

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'FactList',
    state: 'with-note',
    render: ({ words }) => (
      <FactList
        {...words({
          zh: {
            title: '关于您的人脸',
            facts: [
              { label: '用来', text: '与身份证照片比对' },
              { label: '在哪', text: '只在本机比对' },
              { label: '保存', text: '比对后立即删除' },
            ],
            note: '不愿刷脸，可用短信核验',
          },
          en: {
            title: 'About your face',
            facts: [
              { label: 'For', text: 'comparing with your ID photo' },
              { label: 'Where', text: 'on this machine only' },
              { label: 'Kept', text: 'not at all' },
            ],
            note: 'You can use your phone instead',
          },
        })}
      />
    ),
  },
];
