import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { ChoiceSheet } from './ChoiceSheet.tsx';

const nothing = () => {};

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'ChoiceSheet',
    state: 'colours',
    room: 'page',
    render: ({ words }) => (
      <ChoiceSheet
        name="theme"
        title={words({ zh: '您想要哪种颜色？', en: 'Which colours?' })}
        choices={words({
          zh: ['浅色', '黑底白字', '黑底黄字'],
          en: ['Light', 'White on black', 'Yellow on black'],
        }).map((label, index) => ({ control: `theme-${index}`, label, chosen: index === 0, onPress: nothing }))}
        close={words({ zh: '好了', en: 'Done' })}
        onClose={nothing}
        back={{ label: words({ zh: '返回', en: 'Back' }), onPress: nothing }}
      />
    ),
  },
];
