import type { GalleryContext, GalleryEntry } from '../../gallery/galleryEntry.ts';
import { EntryField } from './EntryField.tsx';
import { IdKeypad } from './IdKeypad.tsx';
import { Pager } from './Pager.tsx';
import { PinyinKeyboard } from './PinyinKeyboard.tsx';

const nothing = () => {};

const pinyinTexts = ({ words }: GalleryContext) =>
  words({
    zh: {
      previous: '上一页',
      next: '下一页',
      page: (page: number, pages: number) => `${page} / ${pages}`,
      delete: '删除',
      umlaut: '吕的韵母',
      apostrophe: '隔音符',
      dot: '间隔点',
      hint: '按拼音，选汉字',
      loading: '请稍等',
      candidates: '候选字',
    },
    en: {
      previous: 'Previous',
      next: 'More',
      page: (page: number, pages: number) => `${page} / ${pages}`,
      delete: 'Delete',
      umlaut: 'u with two dots',
      apostrophe: 'apostrophe',
      dot: 'dot between names',
      hint: 'Type pinyin, touch a character',
      loading: 'One moment',
      candidates: 'Characters',
    },
  });

const pinyin = (context: GalleryContext) => (
  <PinyinKeyboard texts={pinyinTexts(context)} onText={nothing} onDelete={nothing} />
);

const press = (letters: string) => [...letters].map((letter) => `[data-control="letter"][data-key="${letter}"]`);

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'EntryField',
    state: 'empty',
    render: ({ words }) => (
      <EntryField
        label={words({ zh: '您的姓名', en: 'Your name' })}
        value=""
        example={words({ zh: '例：王小明', en: 'such as 王小明' })}
      />
    ),
  },
  {
    component: 'EntryField',
    state: 'rare-name',
    render: ({ words }) => <EntryField label={words({ zh: '您的姓名', en: 'Your name' })} value="欧阳𠮷㛃𬭎䶮𫗧" />,
  },
  {
    component: 'EntryField',
    state: 'complaint',
    render: ({ words }) => (
      <EntryField
        label={words({ zh: '身份证号', en: 'ID number' })}
        value="11010119491231002X"
        groups={[6, 8, 4]}
        complaint={words({ zh: '号码不对，请再看一遍', en: 'This number cannot be right: please check it' })}
      />
    ),
  },
  {
    component: 'IdKeypad',
    state: 'last-place',
    render: ({ words }) => (
      <IdKeypad
        typed={17}
        onKey={nothing}
        onDelete={nothing}
        onClear={nothing}
        deleteLabel={words({ zh: '删除', en: 'Delete' })}
        clearLabel={words({ zh: '重输', en: 'Clear' })}
      />
    ),
  },
  {
    component: 'Pager',
    state: 'middle',
    render: (context) => (
      <div className="frame__column">
        <Pager page={1} pages={5} texts={pinyinTexts(context)} onPage={nothing} />
      </div>
    ),
  },
  { component: 'PinyinKeyboard', state: 'empty', press: ['[data-key="q"]', '[data-control="delete"]'], render: pinyin },
  { component: 'PinyinKeyboard', state: 'word', press: press('beijing'), render: pinyin },
  { component: 'PinyinKeyboard', state: 'character', press: press('li'), render: pinyin },
];
