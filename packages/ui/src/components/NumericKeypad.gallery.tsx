import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { NumericKeypad } from './NumericKeypad.tsx';

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'NumericKeypad',
    state: 'ready',
    render: ({ words }) => (
      <NumericKeypad
        onDigit={() => {}}
        onDelete={() => {}}
        onClear={() => {}}
        deleteLabel={words({ zh: '删除', en: 'Delete' })}
        clearLabel={words({ zh: '重输', en: 'Clear' })}
      />
    ),
  },
];
