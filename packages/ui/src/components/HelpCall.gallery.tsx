import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { HelpCall } from './HelpCall.tsx';

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'HelpCall',
    state: 'open',
    room: 'page',
    render: ({ words }) => (
      <HelpCall
        {...words({
          zh: {
            title: '谁能帮您',
            lead: '您已办的都还在',
            rows: [
              { label: '找谁', value: '穿绿马甲的导办员' },
              { label: '在哪', value: '东城区人社服务大厅' },
              { label: '电话', value: '12333' },
            ],
            close: '回到刚才',
          },
          en: {
            title: 'Who can help',
            lead: 'Nothing you did is lost',
            rows: [
              { label: 'Who', value: 'Staff in green vests' },
              { label: 'Where', value: 'Dongcheng service hall' },
              { label: 'Phone', value: '12333' },
            ],
            close: 'Go back',
          },
        })}
        onClose={() => {}}
      />
    ),
  },
];
