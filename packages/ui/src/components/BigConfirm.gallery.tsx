import type { GalleryContext, GalleryEntry } from '../../gallery/galleryEntry.ts';
import { BigConfirm } from './BigConfirm.tsx';

const textsOf = ({ words }: GalleryContext) =>
  words({
    zh: {
      question: '要挂失这张社保卡吗？',
      consequences: ['这张卡马上不能刷卡', '不影响您的待遇发放', '找到卡后可在本机解挂'],
      goOn: '看清了，继续',
      last: '确定挂失？',
      confirm: '是的，挂失',
      back: '返回',
    },
    en: {
      question: 'Report this card as lost?',
      consequences: ['It stops working at once', 'Your payments go on', 'You can undo it here if you find it'],
      goOn: 'I understand',
      last: 'Report it lost now?',
      confirm: 'Yes, report it lost',
      back: 'Back',
    },
  });

const render = (context: GalleryContext) => (
  <BigConfirm texts={textsOf(context)} weight="grave" onConfirm={() => {}} onBack={() => {}} />
);

export const gallery: readonly GalleryEntry[] = [
  { component: 'BigConfirm', state: 'first-step', render },
  { component: 'BigConfirm', state: 'last-step', press: ['[data-control="confirm-go-on"]'], render },
];
