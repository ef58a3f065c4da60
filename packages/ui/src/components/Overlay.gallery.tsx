import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { BigButton } from './BigButton.tsx';
import { Overlay } from './Overlay.tsx';

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'Overlay',
    state: 'question',
    room: 'page',
    render: ({ words }) => (
      <Overlay title={words({ zh: '要结束办理吗？', en: 'Stop here?' })} name="sample">
        <p className="rs-lead">{words({ zh: '您还没有核验', en: 'You are not verified yet' })}</p>
        <BigButton control="stay" label={words({ zh: '接着办', en: 'Go on' })} onPress={() => {}} />
        <BigButton control="leave" kind="secondary" label={words({ zh: '结束', en: 'Stop' })} onPress={() => {}} />
      </Overlay>
    ),
  },
];
