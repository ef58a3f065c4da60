import type { GalleryContext, GalleryEntry } from '../../gallery/galleryEntry.ts';
import { HandwritingPad } from './HandwritingPad.tsx';
import { SignaturePad } from './SignaturePad.tsx';
import { StrokeSurface } from './StrokeSurface.tsx';
import type { Stroke } from './strokes.ts';

/** 王, as a hand writes it. */
const KING: readonly Stroke[] = [
  [
    { x: 330, y: 110 },
    { x: 450, y: 100 },
    { x: 560, y: 96 },
  ],
  [
    { x: 350, y: 182 },
    { x: 450, y: 174 },
    { x: 540, y: 170 },
  ],
  [
    { x: 446, y: 100 },
    { x: 444, y: 180 },
    { x: 440, y: 262 },
  ],
  [
    { x: 300, y: 272 },
    { x: 440, y: 262 },
    { x: 610, y: 256 },
  ],
];

const signature =
  (strokes: readonly Stroke[]) =>
  ({ words }: GalleryContext) => (
    <SignaturePad
      texts={words({
        zh: {
          label: '请用手指签名',
          clear: '重写',
          done: '签好了',
          cannot: '我不便签名',
          cannotDetail: '请工作人员见证',
        },
        en: {
          label: 'Sign here with a finger',
          clear: 'Clear',
          done: 'I have signed',
          cannot: 'I cannot sign',
          cannotDetail: 'staff will be my witness',
        },
      })}
      initialStrokes={strokes}
      onDone={() => {}}
      onCannotSign={() => {}}
    />
  );

export const gallery: readonly GalleryEntry[] = [
  { component: 'SignaturePad', state: 'empty', render: signature([]) },
  { component: 'SignaturePad', state: 'signed', render: signature(KING) },
  {
    component: 'StrokeSurface',
    state: 'ink',
    render: () => (
      <div className="frame__column">
        <StrokeSurface strokes={KING} onStroke={() => {}} label="王" ratio={0.36} guide="line" />
      </div>
    ),
  },
  {
    component: 'HandwritingPad',
    state: 'waiting',
    render: ({ words }) => (
      <HandwritingPad
        engine={{ recognise: async () => ['王', '玉', '主'] }}
        texts={words({
          zh: { label: '在这里写一个字', undo: '退一笔', clear: '重写', candidates: '候选字', hint: '写一个字，再选' },
          en: {
            label: 'Write one character',
            undo: 'Undo',
            clear: 'Clear',
            candidates: 'Characters',
            hint: 'Write, then touch',
          },
        })}
        onText={() => {}}
      />
    ),
  },
];
