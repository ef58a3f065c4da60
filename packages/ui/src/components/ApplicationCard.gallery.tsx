import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { ApplicationCard } from './ApplicationCard.tsx';

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'ApplicationCard',
    state: 'new-card',
    render: ({ words }) => (
      <ApplicationCard
        {...words({
          zh: {
            title: '首次申领社保卡',
            rows: [
              { label: '申请人', value: '张𬭎' },
              { label: '服务银行', value: '中国工商银行' },
              { label: '领卡方式', value: '到东城支行领取' },
            ],
          },
          en: {
            title: 'First social security card',
            rows: [
              { label: 'For', value: '张𬭎' },
              { label: 'Bank', value: 'ICBC' },
              { label: 'Collect', value: 'Dongcheng branch' },
            ],
          },
        })}
      />
    ),
  },
];
