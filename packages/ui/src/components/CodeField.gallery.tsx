import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { CodeField } from './CodeField.tsx';

const states = [
  { state: 'enter', code: '482' },
  { state: 'checking', code: '482913' },
  { state: 'wrong', code: '' },
] as const;

export const gallery: readonly GalleryEntry[] = states.map(({ state, code }) => ({
  component: 'CodeField',
  state,
  render: ({ words }) => (
    <CodeField code={code} length={6} state={state} label={words({ zh: '短信验证码', en: 'Code from the message' })} />
  ),
}));
