import { createRef } from 'react';
import type { GalleryContext, GalleryEntry } from '../../gallery/galleryEntry.ts';
import { CameraOval, type CameraOvalProps } from './CameraOval.tsx';

const of = (tone: CameraOvalProps['tone'], collected: number, advice: { zh: string; en: string }) => ({
  component: 'CameraOval',
  state: tone,
  render: ({ words }: GalleryContext) => (
    <div className="frame__camera">
      <CameraOval
        videoRef={createRef()}
        label={words({ zh: '摄像头画面', en: 'Your picture' })}
        advice={words(advice)}
        tone={tone}
        collected={collected}
        needed={3}
        progressLabel={words({ zh: `已拍好 ${collected} 张，共 3 张`, en: `${collected} of 3 pictures` })}
      />
    </div>
  ),
});

export const gallery: readonly GalleryEntry[] = [
  of('search', 0, { zh: '请看摄像头', en: 'Look at the camera' }),
  of('adjust', 1, { zh: '请靠近一点', en: 'Come a little closer' }),
  of('good', 2, { zh: '很好，别动', en: 'Good, hold still' }),
];
